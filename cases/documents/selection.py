"""A part of a change: the document that results when only some fields are taken over. Pure."""

from collections.abc import Container, Mapping
from copy import deepcopy
from typing import Any

from cases.documents.difference import ORDER, Change, Json, difference

ALWAYS = {"kind", "uid"}
"""Fields without which a document is none."""


def select(before: Mapping[str, Any] | None, after: Mapping[str, Any], paths: Container[str]) -> Json:
    """``before`` with those changes towards ``after`` whose paths are named."""
    result: Json = deepcopy(dict(before or {}))
    result |= {name: after[name] for name in ALWAYS if name in after}
    for change in difference(before, after):
        if change.path in paths:
            _make(result, change, after)
    return result


def _make(result: Json, change: Change, after: Mapping[str, Any]) -> None:
    if not change.list:
        _put(result, change.field, change.after, change.field in after)
        return
    items: list[Json] = list(result.get(change.list) or [])
    result[change.list] = items
    refs = [item["ref"] for item in items]
    wanted = [item["ref"] for item in after.get(change.list) or []]
    if change.field == ORDER:
        kept = [ref for ref in wanted if ref in refs]
        items.sort(key=lambda item: kept.index(item["ref"]) if item["ref"] in kept else len(kept))
    elif change.field:
        item = items[refs.index(change.ref)] = dict(items[refs.index(change.ref)])
        _put(item, change.field, change.after, change.after is not None)
    elif change.after is None:
        del items[refs.index(change.ref)]
    else:
        earlier = [refs.index(ref) for ref in wanted[: wanted.index(change.ref)] if ref in refs]
        items.insert(max(earlier) + 1 if earlier else 0, change.after)


def _put(where: Json, field: str, value: Any, there: bool) -> None:
    if there:
        where[field] = value
    else:
        where.pop(field, None)
