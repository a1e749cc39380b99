"""The texts of one record that wait for a translation, each beside its original."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.documents.difference import Json
from cases.documents.messages import message_for
from cases.documents.parts import fingerprint
from cases.documents.refusal import Refusal
from cases.forms.field_words import label_of
from cases.forms.text import StoredText
from cases.queries.upkeep import Untranslated

LANG_TAGS = {"en": "en", "zh": "zh-Hans"}


class TranslateForm(forms.Form):
    """One field for each text; what is left as it was stays as it was, unless it is ticked as still right."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, waiting: list[Untranslated], seen: int):
        super().__init__(data, initial={"seen": seen})
        self.waiting = waiting
        for one in waiting:
            written = one.text.get(one.wanted) or ""
            self.fields[one.name] = StoredText(
                label=_title(one),
                initial=written,
                required=False,
                max_length=50_000,
                widget=forms.Textarea(attrs={"rows": 2 if len(one.words) < 120 else 5, "lang": LANG_TAGS[one.wanted]}),
            )
            if one.stale:
                label = _("The translation is still right as it is")
                self.fields[f"{one.name}-right"] = forms.BooleanField(label=label, required=False)

    @property
    def pairs(self) -> list[tuple[Untranslated, Any, Any]]:
        return [(one, self[one.name], self[f"{one.name}-right"] if one.stale else None) for one in self.waiting]

    def _written(self, one: Untranslated) -> str:
        """What to put there: new words, or the old ones where somebody vouches for them."""
        words = (self.cleaned_data.get(one.name) or "").strip()
        is_new = words != (one.text.get(one.wanted) or "").strip()
        return words if is_new or self.cleaned_data.get(f"{one.name}-right") else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(self._written(one) for one in self.waiting):
            raise ValidationError(_("Write at least one translation."))
        return given

    def applied_to(self, document: Json) -> Json:
        """The document with what was written."""
        for one in self.waiting:
            if written := self._written(one):
                text = {**one.text, one.wanted: written, "of": fingerprint(one.words)}
                document = _placed(document, one.location, text)
        return document

    def refuse(self, refusal: Refusal) -> None:
        """Say at each text what the rules say of it."""
        for problem in refusal.problems[:10]:
            near = "-".join(str(part) for part in problem.location if part not in ("en", "zh"))
            self.add_error(near if near in self.fields else None, message_for(problem))


def _title(one: Untranslated) -> str:
    of = str(one.location[0]) if len(one.location) > 1 else ""
    names = [part for part in one.location if isinstance(part, str)]
    return " – ".join([label_of(of), label_of(names[-1], of)] if of else [label_of(names[-1])])


def _placed(node: Any, location: tuple[str | int, ...], value: Json) -> Any:
    """A copy of the node with the value at the location."""
    if not location:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[location[0]] = _placed(node[location[0]], location[1:], value)  # type: ignore[index]
    return copy
