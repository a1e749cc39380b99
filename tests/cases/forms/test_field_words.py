"""Every field of every document has a word of its own, in each language."""

from typing import Any, get_args

from pydantic import BaseModel

from cases.documents.schema import DOCUMENT, Document
from cases.forms.field_words import OTHERS, STATED
from cases.forms.layout import IDENTITY, LISTS, SOURCE, TEXTS

UNSEEN = {"en", "zh", "original", "of"}
"""Parts of a text in two languages."""


def fields_of(annotation: Any, seen: set[type]) -> set[str]:
    found: set[str] = set()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.add(annotation)
        for name, field in annotation.model_fields.items():
            found |= {name} | fields_of(field.annotation, seen)
    for part in get_args(annotation):
        found |= fields_of(part, seen)
    return found


def named_fields() -> set[str]:
    """Fields that have a word of their own."""
    items = {items.name for items in LISTS} | {spec.name for items in LISTS for spec in items.fields}
    return {*OTHERS, *STATED, *items, *(spec.name for spec in [*SOURCE, *IDENTITY, *TEXTS])}


def test_every_field_of_a_document_has_a_word():
    assert DOCUMENT is not None
    assert fields_of(Document, set()) - named_fields() - UNSEEN == set()
