"""A document in which names of records are replaced by others: what a merger does to whatever named the duplicate. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from cases.documents.difference import Json
from cases.documents.schema import DOCUMENT
from cases.documents.walk import naming

Renames = Mapping[str, Mapping[str, str]]
"""By kind of name (a kind of record, or ``excerpt``), the new name of each."""


def renamed(document: Json, renames: Renames) -> Json:
    """The document with the new names; nothing is listed twice because of it."""
    model = DOCUMENT.validate_python(document)
    _rename(model, renames)
    return model.model_dump(mode="json")


def at_odds(node: Any, passages: Mapping[str, str]) -> Iterator[Json]:
    """Claims that would use one passage twice, with different stances."""
    if isinstance(node, list):
        for one in node:
            yield from at_odds(one, passages)
    elif isinstance(node, dict):
        stances: dict[str, str] = {}
        for use in node.get("evidence") or ():
            name = passages.get(use["excerpt"], use["excerpt"])
            if stances.setdefault(name, use["stance"]) != use["stance"]:
                yield node
        for value in node.values():
            yield from at_odds(value, passages)


def _rename(item: BaseModel, renames: Renames) -> None:
    for name, mark in naming(type(item)):
        value = getattr(item, name)
        if value is None:
            continue
        if mark:
            new = renames.get(mark.to, {})
            named = list(dict.fromkeys(new.get(one, one) for one in value)) if isinstance(value, list) else new.get(value, value)
            setattr(item, name, named)
        elif isinstance(value, list):
            for one in value:
                _rename(one, renames)
            setattr(item, name, _once(value))
        else:
            _rename(value, renames)


def _once(items: list[Any]) -> list[Any]:
    """Without uses of a passage, participants and the like that have become the same; items with a ref stay."""
    kept: list[Any] = []
    seen: set[str] = set()
    for one in items:
        key = getattr(one, "excerpt", "") or one.model_dump_json()
        if hasattr(one, "ref") or key not in seen:
            kept.append(one)
        seen.add(key)
    return kept
