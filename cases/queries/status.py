"""The status of the data: values without evidence, translations missing or out of date, blanks by reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from cases.documents.waiting import is_stale, texts
from cases.enums import Basis, Blank
from cases.models import (
    BenchmarkUse,
    Case,
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
from cases.queries.version import stamp

READ_AT_MOST = 1_000  # records of a kind: the page must answer also when there are a hundred thousand cases
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
    documents: int = 0
    texts: int = 0
    english_only: int = 0
    chinese_only: int = 0
    stale: int = 0


@dataclass(frozen=True)
class Status:
    """What the site knows about its own gaps."""

    claims: list[ClaimCount]
    blanks: list[tuple[Any, int]]
    """Codings that are blank, by reason, the most frequent first."""
    translations: list[Translations]

    @property
    def most(self) -> int:
        """How many records of a kind were read, where there may be more of some kind."""
        return READ_AT_MOST if any(row.documents == READ_AT_MOST for row in self.translations) else 0


def status() -> Status:
    """Counted once after each publication, and then kept: thousands of claims and documents are read for it."""
    return _status(stamp())


@lru_cache(maxsize=2)
def _status(_stamp: UUID | None) -> Status:
    newest = list(Case.objects.live().order_by("-revision_id").values_list("pk", flat=True)[:READ_AT_MOST])
    rows = [_claims(target, model, newest) for target, model in CLAIMS.items()]
    blank = Counter(dict(_of_cases(Coding, newest).exclude(blank="").values_list("blank").annotate(Count("pk")).order_by()))
    reasons = sorted(((reason, blank[reason.value]) for reason in Blank), key=lambda row: -row[1])
    return Status(rows, reasons, translations())


def _of_cases(model: type[Model], cases: Sequence[int]) -> QuerySet[Any]:
    """Claims about these cases; of those that are about no case, all."""
    if model is PublishedResult:
        return PublishedResult.objects.all()
    about = Q(case__in=cases)
    return model._default_manager.filter(about | Q(case=None) if model is Link else about)


def _claims(target: str, model: type[Model], cases: Sequence[int]) -> ClaimCount:
    """Claims of one kind. Those without a passage are inferences and judgements that give only their reasoning."""
    bare = ~Exists(Evidence.objects.filter(**{target: OuterRef("pk")}))
    row = ClaimCount(target)
    counted = _of_cases(model, cases).exclude(basis="").annotate(bare=bare).values_list("basis", "bare")
    for basis, is_bare, number in counted.annotate(number=Count("pk")).order_by():
        row.by_basis[basis] = row.by_basis.get(basis, 0) + number
        row.without_evidence += number if is_bare else 0
    return row


def translations() -> list[Translations]:
    """Texts by kind of record, read from the newest ``READ_AT_MOST`` documents of each kind, in one query."""
    newest = Q(pk__in=[])
    for head in HEADS.values():
        live = head._default_manager.filter(state="live").order_by("-revision_id").values("revision")
        newest |= Q(pk__in=live[:READ_AT_MOST])
    rows = {kind: Translations(kind) for kind in HEADS}
    found = Revision.objects.filter(newest).values_list("kind", "document")
    for kind, document in found.iterator(chunk_size=100):
        rows[kind].documents += 1
        for _location, text in texts(document):
            _count(rows[kind], text)
    return [row for row in rows.values() if row.texts]


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
