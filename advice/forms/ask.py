"""What people say when they ask for advice."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from advice.queries.profile import LEVEL
from advice.queries.question import MOST, PLACE, problems_meant
from cases.enums import CodeKind, Level
from cases.models import Code
from cases.queries.lookup import Gazetteer, in_reader_language

NOTHING_FITS = _("No problem in the record fits these words. Use other words, or choose from the list below.")
LEVELS = [level for level in Level if level != Level.NATIONAL]


class AskForm(forms.Form):
    """Problems, in words or from the list, and a profile of which any line may be skipped."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Say it in your own words"),
        help_text=_("In English or Chinese, for example “departments do not share data”."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Say it in at most 200 characters.")},
    )
    problem = forms.MultipleChoiceField(
        label=_("Or choose from the list"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("“%(value)s” is not in the list. Choose another one.")},
    )
    place = forms.CharField(
        label=_("Name of the place"),
        help_text=_("If the place is here, what is published of it fills the lines that you skip."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "places"}),
    )
    level = forms.ChoiceField(label=_("Administrative level"), required=False)

    def __init__(self, *args: Any, problems: Sequence[Code], conditions: Sequence[Code], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.problems, self.conditions = problems, conditions
        self._choices("problem", [(code.uid, in_reader_language(code.name_en, code.name_zh)) for code in problems])
        skip = ("", gettext("skip"))
        self._choices("level", [skip, *((level.value, capfirst(level.label)) for level in LEVELS)])
        for code in conditions:
            steps = [(step["key"], in_reader_language(step["label"]["en"], step["label"]["zh"])) for step in code.levels]
            self.fields[code.uid] = forms.ChoiceField(
                label=in_reader_language(code.name_en, code.name_zh),
                help_text=in_reader_language(code.short_en, code.short_zh),
                required=False,
                choices=[skip, *steps],
            )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # both are fields with choices

    def clean_place(self) -> str:
        """The identity of the place that is meant, or an error that says which ones could be."""
        typed = self.cleaned_data["place"].strip()
        if not typed:
            return ""
        found = Gazetteer().find(typed)
        if len(found) == 1:
            return found[0].uid
        if not found:
            raise forms.ValidationError(_("No place of that name is here. Leave it empty and choose the level instead."))
        names = pgettext("between items", "; ").join(entry.label for entry in found[:5])
        raise forms.ValidationError(_("Several places could be meant: %(names)s. Write one of these.") % {"names": names})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, words = cleaned.get("problem") or [], (cleaned.get("q") or "").strip()
        if self.errors.get("problem") or self.errors.get("q"):
            return cleaned
        if len(chosen) > MOST:
            self.add_error("problem", _("Choose at most %(most)s problems; take some out.") % {"most": MOST})
        if words:
            found = [problem.uid for problem in problems_meant(words)]
            if not found:
                self.add_error("q", NOTHING_FITS)
            cleaned["meant"] = [uid for uid in found if uid not in chosen][: max(MOST - len(chosen), 0)]
        elif not chosen:
            self.add_error("q", _("Say what the problem is, or choose at least one from the list below."))
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """The profile, without the lines that were skipped."""
        names = [PLACE, LEVEL, *(code.uid for code in self.conditions)]
        return {name: value for name in names if (value := self.cleaned_data.get(name))}

    @property
    def asked(self) -> list[str]:
        """The problems chosen, and those that the words mean."""
        return [*self.cleaned_data["problem"], *self.cleaned_data.get("meant", [])]

    @property
    def profile_fields(self) -> list[forms.BoundField]:
        return [self[code.uid] for code in self.conditions]


def problem_choices() -> list[Code]:
    """Problems that may be asked about, in the order of the codebook."""
    found = Code.objects.filter(code_kind=CodeKind.PROBLEM, state="live", retired_in=None)
    return list(found.defer("body_en", "body_zh").in_order())
