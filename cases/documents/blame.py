"""Who last changed which field: every field of a document with the state in which it got its present value. Pure."""

from collections.abc import Iterable
from typing import Any, TypeVar

from cases.documents.difference import ORDER, Change, Json, by_ref, difference, fields, is_items

State = TypeVar("State")
SILENT = {"ref", "kind", "uid"}
"""Fields that never change and say nothing of their own."""


def cells(document: Json) -> list[Change]:
    """Every field that says something, also within items, as if it were new."""
    found = []
    for field, value in document.items():
        if is_items(value):
            for ref, item in by_ref(value).items():
                found += [Change(field, ref, name, None, part) for name, part in item.items() if _says(name, part)]
        elif _says(field, value):
            found.append(Change("", "", field, None, value))
    return found


def _says(name: str, value: Any) -> bool:
    return name not in SILENT and value not in (None, "", [], {})


def blame(states: Iterable[tuple[Json, State]]) -> dict[str, State]:
    """The last state that changed each path, from the documents in their order, the oldest first.

    A path that a later document no longer has stays in the answer: whoever asks looks up the ones that are there.
    """
    last: dict[str, State] = {}
    before: Json = {}
    for document, state in states:
        for change in difference(before, document):
            if change.list and not change.field:
                item = change.after or change.before
                last |= {change._replace(field=name).path: state for name in fields(item)}
            elif change.field != ORDER:
                last[change.path] = state
        before = document
    return last
