"""Places, actors and sources that may be one, and the records into which a duplicate can be merged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Model

from cases.documents.referrers import referrers
from cases.models import Actor, Place, Source
from cases.models.heads import HEADS
from cases.queries.lookup import Listing, entry_of, fold
from cases.queries.version import stamp

MOST = 50
NAMING_SHOWN = 100


@dataclass(frozen=True)
class Pair:
    """Two records of a kind that share a name, a DOI or an address."""

    kind: str
    one: Any
    other: Any
    shared: str


def pairs() -> list[Pair]:
    """Live records that share what should tell them apart. Every place, actor and source is read for it, so they are kept
    until something is published."""
    return _pairs(stamp())


@lru_cache(maxsize=2)
def _pairs(_stamp: UUID | None) -> list[Pair]:
    places = _rows(Place, "name_en", "name_zh", "aliases", "level", "parent_id")
    actors = _rows(Actor, "name_en", "name_zh", "aliases", "place_id")
    sources = _rows(Source, "title_en", "title_zh", "doi", "url", "issued")
    return [
        *_alike("place", places, lambda row: [(name, row.level, row.parent_id) for name in _names(row)]),
        *_alike("actor", actors, lambda row: [(name, row.place_id) for name in _names(row)]),
        *_alike("source", sources, _of_source),
    ][:MOST]


def _rows(model: type[Model], *fields: str) -> Iterable[Any]:
    """The live records as plain rows: models of a hundred thousand of them take seconds."""
    return model._default_manager.filter(state="live").order_by("sort_key", "pk").values_list("uid", *fields, named=True)


def _names(row: Any) -> set[str]:
    return {name for name in (row.name_en, row.name_zh, *(alias["text"] for alias in row.aliases)) if name}


def _of_source(row: Any) -> list[tuple[str, ...]]:
    titles = [(title, row.issued) for title in (row.title_en, row.title_zh) if title]
    return [*titles, *((mark,) for mark in (row.doi, row.url) if mark)]


def _alike(kind: str, rows: Iterable[Any], marks: Any) -> list[Pair]:
    by_mark: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        for first, *rest in {(fold(mark[0]), *mark): mark for mark in marks(row)}.values():
            by_mark[(fold(first), *rest)].append((first, row.uid))
    found: dict[tuple[str, str], str] = {}
    for (_first, one), *others in by_mark.values():
        for shared, other in others:
            if one != other:
                found.setdefault((one, other), shared)
    shown = list(found.items())[:MOST]
    named = {uid for both, _shared in shown for uid in both}
    heads = {head.uid: head for head in HEADS[kind]._default_manager.filter(uid__in=named)}
    return [Pair(kind, heads[one], heads[other], shared) for (one, other), shared in shown]


class Choice:
    """The live records of a kind but one, by any of their names."""

    def __init__(self, kind: str, without: str):
        stem = "title" if kind == "source" else "name"
        rows = HEADS[kind]._default_manager.filter(state="live").exclude(uid=without).order_by("sort_key")
        self.listing = Listing([entry_of(row, stem=stem) for row in rows[:5_000]])

    def resolve(self, typed: str) -> str | None:
        uid = self.listing.resolve(typed)
        return uid if uid in self.listing.by_uid else None


@dataclass(frozen=True)
class Naming:
    """Live records that name another one, and how many more there are."""

    rows: list[Any]
    more: int


def naming(kind: str, uid: str) -> Naming:
    """The live records that name this one, some of them where they are many."""
    named = sorted(referrers(kind, uid))
    by_kind: dict[str, list[str]] = defaultdict(list)
    for one, name in named[:NAMING_SHOWN]:
        by_kind[one].append(name)
    rows: list[Any] = []
    for one, names in by_kind.items():
        found = list(HEADS[one]._default_manager.filter(uid__in=names).order_by("sort_key"))
        for head in found:
            head.record_kind = one  # type: ignore[attr-defined]  # for the template
        rows += found
    return Naming(rows, len(named) - len(rows))
