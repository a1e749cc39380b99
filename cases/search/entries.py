"""From a document to what can be found of it: the record itself, its events, its passages. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

from cases.documents.parts import Bilingual, Prose
from cases.documents.schema import (
    ActorDocument,
    CaseDocument,
    CodeDocument,
    DataSetDocument,
    PlaceDocument,
    SourceDocument,
    StudyDocument,
)
from cases.documents.walk import models_in
from cases.search import analyser
from cases.search.syntax import Kind

Names = Mapping[str, str]
"""Names of codes and places by uid: a case is found by those that it names."""
NOT_SAID = {"reasoning", "caution", "licence"}
"""What is said about claims or texts rather than by them."""
SPOKEN = "≈ "
"""Begins the line of names that are only spoken so: searched, never shown."""
MARKDOWN = re.compile(r"[#*_`>|\\]+|\]\([^)]*\)|\[|^\s*[-+]\s", re.MULTILINE)


@dataclass
class Entry:
    """What is searched and shown of a record, or of one of its items (``ref``)."""

    kind: str
    name: Bilingual | None
    ref: str = ""
    part: str = ""
    about: Bilingual | None = None
    others: list[str] = field(default_factory=list)
    """Other names that it is found by."""
    said: list[str] = field(default_factory=list)
    anchor: str = ""
    spoken: bool = True
    """Whether people look for its name in pinyin."""
    reading: str | None = None

    @property
    def names(self) -> list[str]:
        own = [text for text in (self.name.en, self.name.zh) if text] if self.name else []
        lines = list(dict.fromkeys([*own, *self.others]))
        if self.spoken:
            spoken = {sound for line in lines for sound in analyser.pinyin(line, self.reading if line == own[-1] else None)}
            lines += [SPOKEN + " ".join(sorted(spoken))] if spoken else []
        return lines


def entries(document: Any, names: Names) -> Iterator[Entry]:
    """Everything that can be found of a document; the record itself comes first."""
    if type(document) in _OF:
        yield from _OF[type(document)](document, names)


def said(item: BaseModel, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text in an item, in both languages; a blank's explanation says nothing that it could be found by."""
    for name in _telling(type(item)):
        if name not in without:
            yield from _texts(getattr(item, name))


@cache
def _telling(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of the model below which something is said."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if name not in NOT_SAID and any(issubclass(below, Bilingual) or _telling(below) for below in models_in(field.annotation))
    )


def _texts(value: Any) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, Bilingual):
        for text in (value.en, value.zh):
            if text:
                yield MARKDOWN.sub(" ", text) if isinstance(value, Prose) else text
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif not (_may_be_blank(type(value)) and value.blank is not None):
        yield from said(value)


def _may_be_blank(model: type[BaseModel]) -> bool:
    return "blank" in model.model_fields


def _aliases(document: Any) -> list[str]:
    return [alias.text for alias in document.aliases]


def _case(d: CaseDocument, names: Names) -> Iterator[Entry]:
    used = sorted({coding.code for coding in d.codings if coding.blank is None} | ({d.place} if d.place else set()))
    printed = [d.pseudonym.as_printed] if d.pseudonym else []
    named = [line for uid in used for line in names.get(uid, "").split("\n") if line]
    yield Entry(Kind.CASE, d.label, others=[*printed, d.uid], said=[*said(d, frozenset({"label"})), *named])
    for event in d.events:
        yield Entry(
            Kind.EVENT, event.title, event.ref, event.strand or "", about=d.label,
            said=list(said(event, frozenset({"title"}))), anchor=event.ref, spoken=False,
        )  # fmt: skip


def _code(d: CodeDocument, names: Names) -> Iterator[Entry]:
    yield Entry(
        Kind.CODE, d.name, part=d.code_kind, others=[*_aliases(d), d.uid], reading=d.sort_key,
        said=list(said(d, frozenset({"name"}))),
    )  # fmt: skip


def _place(d: PlaceDocument, names: Names) -> Iterator[Entry]:
    others = [*_aliases(d), *([d.division_code] if d.division_code else [])]
    yield Entry(Kind.PLACE, d.name, part=d.level, others=others, reading=d.sort_key)


def _actor(d: ActorDocument, names: Names) -> Iterator[Entry]:
    yield Entry(Kind.ACTOR, d.name, part=d.actor_type, others=_aliases(d), said=list(said(d, frozenset({"name"}))))


def _source(d: SourceDocument, names: Names) -> Iterator[Entry]:
    authors = [*d.authors, *(sound for author in d.authors for sound in analyser.pinyin(author))]
    identity = [text for text in (d.doi,) if text]
    yield Entry(
        Kind.SOURCE, d.title, part=d.source_type, others=[*authors, *identity], spoken=False,
        said=list(said(d, frozenset({"title", "excerpts", "versions"}))),
    )  # fmt: skip
    for excerpt in d.excerpts:
        yield Entry(
            Kind.EXCERPT, None, excerpt.ref, excerpt.excerpt_kind, about=d.title, said=[excerpt.text],
            anchor=f"x-{excerpt.ref}", spoken=False,
        )  # fmt: skip


def _study(d: StudyDocument, names: Names) -> Iterator[Entry]:
    yield Entry(Kind.STUDY, d.title, said=list(said(d, frozenset({"title"}))), spoken=False)


def _dataset(d: DataSetDocument, names: Names) -> Iterator[Entry]:
    printed = [variable.printed for variable in d.variables]
    others = [d.edition] if len(d.edition) > 4 else []
    yield Entry(Kind.DATASET, d.title, others=others, said=[*said(d, frozenset({"title"})), *printed], spoken=False)


_OF: dict[type[BaseModel], Callable[[Any, Names], Iterator[Entry]]] = {
    CaseDocument: _case,
    CodeDocument: _code,
    PlaceDocument: _place,
    ActorDocument: _actor,
    SourceDocument: _source,
    StudyDocument: _study,
    DataSetDocument: _dataset,
}
