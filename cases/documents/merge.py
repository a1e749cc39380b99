"""Bringing together two people's changes of one document: per item first, then per field. Pure.

What only one side changed is taken from that side. What both changed, and differently, is a
conflict; an item that one side deleted and the other edited is one conflict, not one per field.
The result still has to be validated: two changes that are each right may contradict each other.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from cases.documents.difference import Json, by_ref, fields, is_items, path_of, same

Side = Literal["mine", "theirs", "before"]


class Conflict(NamedTuple):
    """A field (or, with an empty ``field``, an item) that both sides changed differently."""

    list: str
    ref: str
    field: str
    before: Any
    mine: Any
    theirs: Any

    @property
    def path(self) -> str:
        return path_of(self.list, self.ref, self.field)


class Merged(NamedTuple):
    """The document with every conflict decided by ``choices``, or as mine has it where nothing is chosen."""

    document: Json
    conflicts: list[Conflict]


class _Merge:
    def __init__(self, choices: Mapping[str, Side]):
        self.choices = choices
        self.conflicts: list[Conflict] = []

    def value(self, place: tuple[str, str, str], before: Any, mine: Any, theirs: Any) -> Any:
        if same(mine, theirs) or same(theirs, before):
            return mine
        if same(mine, before):
            return theirs
        conflict = Conflict(*place, before, mine, theirs)
        self.conflicts.append(conflict)
        return {"before": before, "theirs": theirs}.get(self.choices.get(conflict.path, "mine"), mine)

    def item(self, name: str, ref: str, before: Json | None, mine: Json | None, theirs: Json | None) -> Json | None:
        if before is None or mine is None or theirs is None:
            return self.value((name, ref, ""), before, mine, theirs)
        return {
            field: self.value((name, ref, field), before.get(field), mine.get(field), theirs.get(field))
            for field in fields(theirs, mine, before)
        }

    def items(self, name: str, before: list[Json], mine: list[Json], theirs: list[Json]) -> list[Json]:
        old, own, other = by_ref(before), by_ref(mine), by_ref(theirs)
        found = {ref: self.item(name, ref, old.get(ref), own.get(ref), other.get(ref)) for ref in fields(other, own, old)}
        return [item for ref in _sequence(list(old), list(own), list(other)) if (item := found[ref]) is not None]


def _sequence(before: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """The order of the side that changed it (mine if both did); the other side's items after their predecessor."""
    kept = [ref for ref in before if ref in mine and ref in theirs]
    lead, other = (theirs, mine) if [ref for ref in mine if ref in kept] == kept else (mine, theirs)
    order = list(lead)
    for index, ref in enumerate(other):
        if ref not in order:
            order.insert(order.index(other[index - 1]) + 1 if index else 0, ref)
    return order + [ref for ref in before if ref not in order]


def merge(before: Json | None, mine: Json, theirs: Json, choices: Mapping[str, Side] | None = None) -> Merged:
    """Three-way merge. Without a common ancestor every difference between the two is a conflict."""
    work = _Merge(choices or {})
    old = before or {}
    result: Json = {}
    for field in fields(theirs, mine, old):
        values = old.get(field), mine.get(field), theirs.get(field)
        if is_items(*values):
            result[field] = work.items(field, *(value or [] for value in values))
        elif field in mine or field in theirs:
            result[field] = work.value(("", "", field), *values)
    return Merged(result, work.conflicts)
