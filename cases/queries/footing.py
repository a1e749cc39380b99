"""Passages under claims that were read from the tables, numbered in the order of the page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from cases.models import (
    BenchmarkUse,
    Coding,
    Event,
    Evidence,
    Excerpt,
    Finding,
    Involvement,
    Link,
    ProcessTest,
    PublishedResult,
    RelationState,
)
from cases.models.coding import Claim
from cases.queries.labels import Passage

TARGET_OF: dict[type[Claim], str] = {
    Coding: "coding",
    Link: "link",
    Event: "event",
    Finding: "finding",
    Involvement: "involvement",
    RelationState: "relation_state",
    BenchmarkUse: "benchmark",
    PublishedResult: "result",
    ProcessTest: "process_test",
}
"""The column of Evidence that names claims of a kind."""


class Footing:
    """Reads the passages of all claims in one query; ``number`` is called list by list, as the reader meets them."""

    def __init__(self, claims: Iterable[Claim]):
        self.passages: dict[int, Passage] = {}
        self.uses: dict[tuple[str, int], list[tuple[Excerpt, str]]] = defaultdict(list)
        self._numbered: set[tuple[str, int]] = set()
        wanted: dict[str, set[int]] = defaultdict(set)
        for claim in claims:
            wanted[TARGET_OF[type(claim)]].add(claim.pk)
        if not wanted:
            return
        condition = Q()
        for target, keys in wanted.items():
            condition |= Q(**{f"{target}__in": keys})
        for use in Evidence.objects.filter(condition).select_related("excerpt__source").order_by("order", "pk"):
            target = next(name for name in wanted if getattr(use, f"{name}_id") is not None)
            self.uses[target, getattr(use, f"{target}_id")].append((use.excerpt, use.stance))

    def number(self, claims: Iterable[Claim]) -> None:
        """Give each claim the numbers of its passages. Shown twice, it still counts once under its passages."""
        for claim in claims:
            key = (TARGET_OF[type(claim)], claim.pk)
            numbers = []
            for excerpt, stance in self.uses[key]:
                passage = self.passages.setdefault(excerpt.pk, Passage(len(self.passages) + 1, excerpt, {}))
                if key not in self._numbered:
                    passage.uses[stance] = passage.uses.get(stance, 0) + 1
                numbers.append((passage.number, f"{excerpt.source.uid}#{excerpt.ref}", stance))
            self._numbered.add(key)
            claim.numbers = numbers  # type: ignore[attr-defined]  # read by the tag ``ev``

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.passages.values())

    def __len__(self) -> int:
        return len(self.passages)
