"""The four components of GRADE-CERQual and the overall confidence, as somebody assesses a link."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from advice.enums import COMPONENTS
from cases.documents.difference import Json
from cases.enums import Concern, Sureness
from cases.forms.fields import LANGUAGES

NOT_YET = ("", pgettext_lazy("choice", "not yet assessed"))
HINTS = {
    "methodological_limitations": _("How well were the studies behind it made?"),
    "coherence": _("How well do the data fit the finding?"),
    "adequacy": _("Is there enough of them, and are they rich enough?"),
    "relevance": _("How near are their places to Chinese local government?"),
}


def _area(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))


class AssessForm(forms.Form):
    """Nothing is filled in beforehand but what stands there; each concern needs its reason."""

    use_required_attribute = False

    language = forms.ChoiceField(label=_("I write in"), choices=LANGUAGES)
    overall = forms.ChoiceField(
        label=_("Overall confidence"), required=False, choices=[NOT_YET, *((one.value, one.label) for one in Sureness)]
    )
    reason = _area(_("Why they come to this"))

    def __init__(self, *args: Any, kept: Mapping[str, Any], language: str, **kwargs: Any):
        self.kept = dict(kept or {})
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.initial.get("language") or language
        for name, title in COMPONENTS.items():
            choices = [NOT_YET, *((one.value, capfirst(one.label)) for one in Concern)]
            self.fields[name] = forms.ChoiceField(label=title, help_text=HINTS[name], required=False, choices=choices)
            self.fields[f"{name}_reason"] = _area(_("Why"))
            part = self.kept.get(name) or {}
            self.initial.update({name: part.get("concern") or "", f"{name}_reason": _written(part.get("reason"), language)})
        self.initial.update({"overall": self.kept.get("overall") or "", "reason": _written(self.kept.get("reason"), language)})

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[name], self[f"{name}_reason"]) for name in COMPONENTS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in COMPONENTS:
            if said.get(name) and not said.get(f"{name}_reason"):
                self.add_error(f"{name}_reason", _("Give the reason for this judgement, or leave it unassessed."))
        if said.get("overall"):
            if not all(said.get(name) for name in COMPONENTS):
                self.add_error("overall", _("Overall confidence needs all four components; assess the rest, or leave it open."))
            if not said.get("reason"):
                self.add_error("reason", _("Say why the four come to this overall confidence."))
        if not any(said.get(f"{name}_reason") for name in COMPONENTS) and not self.errors:
            raise forms.ValidationError(gettext("Nothing is assessed yet. Fill in at least one of the four with its reason."))
        return said

    def assessment(self, assessor: str) -> Json:
        """As it stands in the document. A text that was not touched keeps its translation."""
        said = self.cleaned_data
        made: Json = {}
        for name in COMPONENTS:
            reason = said[f"{name}_reason"]
            before = self.kept.get(name) or {}
            text = self._text(reason, before.get("reason"))
            made[name] = {"concern": said[name] or None, "reason": text} if text else None
        made["overall"] = said["overall"] or None
        made["reason"] = self._text(said["reason"], self.kept.get("reason"))
        return made | {"assessor": assessor}

    def _text(self, words: str, before: Any) -> Json | None:
        if not words:
            return None
        language = self.cleaned_data["language"]
        if before and before.get(language) == words:
            return before
        return {language: words, "original": language}


def _written(text: Any, language: str) -> str:
    return (text or {}).get(language) or (text or {}).get((text or {}).get("original", "en")) or ""
