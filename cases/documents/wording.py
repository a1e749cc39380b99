"""Texts of a document that somebody may suggest other words for, and putting such words in. Pure."""

from copy import deepcopy
from typing import Any, NamedTuple

from cases.documents.difference import Json, is_items
from cases.documents.parts import fingerprint

LANGUAGES = ("en", "zh")


class Place(NamedTuple):
    """One language of one text: ``path`` as in a difference, ``ref/field`` or ``field``."""

    path: str
    language: str
    text: str


def is_text(value: Any) -> bool:
    """Whether the value is a text in two languages."""
    return isinstance(value, dict) and value.get("original") in LANGUAGES


def places(path: str, value: Any) -> list[Place]:
    """The texts in a changed field, or in the fields of a new item."""
    if is_text(value):
        return [Place(path, language, str(value.get(language) or "")) for language in LANGUAGES]
    if path.endswith("/") and isinstance(value, dict):
        return [place for name, part in value.items() if is_text(part) for place in places(path + name, part)]
    return []


def read(document: Json, path: str) -> Any:
    """What stands at a path, or nothing."""
    ref, slash, field = path.rpartition("/")
    if not slash:
        return document.get(field)
    return next((item.get(field) for item in _items(document) if item.get("ref") == ref), None)


def put(document: Json, path: str, language: str, text: str) -> Json:
    """The document with other words at the path; a translation of the old words is from then on out of date."""
    changed = deepcopy(document)
    ref, slash, field = path.rpartition("/")
    holder = next((item for item in _items(changed) if item.get("ref") == ref), None) if slash else changed
    if holder is None or not is_text(holder.get(field)):
        return changed
    value: Json = holder[field]
    other = "zh" if language == "en" else "en"
    if language == value["original"]:
        if value.get(other):
            value["of"] = value.get("of") or fingerprint(str(value.get(language) or ""))
    else:
        value["of"] = fingerprint(str(value.get(other) or ""))
    value[language] = text
    return changed


def _items(document: Json) -> list[Json]:
    return [item for value in document.values() if is_items(value) for item in value]
