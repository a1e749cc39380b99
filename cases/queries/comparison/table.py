"""What a comparison is made of: columns, rows, cells, and claims with their passages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import pgettext

from cases.enums import ScaleKind, Strength, Tie
from cases.models import Case, Coding, Evidence, Excerpt, Phase, PublishedResult, RelationState, Source
from cases.models.coding import Claim
from cases.queries.comparison.coded import Coded
from cases.queries.footing import TARGET_OF
from cases.queries.items import Item
from cases.queries.value_words import value_words

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
    date: str = ""
    """When it held, in EDTF."""
    is_date: bool = False
    """Whether the words themselves are an EDTF date."""
    case: Case | None = None
    """The case behind an entry in a column that is no case."""
    names: list[str] = field(default_factory=list)
    """The addresses of records that its words or its detail name, besides the one it leads to."""
    codebook: str = ""
    evidence: list["Use"] = field(default_factory=list)
    numbers: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class Cell:
    entries: list[Entry]
    blank: str = ""
    """Why there is nothing, where there are no entries."""

    @cached_property
    def content(self) -> Any:
        """What makes two cells say the same, whoever says it."""
        return sorted(str(entry.words) for entry in self.entries) or self.blank

    @property
    def first(self) -> list[Entry]:
        return self.entries[:SHOWN] if self.more else self.entries

    @property
    def more(self) -> list[Entry]:
        """Entries of a long cell that stand folded; one or two are not worth a fold."""
        return self.entries[SHOWN:] if len(self.entries) > SHOWN + 2 else []


SHOWN = 5
"""Entries of a cell that are not folded away."""


@dataclass
class Row:
    group: str
    title: Words
    cells: list[Cell]
    url: str = ""
    detailed: bool = False
    """Whether the cells print their entries' details; otherwise the evidence panel does."""
    key: str = ""
    """Its name in addresses that hide or move it."""
    notes: list[str] = field(default_factory=list)
    """In what its columns are less comparable than they seem."""

    @cached_property
    def same(self) -> bool:
        return all(cell.content == self.cells[0].content for cell in self.cells)

    @property
    def coded(self) -> bool:
        return any(cell.entries for cell in self.cells)

    def has(self, wanted: Entry | None) -> bool:
        return wanted is not None and any(entry is wanted for cell in self.cells for entry in cell.entries)


@dataclass(frozen=True)
class Column:
    """A case, a code, a phase of a case or a published result."""

    item: Item
    record: Any = field(compare=False)
    state: UUID | None
    """The stamp of the record before this was looked up: what was published since makes another comparison."""

    @property
    def case(self) -> Case | None:
        return self.record if isinstance(self.record, Case) else self.record.case if isinstance(self.record, Phase) else None

    @property
    def anonymous(self) -> bool:
        return bool(self.case and self.case.anonymous)

    @property
    def head(self) -> Any:
        """The record that has revisions, and a page."""
        return self.record.study if isinstance(self.record, PublishedResult) else self.case or self.record

    @property
    def name(self) -> Words:
        if isinstance(self.record, Phase):
            return both(named(self.record.case, "label"), named(self.record, "title"))
        return named(self.record, "label" if isinstance(self.record, Case | PublishedResult) else "name")

    @property
    def url(self) -> str:
        anchor = "#process" if isinstance(self.record, Phase) else "#results" if isinstance(self.record, PublishedResult) else ""
        return self.head.get_absolute_url() + anchor


@dataclass
class Comparison:
    columns: list[Column]
    groups: list[tuple[str, list[Row]]]
    notes: list[str]
    entries: dict[str, Entry]
    passages: list[tuple[int, Any]]

    @property
    def rows(self) -> list[Row]:
        return [row for _, rows in self.groups for row in rows]

    @property
    def hidden(self) -> int:
        """How many rows “differences only” leaves out."""
        return sum(row.same for row in self.rows)


TARGETS: dict[type[Any], str] = {**TARGET_OF, Coded: "coding"}


def attach_evidence(entries: Iterable[Entry]) -> None:
    """All passages of all claims in one query. A passage under many claims becomes one object: that is most of the cost."""
    claims: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        if entry.claim is not None:
            claims[TARGETS[type(entry.claim)]][entry.claim.pk].append(entry)
    wanted = Q()
    for target, by_id in claims.items():
        wanted |= Q(**{f"{target}_id__in": list(by_id)})
    if not wanted:
        return
    targets = [(f"{target}_id", by_id) for target, by_id in claims.items()]
    columns = [name for name, _by_id in targets]
    uses = Evidence.objects.filter(wanted).order_by("order", "pk")
    excerpts: dict[int, Excerpt] = {}
    for row in uses.values_list(*columns, "stance", *(f"excerpt__{name}" for name in (*OF_EXCERPT, *OF_SOURCE))):
        stance, key, rest = row[len(columns)], row[len(columns) + 1], row[len(columns) + 2 :]
        excerpt = excerpts.get(key) or excerpts.setdefault(key, _excerpt(key, rest))
        for (_name, by_id), claim in zip(targets, row, strict=False):
            for entry in by_id.get(claim, ()):
                entry.evidence.append(Use(excerpt, stance))


OF_EXCERPT = ("pk", "ref", "excerpt_kind", "language", "text", "locator_en", "locator_zh")
OF_SOURCE = ("source__pk", "source__uid", "source__slug", "source__title_en", "source__title_zh", "source__source_type",
             "source__issued", "source__language", "source__completeness")  # fmt: skip


def _excerpt(key: int, values: Sequence[Any]) -> Excerpt:
    """The passage and its source with the columns that were read."""
    own = dict(zip(OF_EXCERPT[1:], values, strict=False))
    of_source = zip(OF_SOURCE, values[len(own) :], strict=True)
    source = Source(**{name.removeprefix("source__"): value for name, value in of_source})
    return Excerpt(pk=key, source=source, **own)


class Use(NamedTuple):
    """A passage under a claim, and what it does there."""

    excerpt: Excerpt
    stance: str

    @property
    def excerpt_id(self) -> int:
        return self.excerpt.pk


def named(record: Any, stem: str = "name") -> Words:
    return {"en": getattr(record, f"{stem}_en"), "zh": getattr(record, f"{stem}_zh")}


def both(first: Words, second: Words, en: str = ": ", zh: str = "：") -> Words:
    """Two names in one, in the languages that both have; a number is the same in either."""
    made = {}
    for language, between in (("en", en), ("zh", zh)):
        parts = [words if isinstance(words, str) else words[language] for words in (first, second)]
        made[language] = between.join(parts) if all(parts) else ""
    return made


def coded_words(coding: Coding | Coded) -> Words:
    """Which code it is and, where that has a scale, what the case has of it."""
    code = coding.code
    return named(code) if code.scale == ScaleKind.PRESENT else both(named(code), value_words(code, coding))


def group_by_case(rows: Any) -> dict[int, list[Any]]:
    groups = defaultdict(list)
    if issubclass(rows.model, Claim):
        rows = rows.annotate(book=F("codebook__uid"))
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
    if tie.share is not None and isinstance(words, str):
        words = f"{words}, {tie.share:g}%"
    url = tie.interaction.get_absolute_url() if tie.interaction else ""
    return Entry(f"case:{case.slug}/{tie.ref}", hedged(words, tie), tie, url, date=tie.period, case=case)


def tie_of(case: Case, tie: RelationState) -> Entry:
    """With who holds what."""
    entry = tie_entry(case, tie)
    entry.detail = both(named(tie.actor), named(tie.other), " – ", "—")
    entry.names = [tie.actor.get_absolute_url(), tie.other.get_absolute_url()]
    return entry


def join(words: Sequence[str]) -> str:
    return pgettext("between items", "; ").join(words)
