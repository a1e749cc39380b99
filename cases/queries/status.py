"""The status of the data: values without evidence, translations missing or out of date, blanks by reason."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from cases.documents.parts import fingerprint
from cases.documents.walk import Location
from cases.enums import Basis, Blank
from cases.models import (
    BenchmarkUse,
    Coding,
    Event,
    Evidence,
    Finding,
    Involvement,
    Link,
    ProcessTest,
    PublishedResult,
    RelationState,
    Revision,
)
from cases.models.heads import HEADS

READ_AT_MOST = 1_000  # documents of a kind: the page must answer also when there are a hundred thousand cases
CLAIMS = {
    "coding": Coding,
    "link": Link,
    "event": Event,
    "finding": Finding,
    "involvement": Involvement,
    "relation_state": RelationState,
    "benchmark": BenchmarkUse,
    "result": PublishedResult,
    "process_test": ProcessTest,
}


@dataclass
class ClaimCount:
    """How many claims of a kind there are, by basis, and how many rest on no passage."""

    kind: str
    by_basis: dict[str, int] = field(default_factory=dict)
    without_evidence: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_basis.values())


@dataclass
class Translations:
    """Texts of one kind of record: in both languages, in one, and out of date."""

    kind: str
    texts: int = 0
    english_only: int = 0
    chinese_only: int = 0
    stale: int = 0


def claims() -> list[ClaimCount]:
    """Claims by kind. A claim without a passage is an inference or a judgement that gives only its reasoning."""
    rows = []
    for target, model in CLAIMS.items():
        counted = model._default_manager.exclude(basis="").values_list("basis").annotate(number=Count("pk")).order_by()
        bare = model._default_manager.exclude(basis="").exclude(Exists(Evidence.objects.filter(**{target: OuterRef("pk")})))
        rows.append(ClaimCount(target, dict(counted), bare.count()))
    return rows


def blanks() -> list[tuple[Any, int]]:
    """Codings that are blank, by reason, the most frequent first."""
    counted = dict(Coding.objects.exclude(blank="").values_list("blank").annotate(number=Count("pk")).order_by())
    return sorted(((reason, counted.get(reason.value, 0)) for reason in Blank), key=lambda row: -row[1])


def without_evidence() -> QuerySet[Coding]:
    """The codings that have a value and no passage, to be looked at first."""
    bare = ~Exists(Evidence.objects.filter(coding=OuterRef("pk")))
    found = Coding.objects.filter(bare, blank="", accepted=True, case__state="live").select_related("case", "code")
    return found.order_by("case__sort_key", "case_id", "order")


def translations() -> list[Translations]:
    """Texts by kind of record, read from the newest ``READ_AT_MOST`` documents of each kind."""
    rows = []
    for kind, head in HEADS.items():
        row = Translations(kind)
        newest = head._default_manager.filter(state="live").order_by("-revision_id").values("revision")[:READ_AT_MOST]
        live = Revision.objects.filter(pk__in=newest)
        for document in live.values_list("document", flat=True).iterator(chunk_size=100):
            for _location, text in texts(document):
                _count(row, text)
        rows.append(row)
    return [row for row in rows if row.texts]


def texts(node: Any, location: Location = ()) -> Iterator[tuple[Location, dict[str, Any]]]:
    """Every bilingual text of a document, and where it stands."""
    if isinstance(node, dict):
        if "original" in node and ("en" in node or "zh" in node):
            yield location, node
            return
        for name, child in node.items():
            yield from texts(child, (*location, name))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from texts(child, (*location, index))


def is_stale(text: dict[str, Any]) -> bool:
    """Whether the original has changed since it was translated."""
    return bool(text.get("zh") and text.get("en") and text.get("of") and text["of"] != fingerprint(text[text["original"]]))


def _count(row: Translations, text: dict[str, Any]) -> None:
    row.texts += 1
    if not text.get("zh"):
        row.english_only += 1
    elif not text.get("en"):
        row.chinese_only += 1
    elif is_stale(text):
        row.stale += 1


def basis_totals(rows: list[ClaimCount]) -> list[tuple[Any, int]]:
    totals: Counter[str] = Counter()
    for row in rows:
        totals.update(row.by_basis)
    return [(basis, totals[basis.value]) for basis in Basis]
