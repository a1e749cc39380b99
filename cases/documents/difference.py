"""What differs between two states of a document: field by field, items by their ``ref``. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]
ORDER = "order"
"""Stands for the sequence of a list's items where only that has changed."""


class Change(NamedTuple):
    """One field that differs. ``list`` and ``ref`` name the item it stands in, and are empty outside items.

    An item that is new or gone is one change with an empty ``field``.
    """

    list: str
    ref: str
    field: str
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """The address by which comments, merges and decisions name the change: ``ref/field``."""
        return path_of(self.list, self.ref, self.field)


def path_of(list_: str, ref: str, field: str) -> str:
    if not list_:
        return field
    return f"{ref}/{field}" if ref else f"{list_}/{field}"


def difference(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """Every change that leads from one document to the other; an empty list when they say the same."""
    old, new = before or {}, after or {}
    return [change for field in fields(old, new) for change in _field(field, old.get(field), new.get(field))]


def fields(*documents: Mapping[str, Any]) -> list[str]:
    """The documents' fields in their own order, each once."""
    return list(dict.fromkeys(name for document in documents for name in document))


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: nothing, an empty text and an empty list are one."""
    return one == other or _said(one) == _said(other)


def _said(value: Any) -> Any:
    """The value without its empty parts."""
    if isinstance(value, dict):
        value = {name: part for name, part in ((name, _said(part)) for name, part in value.items()) if part is not None}
    elif isinstance(value, list):
        value = [_said(part) for part in value]
    return None if value == "" or value == [] or value == {} else value


def is_items(*values: Any) -> bool:
    """Whether the values are lists of items that carry a ref."""
    lists = [value for value in values if value]
    return bool(lists) and all(
        isinstance(value, list) and all(isinstance(item, dict) and item.get("ref") for item in value) for value in lists
    )


def by_ref(items: list[Json] | None) -> dict[str, Json]:
    return {item["ref"]: item for item in items or []}


def _field(field: str, before: Any, after: Any) -> Iterator[Change]:
    if not is_items(before, after):
        if not same(before, after):
            yield Change("", "", field, before, after)
        return
    old, new = by_ref(before), by_ref(after)
    for ref in fields(old, new):
        if ref not in old or ref not in new:
            yield Change(field, ref, "", old.get(ref), new.get(ref))
        else:
            for name in fields(old[ref], new[ref]):
                if not same(old[ref].get(name), new[ref].get(name)):
                    yield Change(field, ref, name, old[ref].get(name), new[ref].get(name))
    if [ref for ref in old if ref in new] != [ref for ref in new if ref in old]:
        yield Change(field, "", ORDER, list(old), list(new))
