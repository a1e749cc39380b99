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


class Naming(NamedTuple):
    """A field that names something (``mark``), or one with models below it that do."""

    name: str
    mark: Refers | None


@cache
def naming(model: type[BaseModel]) -> tuple[Naming, ...]:
    """The fields of the model below which there are names: most fields hold texts, and need no visit."""
    found = []
    for name, field in model.model_fields.items():
        mark = _mark_in(field.annotation, field.metadata)
        if mark or any(naming(below) for below in models_in(field.annotation)):
            found.append(Naming(name, mark))
    return tuple(found)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models of an annotation, through lists and unions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        if not isinstance(part, str):
            yield from models_in(part)


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


def references(item: BaseModel) -> list[Reference]:
    """Every name in the document that something must answer to."""
    found: list[Reference] = []
    _collect(item, (), found)
    return found


def _collect(item: BaseModel, location: Location, found: list[Reference]) -> None:
    for name, mark in naming(type(item)):
        value = getattr(item, name)
        if not value:
            continue
        if isinstance(value, list):
            for index, one in enumerate(value):
                if not mark:
                    _collect(one, (*location, name, index), found)
                elif one is not None:
                    found.append(Reference((*location, name, index), mark, one))
        elif mark:
            found.append(Reference((*location, name), mark, value))
        else:
            _collect(value, (*location, name), found)


def items(document: BaseModel) -> Iterator[tuple[Location, BaseModel]]:
    """The items of a document that carry a ``ref``, with their place."""
    for name in type(document).model_fields:
        value = getattr(document, name)
        if isinstance(value, list):
            for index, one in enumerate(value):
                if hasattr(one, "ref"):
                    yield (name, index), one
