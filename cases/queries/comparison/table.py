"""What a comparison is made of: columns, rows, cells, and claims with their passages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext

from cases.enums import Strength, Tie
from cases.models import BenchmarkUse, Case, Coding, Evidence, Involvement, Link, RelationState
from cases.queries.items import Item

Words = dict[str, str] | str


@dataclass
class Entry:
    """One claim in a cell: its words, how it is known, and the passages under it."""

    id: str
    words: Words
    claim: Any = None
    """None for what the record says of itself (level, unit): an editor's judgement without a passage."""
    url: str = ""
    also: bool = False
    """A rival claim that is not the accepted one."""
    detail: Words = ""
    blank: str = ""
    evidence: list[Evidence] = field(default_factory=list)
    numbers: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def codebook(self) -> str:
        return self.claim.codebook.uid if self.claim else ""


@dataclass
class Cell:
    entries: list[Entry]
    blank: str = ""
    """Why there is nothing, where there are no entries."""

    @property
    def content(self) -> Any:
        """What makes two cells say the same, whoever says it."""
        return sorted(str(entry.words) for entry in self.entries) or self.blank


@dataclass
class Row:
    group: str
    title: Words
    cells: list[Cell]
    url: str = ""
    detailed: bool = False
    """Whether the cells print their entries' details; otherwise the evidence panel does."""

    @property
    def same(self) -> bool:
        return all(cell.content == self.cells[0].content for cell in self.cells)

    @property
    def coded(self) -> bool:
        return any(cell.entries for cell in self.cells)


@dataclass
class Column:
    item: Item
    record: Any
    """The Case or Code."""

    @property
    def anonymous(self) -> bool:
        return getattr(self.record, "anonymous", False)


@dataclass
class Comparison:
    columns: list[Column]
    groups: list[tuple[str, list[Row]]]
    notes: list[str]
    entries: dict[str, Entry]
    passages: list[tuple[int, Any]]

    @property
    def hidden(self) -> int:
        """How many rows “differences only” leaves out."""
        return sum(row.same for _, rows in self.groups for row in rows)


TARGETS = {Coding: "coding", Link: "link", RelationState: "relation_state", Involvement: "involvement", BenchmarkUse: "benchmark"}


def attach_evidence(entries: Iterable[Entry]) -> None:
    """All passages of all claims in one query."""
    claims: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        if entry.claim is not None:
            claims[TARGETS[type(entry.claim)]][entry.claim.pk].append(entry)
    wanted = Q()
    for target, by_id in claims.items():
        wanted |= Q(**{f"{target}_id__in": list(by_id)})
    if not wanted:
        return
    for use in Evidence.objects.filter(wanted).select_related("excerpt__source").order_by("order", "pk"):
        for target, by_id in claims.items():
            for entry in by_id.get(getattr(use, f"{target}_id"), ()):
                entry.evidence.append(use)


def named(record: Any, stem: str = "name") -> Words:
    return {"en": getattr(record, f"{stem}_en"), "zh": getattr(record, f"{stem}_zh")}


def group_by_case(rows: Any) -> dict[int, list[Any]]:
    groups = defaultdict(list)
    for row in rows.order_by("order", "pk"):
        groups[row.case_id].append(row)
    return groups


def hedged(words: Words, claim: Any) -> Words:
    """A state with the source's “may” kept in its words."""
    if claim.strength != Strength.MAY or isinstance(words, str):
        return words
    return {"en": f"may be {words['en'][:1].lower()}{words['en'][1:]}", "zh": f"可能{words['zh']}" if words["zh"] else ""}


def tie_entry(case: Case, tie: RelationState) -> Entry:
    words: Words = named(tie.interaction) if tie.interaction else str(Tie(tie.tie).label)
    url = tie.interaction.get_absolute_url() if tie.interaction else ""
    return Entry(f"case:{case.slug}/{tie.ref}", hedged(words, tie), tie, url, detail=tie.period)


def join(words: Sequence[str]) -> str:
    return pgettext("between items", "; ").join(words)
