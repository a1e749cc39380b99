"""What a reviewer decides and says about a draft."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.text import StoredText

DECISIONS = [("accept", _("Accept")), ("return", _("Return")), ("later", _("Later"))]


class DecisionForm(forms.Form):
    """A decision for each change, or for all of them at once."""

    all = forms.BooleanField(required=False)
    reason = StoredText(max_length=5_000, required=False)
    compared = forms.BooleanField(required=False)
    edit_count = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data: Any, paths: list[str], *, newcomer: bool):
        super().__init__(data)
        self.paths, self.newcomer = paths, newcomer
        given: Mapping[str, str] = data or {}
        known = {value for value, _words in DECISIONS}
        self.decisions = {path: value for path in paths if (value := given.get(f"choice:{path}")) in known}

    @property
    def seen(self) -> int | None:
        """The save of the draft that was read."""
        return self.cleaned_data.get("edit_count")

    @property
    def accepted(self) -> list[str]:
        return self._decided("accept")

    @property
    def returned(self) -> list[str]:
        return self._decided("return")

    @property
    def whole(self) -> bool:
        """Whether everything is accepted."""
        return bool(self.cleaned_data.get("all")) or len(self.accepted) == len(self.paths)

    def _decided(self, decision: str) -> list[str]:
        return [path for path, value in self.decisions.items() if value == decision]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("all") and not self.accepted and not self.returned:
            raise forms.ValidationError(_("Nothing is decided yet. Accept or return at least one change."))
        if (data.get("all") or self.accepted) and self.newcomer and not data.get("compared"):
            self.add_error(
                "compared", _("This is a first contribution. Compare its passages with the source, and say that you did.")
            )
        if self.returned and not data.get("all") and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why you return it, so that the author knows what to do."))
        return data


class CommentForm(forms.Form):
    """Words about one field, and perhaps other words for it."""

    path = StoredText(max_length=200)
    text = StoredText(max_length=5_000, required=False)
    target = StoredText(max_length=210, required=False)
    wording = StoredText(max_length=50_000, required=False)

    def suggestion(self) -> dict[str, str] | None:
        """The suggested words, if there are any."""
        path, bar, language = self.cleaned_data["target"].rpartition("|")
        wording = self.cleaned_data["wording"].strip()
        if not bar or language not in ("en", "zh") or not wording:
            return None
        return {"path": path, "language": language, "text": wording}


class AnswerForm(forms.Form):
    text = StoredText(max_length=5_000, required=False)
