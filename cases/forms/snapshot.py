"""The short entry: eight fields, and for every claim how it is known."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.documents.bundle import BESIDE, beside, is_new
from cases.documents.difference import Json
from cases.documents.rules import Problem
from cases.documents.walk import Location
from cases.enums import Basis, Blank, Completeness, Confidence, Level, Strength
from cases.forms.fields import (
    LANGUAGES,
    DraftForm,
    Plain,
    area,
    as_dict,
    as_items,
    as_text,
    hidden,
    line,
    radio,
    select,
    tick,
    words_of,
)
from cases.forms.layout import SOURCE_TYPES
from cases.forms.snapshot_values import MOST_PROBLEMS, flat, is_model
from cases.queries.lookup import Gazetteer, Names, in_reader_language

UNITS = [
    ("government", _("The government as a whole")),
    ("platform", _("A platform or system")),
    ("programme", _("A programme or reform")),
    ("service", _("A service")),
]
MODEL_BLANKS = [
    (Blank.NOT_YET_CODED.value, _("Not yet coded: I leave this to others")),
    (Blank.NOT_REPORTED.value, _("Not reported: the source does not say")),
]
FIELDS = {
    "kind",
    "uid",
    "slug",
    "former_slugs",
    "label",
    "origin",
    "place",
    "pseudonym",
    "unit",
    "period",
    "period_blank",
    "summary",
    "sources",
    "codings",
    BESIDE,
}
CLAIM_FIELDS = {
    "ref",
    "code",
    "value",
    "blank",
    "basis",
    "confidence",
    "strength",
    "codebook",
    "coder",
    "evidence",
    "reasoning",
    "accepted",
}
FILTER: dict[str, Any] = {"data-filter": ""}
"""Lets the page’s script put a field above the list that narrows it."""


def is_snapshot(document: Json) -> bool:
    """Whether the short form shows all that the draft says."""
    if any(value for name, value in document.items() if name not in FIELDS):
        return False
    if len(document.get("sources") or []) > 1 or as_dict(document.get("pseudonym")).get("parent_as_stated"):
        return False
    texts = [document.get("label"), document.get("summary"), *(one.get("title") for one in beside(document))]
    if any(text.get("en") and text.get("zh") for text in map(as_dict, texts)):
        return False
    codings = as_items(document.get("codings"))
    models = [coding for coding in codings if is_model(coding)]
    few = len(codings) - len(models) <= MOST_PROBLEMS
    return few and _is_one_answer(models) and all(_is_plain(coding) for coding in codings)


def _is_one_answer(models: list[Json]) -> bool:
    """Whether one choice says all that the codings say of the model: which it is, or why there is none."""
    reasons = {as_text(coding.get("blank")) for coding in models}
    return (len(models) < 2 and reasons <= {""}) or (len(reasons) == 1 and reasons <= dict(MODEL_BLANKS).keys())


def _is_plain(coding: Json) -> bool:
    kind = str(coding.get("code", "")).partition(":")[0]
    extra = any(value for name, value in coding.items() if name not in CLAIM_FIELDS)
    reasoning = as_dict(coding.get("reasoning"))
    blank_problem = bool(coding.get("blank")) and kind != "model"
    one_passage = len(as_items(coding.get("evidence"))) < 2 and all(
        use.get("stance", "supports") == "supports" for use in as_items(coding.get("evidence"))
    )
    return (
        kind in ("problem", "model")
        and one_passage
        and not (extra or blank_problem or (reasoning.get("en") and reasoning.get("zh")))
    )


class SnapshotForm(DraftForm):
    """Shows a draft's document as eight fields."""

    def __init__(self, document: Json, names: Names, places: Gazetteer, *, language: str, rows: int = 1):
        self.document, self.names, self.places = document, names, places
        self.at: dict[Location, str] = {}
        data, self.problem_rows = flat(self, document, language, rows)
        super().__init__(data)
        self.fields = self._fields()
        self.keep_values()

    def _fields(self) -> dict[str, forms.Field]:
        problems, models = self.names.of_kind("problem"), self.names.of_kind("model")
        fields: dict[str, forms.Field] = {
            "language": radio(_("I write in"), LANGUAGES, _("The other language is marked “to translate”."), required=True),
            "place": line(
                _("1. Which place is it about?"),
                _("Type a name in Chinese, English or pinyin, or a division code."),
                required=True,
                **{"data-places": "", "role": "combobox", "aria-expanded": "false", "aria-autocomplete": "list"},
            ),
            "anonymous": tick(
                _("The place is anonymised in the source"),
                _("Turns protection on: the place is cleared, and nothing links the case to a real one."),
            ),
            "printed": line(
                _("Label as printed"),
                _("For example “County M”. Do not guess the real name: guesses are refused."),
                required=True,
            ),
            "level": select(_("Level"), words_of(Level), required=True),
            "title": line(
                _("2. What do you call the case?"),
                _("The place and what was studied, for example “Deqing County: the government service platform”."),
                required=True,
            ),
            "unit": radio(
                _("3. What was studied?"),
                UNITS,
                _("A place can have many cases. Choose the narrowest that is true."),
                required=True,
            ),
            "period": line(
                _("4. When?"),
                _(
                    "A year, a month or a day. Write “about 2019”, “2019 to 2020-12-22” or “before 2020” if that is all "
                    "the source says."
                ),
                required=True,
            ),
            "period_blank": tick(_("The source does not say")),
            "summary": area(
                _("5. What happened?"),
                _("A few sentences: what was there, what was done, what came of it."),
                required=True,
                rows=6,
            ),
            "source": line(
                _("6. Where did you read it?"),
                _(
                    "The title of a source that is already here, a DOI, or an address with https://. Anything else "
                    "counts as the title of a new source."
                ),
                required=True,
                list="sources",
            ),
        }
        if self.new_source:
            fields |= {
                "source_title": line(_("Title of the source"), _("As printed, in its own language."), required=True),
                "source_type": select(_("Kind of publication"), SOURCE_TYPES, required=True),
                "source_language": select(_("Its language"), LANGUAGES, required=True),
                "source_completeness": select(_("How much of it did you read?"), words_of(Completeness), required=True),
            }
        for number, prefix in enumerate(self.problem_rows, 1):
            claim = self._claim(prefix, select(_("Problem"), _options(problems), **FILTER))
            for field in claim.values():
                field.row = _("Problem %(number)s") % {"number": number}
            fields |= claim
        choices = [*_options(models), *MODEL_BLANKS]
        return fields | self._claim(
            "model",
            select(
                _("Governance model"), choices, _("The result of the process, if the source allows to say so."), required=True
            ),
        )

    def _claim(self, prefix: str, code: Plain) -> dict[str, Plain]:
        return {
            f"{prefix}-ref": hidden(),
            f"{prefix}-code": code,
            f"{prefix}-basis": select(_("How is it known?"), words_of(Basis), required=True, **{"data-basis": prefix}),
            f"{prefix}-confidence": select(_("How sure are you?"), words_of(Confidence), required=True),
            f"{prefix}-strength": select(_("How strongly does the source put it?"), words_of(Strength), required=True),
            f"{prefix}-passage": area(
                _("Passage"), _("Needed if it is stated or calculated: the source’s own words, at most a sentence.")
            ),
            f"{prefix}-locator": line(_("Where in the source?"), _("A page, section or paragraph.")),
            f"{prefix}-reasoning": area(_("Reasoning"), _("Needed if it is inferred or a judgement: why you think so.")),
        }

    @property
    def new_source(self) -> Json | None:
        """The source that this draft brings along; its kind, language and completeness are asked for."""
        return next((one for one in beside(self.document) if is_new(one)), None)

    # Where problems are shown

    def field_for(self, location: Location) -> str | None:
        for length in range(len(location), 0, -1):
            if name := self.at.get(location[:length]) or SHOWN_AT.get(location[:length]):
                break
        else:
            return None
        if name == "place" and self.document.get("pseudonym"):
            name = "printed"
        return name if name in self.fields else ("source" if name.startswith("source_") else None)

    # What the template walks through

    @property
    def problem_claims(self) -> list[list[forms.BoundField]]:
        return [self.claim(prefix) for prefix in self.problem_rows]

    @property
    def model_claim(self) -> list[forms.BoundField]:
        return self.claim("model")

    def claim(self, prefix: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{prefix}-")]


SHOWN_AT: dict[Location, str] = {
    ("uid",): "title",
    ("slug",): "title",
    ("label",): "title",
    ("unit",): "unit",
    ("place",): "place",
    ("pseudonym",): "printed",
    ("pseudonym", "as_printed"): "printed",
    ("pseudonym", "level"): "level",
    ("period",): "period",
    ("period_blank",): "period",
    ("summary",): "summary",
    ("sources",): "source",
    ("codings",): "model-code",
    ("beside",): "source",
}


def _options(codes) -> list[tuple[str, str]]:
    return [(code.uid, capfirst(in_reader_language(code.name_en, code.name_zh))) for code in codes]


def unanswered(document: Json) -> list[Problem]:
    """Questions of the short form that the schema does not ask: the source, and the model or why there is none."""
    uid = as_text(document.get("uid"))
    found = [] if document.get("sources") else [Problem("case", uid, ("sources",), "source_missing", {})]
    if not any(is_model(coding) for coding in as_items(document.get("codings"))):
        found.append(Problem("case", uid, ("codings",), "model_missing", {}))
    return found
