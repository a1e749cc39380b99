"""Walking documents: their items, and what they refer to. Driven by the schema's own marks."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from cases.documents.parts import Refers

Location = tuple[str | int, ...]


class Reference(NamedTuple):
    """A name in a document, where it stands, and what it must be the name of."""

    location: Location
    mark: Refers
    name: str


@cache
def _marks(model: type[BaseModel]) -> dict[str, Refers]:
    """Fields of the model that name something, with their mark."""
    found = {}
    for name, field in model.model_fields.items():
        mark = _mark_in(field.annotation, field.metadata)
        if mark:
            found[name] = mark
    return found


def _mark_in(annotation: Any, metadata: Any = ()) -> Refers | None:
    """The mark of the type itself, of a part of a union or of a list's items."""
    for meta in (*metadata, *getattr(annotation, "__metadata__", ())):
        if isinstance(meta, Refers):
            return meta
    for part in get_args(annotation):
        mark = None if isinstance(part, str) else _mark_in(part)
        if mark:
            return mark
    return None


def references(item: BaseModel, location: Location = ()) -> Iterator[Reference]:
    """Every name in the document that something must answer to."""
    marks = _marks(type(item))
    for name in type(item).model_fields:
        value = getattr(item, name)
        if name in marks:
            for index, one in enumerate(value if isinstance(value, list) else [value]):
                if one is not None:
                    yield Reference((*location, name, index) if isinstance(value, list) else (*location, name), marks[name], one)
        elif isinstance(value, BaseModel):
            yield from references(value, (*location, name))
        elif isinstance(value, list):
            for index, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from references(one, (*location, name, index))


def items(document: BaseModel) -> Iterator[tuple[Location, BaseModel]]:
    """The items of a document that carry a ``ref``, with their place."""
    for name in type(document).model_fields:
        value = getattr(document, name)
        if isinstance(value, list):
            for index, one in enumerate(value):
                if hasattr(one, "ref"):
                    yield (name, index), one
