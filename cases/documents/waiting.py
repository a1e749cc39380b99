"""What a document asks for: texts to translate, or to translate again, and values that rest on no passage. Pure."""

from collections.abc import Iterator
from typing import Any

from cases.documents.difference import Json
from cases.documents.parts import fingerprint
from cases.documents.walk import Location

MISSING, STALE, BARE = "missing", "stale", "bare"
WORKS = (MISSING, STALE, BARE)
"""Kinds of upkeep: a text in one language only, a translation of an earlier wording, a value without a passage."""


def waiting(document: Json) -> dict[str, int]:
    """How much of each kind of upkeep the document asks for. A record out of circulation asks for nothing."""
    found = dict.fromkeys(WORKS, 0)
    if document.get("retired"):
        return found
    for _location, text in texts(document):
        if not (text.get("en") and text.get("zh")):
            found[MISSING] += 1
        elif is_stale(text):
            found[STALE] += 1
    found[BARE] = sum(map(is_bare, document.get("codings") or ()))
    return found


def texts(node: Any, location: Location = ()) -> Iterator[tuple[Location, dict[str, Any]]]:
    """Every bilingual text of a document, and where it stands."""
    if isinstance(node, dict):
        if "original" in node and ("en" in node or "zh" in node):
            yield location, node
            return
        for name, child in node.items():
            if isinstance(child, dict | list):
                yield from texts(child, (*location, name))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            if isinstance(child, dict | list):
                yield from texts(child, (*location, index))


def is_stale(text: dict[str, Any]) -> bool:
    """Whether the original has changed since it was translated."""
    return bool(text.get("zh") and text.get("en") and text.get("of") and text["of"] != fingerprint(text[text["original"]]))


def is_bare(coding: Json) -> bool:
    """Whether an accepted coding says something and rests on no passage."""
    return not (coding.get("blank") or coding.get("evidence")) and coding.get("accepted", True)
