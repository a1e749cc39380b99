"""What the record needs next: texts to translate, values without evidence, codings to recode, reports, duplicates."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.documents.difference import Json
from cases.documents.waiting import BARE, MISSING, STALE, is_stale, texts
from cases.documents.walk import Location
from cases.enums import PATH_OF, CodeKind
from cases.models import Coding, Evidence, Report, Revision, Waiting
from cases.models.heads import HEADS
from cases.models.revision import TITLES
from cases.queries.codebook_draft import open_recodes
from cases.queries.duplicates import pairs
from cases.queries.paging import COUNTED, Amount, Listed, amount, listed

BY_UID = ("kind", "uid")
RECORDS_SHOWN = 25
CASES_SHOWN = 10
"""Of each of them all the values that rest on nothing are shown."""


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


def to_translate(*, stale: bool, word: str) -> Listed:
    """A page of the records with texts that lack a language, or with translations that are out of date."""
    work = STALE if stale else MISSING
    page = listed(Waiting.objects.filter(work=work), BY_UID, RECORDS_SHOWN, word, work)
    documents = _documents(page.rows)
    page.rows = [_record(documents[one.kind, one.uid], stale) for one in page.rows if (one.kind, one.uid) in documents]
    return page


def _documents(records: Iterable[Any]) -> dict[tuple[str, str], Json]:
    """The live documents of the records by kind and uid, in one query."""
    named: dict[str, list[str]] = defaultdict(list)
    for one in records:
        named[one.kind].append(one.uid)
    live = Q(pk__in=[])
    for kind, uids in named.items():
        live |= Q(pk__in=HEADS[kind]._default_manager.filter(uid__in=uids, state="live").values("revision"))
    found = Revision.objects.filter(live).values_list("kind", "uid", "document")
    return {(kind, uid): document for kind, uid, document in found}


def _record(document: Json, stale: bool) -> Record:
    wanted = [one for one in waiting_texts(document) if one.stale == stale]
    title = next((document[name] for name in TITLES if document.get(name)), None)
    return Record(document["kind"], document["uid"], title, address_of(document["kind"], document), wanted)


def without_evidence(word: str = "") -> Listed:
    """A page of cases with values that rest on no passage: these values."""
    waiting = Waiting.objects.filter(work=BARE)
    page = listed(waiting, BY_UID, CASES_SHOWN, word, BARE)
    bare = ~Exists(Evidence.objects.filter(coding=OuterRef("pk")))
    found = Coding.objects.filter(bare, blank="", accepted=True, case__state="live", case__uid__in=[one.uid for one in page.rows])
    page.rows = list(found.select_related("case", "code").order_by("case__uid", "order"))
    return page


@dataclass(frozen=True)
class Upkeep:
    """How much of each kind of work there is."""

    missing: Amount
    stale: Amount
    bare: Amount
    recodes: Amount
    reports: Amount
    duplicates: Amount


def upkeep(*, keeper: bool) -> Upkeep:
    """What is counted; what editors alone do is counted for them alone."""
    return Upkeep(
        _asked_for(MISSING),
        _asked_for(STALE),
        _asked_for(BARE),
        open_recodes(),
        amount(Report.objects.open()) if keeper else Amount(0),
        Amount(len(pairs())) if keeper else Amount(0),
    )


def _asked_for(work: str) -> Amount:
    """The texts or values of as many records as are counted."""
    numbers = list(Waiting.objects.filter(work=work).order_by(*BY_UID).values_list("number", flat=True)[: COUNTED + 1])
    return Amount(sum(numbers[:COUNTED]), len(numbers) > COUNTED)
