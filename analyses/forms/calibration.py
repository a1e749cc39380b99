"""How columns become sets: a form per set, and proposals that apply only with a written reason."""

import re
from collections.abc import Sequence
from math import isfinite, nan
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analyses.documents.design import ANCHORS, REASON, Calibration, Design, SetChoice
from analyses.engine import QCAError, memberships_of, propose
from analyses.enums import Method, Proposal
from analyses.messages import say
from cases.templatetags.casebase import plain

BETWEEN = re.compile(r"[\s,;，；、]+")


class CalibrationForm(forms.Form):
    """Method, anchors and the reason for one set."""

    method = forms.ChoiceField(label=_("Method"), choices=Method.choices)
    thresholds = forms.CharField(
        label=_("Anchors"),
        max_length=300,
        help_text=_("Fully out, crossover, fully in; several numbers with spaces between them."),
        error_messages={"required": _("Give the numbers of the method; only “already memberships” takes none.")},
    )
    nudge = forms.FloatField(
        label=_("Add to exactly .5"),
        required=False,
        min_value=-0.1,
        max_value=0.1,
        help_text=_("A small constant such as 0.001 for units that would belong to no row."),
    )
    proposal = forms.ChoiceField(required=False, choices=[("", ""), *Proposal.choices], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why full membership, the crossover and full non-membership lie there."),
        error_messages={"required": _("Write why the anchors lie where they do. Without a reason they are not stored.")},
    )  # fmt: skip

    def __init__(self, *args: Any, raw: Sequence[float], reason_for_all: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.raw = raw
        self.reason_for_all = reason_for_all
        self.fields["reason"].required = not reason_for_all
        self.fields["thresholds"].required = self["method"].value() != Method.NONE

    def clean_thresholds(self) -> list[float]:
        typed = [part for part in BETWEEN.split(self.cleaned_data["thresholds"].strip()) if part]
        numbers = []
        for part in typed:
            try:
                numbers.append(float(part))
            except ValueError:
                numbers.append(nan)
            if not isfinite(numbers[-1]):
                raise forms.ValidationError(_("“%(part)s” is not a number."), params={"part": part})
        return numbers

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "thresholds" not in said or "method" not in said:
            return said
        wanted = ANCHORS.get(said["method"])
        given = len(said["thresholds"])
        if wanted is not None and given != wanted:
            message = _("This method takes %(wanted)s numbers here; there are %(given)s.")
            self.add_error("thresholds", message % {"wanted": wanted, "given": given})
        elif wanted is None and not given:
            self.add_error("thresholds", _("Give one threshold or more, the smallest first."))
        elif not self.errors:
            self._try(said)
        return said

    def _try(self, said: dict[str, Any]) -> None:
        try:
            found = memberships_of(str(self.prefix), self.raw, self.calibration())
        except QCAError as error:
            field = "method" if said["method"] == Method.NONE else "thresholds"
            self.add_error(field, say({"code": error.code, "message": str(error), "column": self.prefix, **error.context}))
            return
        if said["method"] == Method.NONE and any(value < 0 or (value > 1 and value != int(value)) for value in self.raw):
            self.add_error(
                "method", _("These values go beyond 0 and 1, so they are no memberships yet. Choose a method with anchors.")
            )
        elif len(set(found.tolist())) == 1:
            self.add_error(
                "thresholds", _("With these anchors every unit has the same membership. Move them to where the values differ.")
            )

    def calibration(self) -> Calibration:
        said = self.cleaned_data
        return Calibration(
            method=said["method"],
            thresholds=said["thresholds"],
            nudge=said.get("nudge") or None,
            proposal=self._proposal(said),
            reason=said.get("reason", "").strip() or self.reason_for_all,
        )

    def _proposal(self, said: dict[str, Any]) -> str | None:
        """Where the anchors come from, if they are still those that were proposed."""
        proposal = said.get("proposal")
        return proposal if proposal and spaced(said["thresholds"]) == spaced(propose(self.raw, proposal)) else None


class CalibrationForms:
    """The forms of all sets of a design, with one reason that may serve for those that have none of their own."""

    def __init__(self, design: Design, raw: dict[str, list[float]], *, data: Any = None, proposal: str = "") -> None:
        self.design = design
        self.reason_for_all = data.get("reason_for_all", "").strip()[:REASON] if data is not None else ""
        self.forms = [
            CalibrationForm(
                data, prefix=one.name, raw=raw[one.name], reason_for_all=self.reason_for_all,
                initial=_initial(one, raw[one.name], proposal), use_required_attribute=False,
            )
            for one in design.sets
        ]  # fmt: skip

    def __iter__(self):
        return iter(zip(self.design.sets, self.forms, strict=True))

    def is_valid(self) -> bool:
        wrong = [form for form in self.forms if not form.is_valid()]  # all of them are asked, so that all faults show
        return not wrong

    @property
    def wrong(self) -> list[Any]:
        return [form[name] for form in self.forms for name in form.errors if name in form.fields]

    def decided(self) -> Design:
        choices = [
            one.model_copy(update={"calibration": form.calibration()})
            for one, form in zip(self.design.sets, self.forms, strict=True)
        ]
        return self.design.model_copy(update={"outcome": choices[0], "conditions": choices[1:]})


def _initial(choice: SetChoice, raw: Sequence[float], proposal: str) -> dict[str, Any]:
    """What is stored, or else a proposal: memberships are taken as they are, anything else gets anchors."""
    if choice.calibration and not proposal:
        kept = choice.calibration
        return {
            "method": kept.method, "thresholds": spaced(kept.thresholds), "nudge": kept.nudge,
            "proposal": kept.proposal or "", "reason": plain(kept.reason),
        }  # fmt: skip
    if all(0 <= value <= 1 for value in raw) and not proposal:
        return {"method": Method.NONE, "thresholds": ""}
    if not proposal:
        return {"method": Method.DIRECT, "thresholds": ""}
    return {"method": Method.DIRECT, "thresholds": spaced(propose(raw, proposal)), "proposal": proposal}


def spaced(numbers: Sequence[float]) -> str:
    return "  ".join(f"{number:.10g}" for number in numbers)
