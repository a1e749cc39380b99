"""Forms for texts of sources: bring one to the coding desk, correct one that is here."""

import datetime as dt
import re
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import enums
from cases.documents.anchoring import digest
from cases.documents.difference import Json
from cases.forms.beside import DOI, language_of, propose_uid
from cases.forms.fields import CHOOSE, one_language, shown, words_of
from cases.forms.layout import SOURCE_TYPES
from cases.forms.text_file import SourceFile, sound, wrong
from cases.queries.desk import Twin, twins

OTHER = "other"
WHY = {
    "text": gettext_lazy("The same words are here already, as a text of “%(title)s”."),
    "doi": gettext_lazy("A source with this DOI is here already: “%(title)s”."),
    "title": gettext_lazy("A source with this title is here already: “%(title)s”."),
}


class TextForm(forms.Form):
    """A text and the source that it is of."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("The text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Paste it here, or choose a file below. It is kept for coders only; readers see what you quote."),
    )  # fmt: skip
    file = SourceFile(
        label=gettext_lazy("Or a file"), required=False, help_text=gettext_lazy(".txt, .md, .docx or .pdf, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.docx,.pdf"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any):
        self.file_name = ""
        if data is not None and files and (found := files.get("file")):
            with suppress(ValidationError):  # said at the field, when the form is cleaned
                text = SourceFile().clean(found)
                # A browser sends a file once; its text goes on with the form when something else is to be put right.
                data, files, self.file_name = data.copy(), {}, found.name
                data["text"] = text
        super().__init__(data, files, **kwargs)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        return sound(text) if text.strip() else ""

    def clean(self) -> Json:
        cleaned = super().clean() or {}
        if not {"text", "file"} & self.errors.keys() and not cleaned.get("text"):
            self.add_error("text", wrong("empty"))
        return cleaned

    @property
    def words(self) -> str:
        return self.cleaned_data.get("text") or ""

    def version(self, taken: set[str]) -> Json:
        """The version that the text becomes."""
        today = dt.date.today().isoformat()
        ref = next(name for name in (f"read-{today}", *(f"read-{today}-{n}" for n in range(2, 1_000))) if name not in taken)
        label = {"en": f"Text as read on {today}", "zh": f"{today}所读文本", "original": "en"}
        return {"ref": ref, "label": label, "sha256": digest(self.words), "read_on": today}


class BringForm(TextForm):
    """A text for the desk: which source it is of, and which case it is read for."""

    case = forms.CharField(
        label=gettext_lazy("For which case?"), max_length=300, strip=True,
        help_text=gettext_lazy("Choose one that is here, or give a new one a title."),
        widget=forms.TextInput(attrs={"list": "cases", "autocomplete": "off"}),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title of the source"), max_length=300, help_text=gettext_lazy("As printed, in its own language.")
    )
    doi = forms.CharField(label="DOI", required=False, max_length=200)
    url = forms.CharField(label=gettext_lazy("Web address"), required=False, max_length=500)
    source_type = forms.ChoiceField(label=gettext_lazy("Kind of publication"), choices=[CHOOSE, *SOURCE_TYPES])
    completeness = forms.ChoiceField(
        label=gettext_lazy("How much of it did you read?"), choices=[CHOOSE, *words_of(enums.Completeness)]
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Who may open the publication itself?"), choices=words_of(enums.Access), widget=forms.RadioSelect
    )
    same = forms.ChoiceField(label=gettext_lazy("Is it this one?"), required=False, widget=forms.RadioSelect)
    field_order = ["case", "text", "file", "same", "title", "doi", "url", "source_type", "completeness", "access"]

    def __init__(self, *args: Any, with_case: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.twins: list[Twin] = []
        if not with_case:
            del self.fields["case"]
        if self.is_bound:
            self._offer_twins()
        else:
            del self.fields["same"]  # asked when there is one that it may be

    def _offer_twins(self) -> None:
        typed, text = self.data.get("text", ""), ""
        with suppress(ValidationError):
            text = sound(typed) if typed.strip() else ""
        doi = DOI.match(self.data.get("doi", "").strip())
        self.twins = twins(text, self.data.get("title", ""), doi[1] if doi else "")
        if not self.twins:
            del self.fields["same"]
            return
        choices = [(one.key, _("Yes: %(title)s") % {"title": shown(one.title)}) for one in self.twins]
        self.fields["same"].choices = [*choices, (OTHER, _("No, it is another publication."))]  # type: ignore[attr-defined]
        if self.data.get("same") in {one.key for one in self.twins}:
            for name in ("title", "source_type", "completeness", "access"):
                self.fields[name].required = False

    def clean_doi(self) -> str:
        typed = self.cleaned_data["doi"].strip()
        found = DOI.match(typed)
        if typed and not found:
            raise ValidationError(_("This is not a DOI. A DOI looks like 10.1234/abcd."))
        return found[1] if found else ""

    def clean_url(self) -> str:
        typed = self.cleaned_data["url"].strip()
        if typed and not re.fullmatch(r"https?://[^\s<>\"]+", typed):
            raise ValidationError(_("This address has no host. Paste it with https:// at the start, and without spaces."))
        return typed

    def clean(self) -> Json:
        cleaned = super().clean()
        if self.twins and not cleaned.get("same") and "same" not in self.errors:
            words = [WHY[one.why] % {"title": shown(one.title)} for one in self.twins]
            self.add_error("same", " ".join([*words, _("Say whether it is the same one.")]))
        return cleaned

    @property
    def twin(self) -> Twin | None:
        """The published source that it is, if the person says so."""
        return next((one for one in self.twins if one.key == self.cleaned_data.get("same")), None)

    def source(self, taken: set[str]) -> Json:
        """The new source, or the identity of the known one."""
        if self.twin:
            return {"uid": self.twin.source}
        given = self.cleaned_data
        uid = propose_uid("source", given["title"])
        while uid in taken:
            uid += "-b"
        language = language_of(self.words[:2_000])
        source: Json = {
            "kind": "source", "uid": uid, "title": one_language(None, given["title"], language_of(given["title"])),
            "source_type": given["source_type"], "language": language, "completeness": given["completeness"],
            "access": given["access"], "authors_blank": "not-reported", "issued_blank": "not-reported",
        }  # fmt: skip
        return source | {name: given[name] for name in ("doi", "url") if given[name]}


class CorrectionForm(TextForm):
    """A corrected text of a source that is here."""

    reason = forms.CharField(label=gettext_lazy("What was corrected"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, with_reason: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not with_reason:
            del self.fields["reason"]
