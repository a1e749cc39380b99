"""Which other decisions a robustness test tries."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analyses.documents.robustness import RobustnessOptions
from analyses.enums import Kind, Side

BETWEEN = re.compile(r"[\s,;，；、]+")


class NumbersField(forms.CharField):
    """Several numbers in one line, each between two ends."""

    def __init__(self, *, low: float, high: float, whole: bool = False, most: int = 10, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=120, **kwargs)
        self.low, self.high, self.whole, self.most = low, high, whole, most

    def clean(self, value: Any) -> list[Any]:
        parts = [part for part in BETWEEN.split((super().clean(value) or "").strip()) if part]
        if len(parts) > self.most:
            raise forms.ValidationError(_("At most %(most)s numbers."), params={"most": self.most})
        found = []
        for part in parts:
            try:
                number: float = int(part) if self.whole else float(part)
            except ValueError:
                raise forms.ValidationError(_("“%(part)s” is not a number."), params={"part": part}) from None
            if not self.low <= number <= self.high:
                message = _("%(part)s is out of place: give numbers from %(low)g to %(high)g.")
                raise forms.ValidationError(message, params={"part": part, "low": self.low, "high": self.high})
            found.append(number)
        return found


class RobustnessForm(forms.Form):
    side = forms.ChoiceField(label=_("What is explained"), choices=Side.choices)
    kind = forms.ChoiceField(label=_("Which solution"), choices=Kind.choices)
    consistency = NumbersField(label=_("Other consistency cut-offs"), low=0, high=1)
    pri = NumbersField(label=_("Other PRI cut-offs"), low=0, high=1)
    frequency = NumbersField(label=_("Other numbers of units in a row"), low=1, high=100, whole=True, most=5)
    anchors = forms.FloatField(
        label=_("Move each anchor by per cent"), required=False, min_value=0.1, max_value=50,
        help_text=_("of its distance to the nearest other anchor, down and up"),
    )  # fmt: skip
    units = forms.BooleanField(label=_("Leave out each unit in turn"), required=False)
    conditions = forms.BooleanField(label=_("Leave out each condition in turn"), required=False)
    ranges = forms.BooleanField(label=_("Find how far each decision can move"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in RobustnessOptions.model_fields if name not in ("side", "kind")):
            raise forms.ValidationError(_("Choose at least one thing to vary."))
        return said

    def options(self) -> RobustnessOptions:
        return RobustnessOptions(**{name: value for name, value in self.cleaned_data.items() if value not in (None, "")})

    @classmethod
    def of(cls, options: RobustnessOptions) -> "RobustnessForm":
        said = options.model_dump()
        for name in ("consistency", "pri", "frequency"):
            said[name] = "  ".join(f"{one:g}" for one in said[name])
        return cls(initial=said)
