"""What the record needs next: texts to translate, values without evidence, codings to recode, reports, duplicates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from cases.documents.difference import Json
from cases.documents.walk import Location
from cases.enums import PATH_OF, CodeKind
from cases.models import Report, Revision
from cases.models.heads import HEADS
from cases.models.revision import TITLES
from cases.queries.codebook_draft import open_recodes
from cases.queries.duplicates import pairs
from cases.queries.status import READ_AT_MOST, is_stale, texts, without_evidence


@dataclass(frozen=True)
class Untranslated:
    """A text of a live record that one language lacks, or whose original has changed since."""

    location: Location
    text: Json
    stale: bool

    @property
    def original(self) -> str:
        return self.text["original"]

    @property
    def wanted(self) -> str:
        """The language that is to be written."""
        return "zh" if self.original == "en" else "en"

    @property
    def words(self) -> str:
        return str(self.text[self.original])

    @property
    def name(self) -> str:
        return "-".join(str(part) for part in self.location)


@dataclass(frozen=True)
class Record:
    """A live record with the texts that wait."""

    kind: str
    uid: str
    title: Any
    address: str
    waiting: list[Untranslated]


def address_of(kind: str, document: Json) -> str:
    """The page of a record, from its document alone."""
    slug = document.get("slug") or document["uid"]
    if kind == "code":
        code_kind, _colon, key = document["uid"].partition(":")
        return reverse("cases:code", args=[PATH_OF[CodeKind(code_kind)], document.get("slug") or key])
    return reverse(f"cases:{HEADS[kind]._meta.model_name}", args=[slug])


def waiting_texts(document: Json) -> list[Untranslated]:
    """The texts of one document that are to be translated, or translated again."""
    return [
        Untranslated(location, text, stale=is_stale(text))
        for location, text in texts(document)
        if not (text.get("en") and text.get("zh")) or is_stale(text)
    ]


def live_documents() -> Iterator[tuple[str, Json]]:
    """The newest documents of each kind of record, in one query."""
    newest = Q()
    for head in HEADS.values():
        rows = head._default_manager.filter(state="live").order_by("-revision_id").values("revision")
        newest |= Q(pk__in=rows[:READ_AT_MOST])
    found = Revision.objects.filter(newest).order_by("kind", "uid")
    yield from found.values_list("kind", "document").iterator(chunk_size=100)


def to_translate(*, stale: bool) -> list[Record]:
    """Records with texts that lack a language, or with translations that are out of date."""
    rows = []
    for kind, document in live_documents():
        waiting = [one for one in waiting_texts(document) if one.stale == stale]
        if waiting:
            title = next((document[name] for name in TITLES if document.get(name)), None)
            rows.append(Record(kind, document["uid"], title, address_of(kind, document), waiting))
    return rows


@dataclass(frozen=True)
class Upkeep:
    """How much of each kind of work there is."""

    missing: int
    stale: int
    bare: int
    recodes: int
    reports: int
    duplicates: int


def upkeep() -> Upkeep:
    missing = stale = 0
    for _kind, document in live_documents():
        for one in waiting_texts(document):
            stale += one.stale
            missing += not one.stale
    return Upkeep(missing, stale, without_evidence().count(), open_recodes(), Report.objects.open().count(), len(pairs()))
