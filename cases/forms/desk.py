"""The form of the coding desk: say one thing of a case with one passage of a text."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as SchemaError

from cases import enums
from cases.documents import coding_desk
from cases.documents.anchoring import LONGEST, Span, around, occurrences, place_of, trimmed
from cases.documents.coding_desk import MARKS, Quoted
from cases.documents.difference import Json
from cases.documents.messages import message, message_for, where
from cases.documents.rules import Problem
from cases.documents.schema import CodingItem
from cases.forms.beside import language_of
from cases.forms.fields import CHOOSE, as_text, one_language, shown, words_of
from cases.models import Code
from cases.queries.desk import Text, answers_of
from cases.queries.lookup import Names

BLANKS = [(f"blank:{value}", words) for value, words in words_of(enums.Blank)]
# One coding -------------------------------------------------------------------------------------------


def mark(label: Any, enum: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[CHOOSE, *words_of(enum)])


class CodingForm(forms.Form):
    """One claim: a passage, a code, what it says, how that is known. Keeps whatever was typed, right or wrong."""

    use_required_attribute = False
    ref = forms.SlugField(widget=forms.HiddenInput, max_length=80)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    quotation = forms.CharField(
        label=gettext_lazy("Passage"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Select it in the text, or type it: the source’s own words, at most a sentence."),
    )  # fmt: skip
    where = forms.ChoiceField(label=gettext_lazy("Which of them?"), required=False, widget=forms.RadioSelect)
    code = forms.CharField(
        label=gettext_lazy("Code"), required=False, max_length=300,
        help_text=gettext_lazy("Two letters of a name, an alias or pinyin."),
        widget=forms.TextInput(attrs={"list": "codes", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )  # fmt: skip
    answer = forms.ChoiceField(label=gettext_lazy("What it says"), required=False)
    number = forms.FloatField(
        label=gettext_lazy("Number"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    basis = mark(gettext_lazy("How is it known?"), enums.Basis)
    confidence = mark(gettext_lazy("How sure are you?"), enums.Confidence)
    strength = mark(gettext_lazy("How strongly does the source put it?"), enums.Strength)
    stance = forms.ChoiceField(
        label=gettext_lazy("What the passage does"),
        required=False,
        choices=words_of(enums.Stance),
        initial=enums.Stance.SUPPORTS.value,
    )
    reasoning = forms.CharField(
        label=gettext_lazy("Memo"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Why you read it so. Needed if it is inferred or a judgement."),
    )  # fmt: skip
    rival = forms.BooleanField(label=gettext_lazy("Also reported: another answer is the accepted one"), required=False)

    def __init__(
        self, data: Any = None, *, names: Names, text: str = "", where: Text | None = None, old: Json | None = None, **kwargs: Any
    ):
        super().__init__(data, **kwargs)
        self.names, self.text, self.of, self.old = names, text, where, old or {}
        self.chosen = self._code(self.data.get("code", "") if self.is_bound else self.initial.get("code", ""))
        own = answers_of(self.chosen) if self.chosen else [("present", _("present"))]
        self.fields["answer"].choices = [CHOOSE, (_("Value"), own), (_("No value, because"), BLANKS)]  # type: ignore[attr-defined]
        quotation = self.data.get("quotation", "") if self.is_bound else ""
        self.found = occurrences(text, quotation) if text else []
        choices = [(str(span.start), self._line(span)) for span in self.found]
        self.fields["where"].choices = choices  # type: ignore[attr-defined]

    def _code(self, typed: str) -> Code | None:
        uid = self.names.code.resolve(typed)
        return next((row for row in self.names.code_rows if row.uid == uid), None)

    def _line(self, span: Span) -> str:
        before, after = around(self.text, span)
        return f"… {before} [{self.text[span.start : span.end]}] {after} …"

    def clean_quotation(self) -> str:
        typed = self.cleaned_data["quotation"]
        if typed.strip() and self.text and not self.found:
            raise ValidationError(_("These words do not stand in the text. Copy them from it, letter by letter."))
        if len(typed) > LONGEST:
            raise ValidationError(
                _("A passage is at most a sentence, and never more than %(most)s characters.") % {"most": LONGEST}
            )
        return typed

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        uid = self.names.code.resolve(typed)
        if typed and self.chosen is None:
            retired = Code.objects.filter(uid=uid, retired_in__isnull=False).select_related("retired_in", "revision").first()
            if retired:
                version = retired.retired_in.uid if retired.retired_in else ""
                heirs = [self.names.code.label(one) for one in retired.revision.document.get("successors") or []]
                raise ValidationError(
                    _("Version %(version)s of the codebook retired this code. It is kept as typed: choose another. %(heirs)s")
                    % {"version": version, "heirs": "; ".join(heirs)}
                )
            raise ValidationError(_("No code of the codebook is called “%(name)s”. Choose one from the list.") % {"name": typed})
        return uid

    def clean(self) -> Json:
        cleaned = super().clean() or {}
        if len(self.found) > 1 and self.span is None and "quotation" not in self.errors:
            self.add_error("where", _("These words stand in the text more than once. Choose which place you mean."))
        if cleaned.get("answer") == "number" and cleaned.get("number") is None and "number" not in self.errors:
            self.add_error("number", _("This should be a number, such as 0.75."))
        return cleaned

    @property
    def span(self) -> Span | None:
        """Where the passage stands: as selected, as chosen, or the only place there is."""
        starts = {span.start: span for span in self.found}
        for given in (self.cleaned_data.get("where"), self.cleaned_data.get("start")):
            if given not in (None, "") and int(given) in starts:
                return starts[int(given)]
        return self.found[0] if len(self.found) == 1 else None

    @property
    def quoted(self) -> Quoted | None:
        span = self.span if self.of else None
        if span is None or self.of is None:
            return None
        span = trimmed(self.text, *span)
        words = " ".join(self.text[span.start : span.end].split())
        before, after = around(self.text, span)
        excerpt: Json = {
            "version": self.of.version, "excerpt_kind": enums.ExcerptKind.QUOTATION.value, "language": language_of(words),
            "text": words, "locator": place_of(self.text, span.start),
        }  # fmt: skip
        return Quoted(self.of.source, excerpt | {name: part for name, part in (("before", before), ("after", after)) if part})

    def coding(self, coder: str) -> Json:
        """The claim as far as it was typed; what is wrong with it, ``problems`` says."""
        given = self.data
        typed = {name: as_text(given.get(name)).strip() for name in ("code", "answer", "number", "reasoning", *MARKS)}
        code = self.names.code.resolve(typed["code"])
        old = self.old if self.old.get("code") in (None, code) else {}
        kept = {name: part for name, part in old.items() if name not in (*coding_desk.ANSWERS, *MARKS)}
        claim: Json = {
            "codebook": self.names.codebook,
            "coder": coder,
            **kept,
            "ref": self.cleaned_data["ref"],
            "code": code or None,
        }
        kind, _colon, value = typed["answer"].partition(":")
        claim |= {"blank": value} if kind == "blank" else {"level": value} if kind == "level" else {}
        if kind in ("present", "number"):
            claim["value"] = 1 if kind == "present" else self.cleaned_data.get("number")
        if kind != "blank":
            claim |= {name: typed[name] or None for name in MARKS}
        claim["reasoning"] = one_language(old.get("reasoning"), typed["reasoning"], language_of(typed["reasoning"]))
        claim["accepted"] = not given.get("rival")
        return {name: part for name, part in claim.items() if part is not None}

    @property
    def begun(self) -> bool:
        """Whether there is anything to keep: a code, an answer, a mark or a memo."""
        return any(as_text(self.data.get(name)).strip() for name in ("code", "answer", "reasoning", "basis"))


def problems_of(coding: Json) -> list[tuple[str, str]]:
    """What one coding still lacks, by the form's field, without looking at anything else of the draft."""
    found: list[tuple[str, str]] = []
    if not any(coding.get(name) is not None for name in coding_desk.ANSWERS):
        found.append(("answer", message("one_of")))
    try:
        CodingItem.model_validate(coding)
    except SchemaError as error:
        for one in error.errors():
            problem = Problem("case", "", one["loc"], one["type"], {**one.get("ctx", {}), "input": str(one["input"])[:200]})
            name = str((where(problem) or ("",))[0])
            place = {"value": "answer", "level": "answer", "blank": "answer", "evidence": "quotation"}.get(name, name)
            if (place, message_for(problem)) not in found:
                found.append((place, message_for(problem)))
    return found


def initial_of(coding: Json, quotation: str = "") -> Json:
    """The form's values for a coding that is there."""
    answer = "number"
    if coding.get("blank"):
        answer = f"blank:{coding['blank']}"
    elif coding.get("level"):
        answer = f"level:{coding['level']}"
    elif coding.get("value") is None:
        answer = ""
    stance = next((use.get("stance") for use in coding_desk.items(coding.get("evidence"))), None)
    return {
        **{name: coding.get(name) for name in ("ref", "code", *MARKS)},
        "answer": answer, "number": coding.get("value"), "quotation": quotation, "reasoning": shown(coding.get("reasoning")),
        "rival": coding.get("accepted") is False, "stance": stance or enums.Stance.SUPPORTS.value,
    }  # fmt: skip


def new_ref() -> str:
    """The reference of a coding that is about to be made; the form carries it, so that saving twice makes one."""
    return f"coding-{secrets.token_hex(4)}"
