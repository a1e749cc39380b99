"""What the coding desk shows: the texts beside a draft, the codebook to type into, codings so far, questions still open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from cases.documents.anchoring import Span, digests, find
from cases.documents.bundle import beside
from cases.documents.coding_desk import items
from cases.documents.difference import Json
from cases.enums import PATH_OF, Blank, CodeKind, ScaleKind
from cases.models import Code, Excerpt, Revision, Source, SourceText, SourceVersion
from cases.permissions import EDITABLE
from cases.queries.code_kinds import kind_title
from cases.queries.labels import read_excerpts
from cases.queries.lookup import Names, chinese, fold, in_reader_language
from cases.queries.withheld import readable

ASKED_KINDS = (CodeKind.PROBLEM, CodeKind.COUNTERMEASURE, CodeKind.MODEL, CodeKind.STRUCTURE, CodeKind.MECHANISM,
               CodeKind.CONSTRAINT, CodeKind.STRATEGY, CodeKind.ACHIEVEMENT)  # fmt: skip
"""Kinds of code of which every case should say something, or why not."""
MOST_DRAFTS = 100


@dataclass
class Text:
    """A version of a source whose words are here."""

    source: str
    title: Any
    version: str
    label: Any
    sha256: str
    superseded: bool = False
    """Whether a later version of the same source is here too."""


def texts_of(document: Json) -> list[Text]:
    """The texts that may be coded for this draft: of its sources, as far as somebody has brought their words."""
    (found,) = texts_of_each([document])
    return found


def texts_of_each(documents: Sequence[Json]) -> list[list[Text]]:
    """The texts of many drafts, asked for at once."""
    uids = {uid for document in documents for uid in _sources(document)}
    live = {one.uid: one.revision.document for one in Source.objects.filter(readable(), uid__in=uids).select_related("revision")}
    named = [_texts(document, live) for document in documents]
    hashes = {one.sha256 for texts in named for one in texts}
    kept = set(SourceText.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    found = [[one for one in texts if one.sha256 in kept] for texts in named]
    for texts in found:
        for index, one in enumerate(texts):
            one.superseded = any(later.source == one.source for later in texts[index + 1 :])
    return found


def _sources(document: Json) -> list[str]:
    return list(dict.fromkeys([*(document.get("sources") or []), *(str(one.get("uid")) for one in beside(document))]))


def _texts(document: Json, live: Mapping[str, Json]) -> list[Text]:
    """The versions of a draft's sources that name a text, whether its words are here or not."""
    own = {str(one.get("uid")): one for one in beside(document)}
    found = []
    for uid in _sources(document):
        title = live.get(uid, {}).get("title") or own.get(uid, {}).get("title") or {"en": uid, "original": "en"}
        versions = [*items(live.get(uid, {}).get("versions")), *items(own.get(uid, {}).get("versions"))]
        found += [Text(uid, title, one["ref"], one.get("label"), one["sha256"]) for one in versions if one.get("sha256")]
    return found


def words_of(text: Text) -> str:
    return SourceText.objects.get(sha256=text.sha256).text


def desk_drafts(user) -> list[Revision]:
    """The person's drafts of cases that have a text to code beside them."""
    found = Revision.objects.filter(author=user, kind="case", state__in=EDITABLE).order_by("-updated_at")[:MOST_DRAFTS]
    return [
        one
        for one in found
        if any(version.get("sha256") for part in beside(one.document) for version in items(part.get("versions")))
    ]


# Duplicates -----------------------------------------------------------------------------------------


@dataclass
class Twin:
    """A source that may be the one that somebody brings: the same words, the same DOI or the same title."""

    why: str
    source: str
    title: Any
    version: str = ""

    @property
    def key(self) -> str:
        return f"{self.source}#{self.version}" if self.version else self.source


def twins(text: str, title: str, doi: str) -> list[Twin]:
    """Published sources that hold this text, or carry this DOI or title."""
    found = [
        Twin("text", row.source.uid, _title(row.source), row.ref)
        for row in SourceVersion.objects.filter(sha256__in=digests(text)).select_related("source")
    ]
    known = {one.source for one in found}
    if doi:
        found += [Twin("doi", row.uid, _title(row)) for row in Source.objects.filter(doi__iexact=doi) if row.uid not in known]
        known |= {one.source for one in found}
    if typed := fold(title):
        rows = Source.objects.filter(state="live").only("uid", "title_en", "title_zh", "source_type")
        found += [
            Twin("title", row.uid, _title(row))
            for row in rows.iterator()
            if row.uid not in known and typed in (fold(row.title_en), fold(row.title_zh))
        ]
    return found


def _title(source: Source) -> Json:
    return {"en": source.title_en or None, "zh": source.title_zh or None, "original": "en" if source.title_en else "zh"}


# The codebook ---------------------------------------------------------------------------------------


def answers_of(code: Code) -> list[tuple[str, str]]:
    """What may be said with the code, by the value that the form sends: in the order of the number keys."""
    if code.scale == ScaleKind.LEVELS:
        return [(f"level:{step['key']}", _level(step)) for step in code.levels]
    if code.scale == ScaleKind.PRESENT:
        return [("present", _("present"))]
    return [("number", in_reader_language(code.unit_en, code.unit_zh) or str(ScaleKind(code.scale).label))]


def _level(step: Json) -> str:
    label = step.get("label") or {}
    return in_reader_language(label.get("en") or "", label.get("zh") or "") or str(step["key"])


def catalogue(names: Names) -> list[Json]:
    """The codes as the script needs them to find one by name, alias or pinyin while somebody types."""
    return [
        {
            "uid": row.uid,
            "name": in_reader_language(row.name_en, row.name_zh),
            "other": row.name_en if chinese() else row.name_zh,
            "kind": str(CodeKind(row.code_kind).label),
            "short": in_reader_language(row.short_en, row.short_zh),
            "keys": _keys(row),
            "answers": answers_of(row),
        }
        for row in names.code_rows
    ]


def _keys(row: Code) -> list[str]:
    """Spellings, the likeliest to be typed first: in Chinese that is the initials of pinyin."""
    pinyin = lazy_pinyin(row.name_zh) if row.name_zh else []
    initials = lazy_pinyin(row.name_zh, style=Style.FIRST_LETTER) if row.name_zh else []
    typed = [row.name_zh, "".join(initials), "".join(pinyin)]
    english = [row.name_en, "".join(word[0] for word in row.name_en.split() if word)]
    names = [*typed, *english] if chinese() else [*english[:1], *typed, *english[1:]]
    return list(dict.fromkeys(fold(one) for one in [*names, *(alias["text"] for alias in row.aliases)] if one))


# Codings so far, and what is open ----------------------------------------------------------------------


@dataclass
class Made:
    """A coding of the draft: its code, what it says, the passage it rests on and where that stands in the text."""

    ref: str
    code: Any
    name: str
    answer: str
    passages: list[str]
    spans: list[Span] = field(default_factory=list)
    whole: bool = True


def codings_of(document: Json, names: Names, text: str = "", source: str = "") -> list[Made]:
    """The draft's codings, the latest first."""
    known = {row.uid: row for row in names.code_rows}
    excerpts = _excerpts(document)
    found = []
    for one in reversed(items(document.get("codings"))):
        row = known.get(str(one.get("code")))
        quoted = [(name, excerpts[name]) for use in items(one.get("evidence")) if (name := str(use.get("excerpt"))) in excerpts]
        here = [part for name, part in quoted if text and name.startswith(f"{source}#")]
        spans = [
            span for part in here for span in find(text, part["text"], part.get("before") or "", part.get("after") or "")[:1]
        ]
        said = answer_words(one, row)
        name = in_reader_language(row.name_en, row.name_zh) if row else str(one.get("code") or _("no code yet"))
        whole = bool(one.get("blank") or (said and all(one.get(mark) for mark in ("basis", "confidence", "strength"))))
        found.append(
            Made(str(one.get("ref")), one.get("code"), name, said, [part["text"] for _name, part in quoted], spans, whole)
        )
    return found


def _excerpts(document: Json) -> dict[str, Json]:
    """The passages of the draft and those of published sources that it rests on, by name."""
    names = {str(use.get("excerpt")) for one in items(document.get("codings")) for use in items(one.get("evidence"))}
    own = {f"{one.get('uid')}#{part.get('ref')}": part for one in beside(document) for part in items(one.get("excerpts"))}
    live = {name: {"text": row.text} for name, row in read_excerpts(names - own.keys()).items()}
    return {name: part for name, part in (live | own).items() if part.get("text")}


def answer_words(coding: Json, code: Code | None) -> str:
    """What the coding says; a value that is no number stands as somebody typed it elsewhere."""
    if coding.get("blank"):
        return str(dict(Blank.choices).get(coding["blank"], coding["blank"]))
    if coding.get("level"):
        step = next((one for one in (code.levels if code else []) if one["key"] == coding["level"]), None)
        return _level(step) if step else str(coding["level"])
    value = coding.get("value")
    if value is None:
        return ""
    if code and code.scale == ScaleKind.PRESENT and value == 1:
        return _("present")
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


@dataclass
class Question:
    """Something that every case should answer and this one does not yet."""

    words: str
    code: str = ""
    href: str = ""


def open_questions(document: Json, names: Names) -> list[Question]:
    """Scaled codes without an answer, kinds of code of which nothing is said, and answers that are put off."""
    said = {str(one.get("code")): one for one in items(document.get("codings"))}
    answered = {uid for uid, one in said.items() if one.get("blank") != Blank.NOT_YET_CODED}
    kinds = {uid.partition(":")[0] for uid in answered}
    found = [
        Question(in_reader_language(row.name_en, row.name_zh), row.uid)
        for row in names.code_rows
        if row.uid not in answered and (row.scale != ScaleKind.PRESENT or row.uid in said)
    ]
    return found + [
        Question(str(kind_title(kind)), href=reverse("cases:code-list", args=[PATH_OF[kind]]))
        for kind in ASKED_KINDS
        if kind not in kinds
    ]


def unplaced(source: Source) -> Iterable[Excerpt]:
    """Quotations that were not found in the latest text of the source: to be placed, or left with the text they are from."""
    versions = list(source.versions.order_by("order"))
    if not versions:
        return []
    return (
        source.excerpts.exclude(version=versions[-1]).filter(excerpt_kind="quotation").select_related("version").order_by("order")
    )
