"""Places, actors and sources that may be one, and the records into which a duplicate can be merged."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from cases.documents.referrers import referrers
from cases.models import Actor, Place, Source
from cases.models.heads import HEADS
from cases.queries.lookup import Listing, entry_of, fold

MOST = 50


@dataclass(frozen=True)
class Pair:
    """Two records of a kind that share a name, a DOI or an address."""

    kind: str
    one: Any
    other: Any
    shared: str


def pairs() -> list[Pair]:
    """Live records that share what should tell them apart, a query for each kind."""
    places = Place.objects.filter(state="live").only("uid", "slug", "name_en", "name_zh", "aliases", "level", "parent_id")
    actors = Actor.objects.filter(state="live").only("uid", "slug", "name_en", "name_zh", "aliases", "place_id")
    sources = Source.objects.filter(state="live").only("uid", "slug", "title_en", "title_zh", "doi", "url", "issued")
    found = [
        *_alike("place", places, lambda row: [(name, row.level, row.parent_id) for name in _names(row)]),
        *_alike("actor", actors, lambda row: [(name, row.place_id) for name in _names(row)]),
        *_alike("source", sources, _of_source),
    ]
    return found[:MOST]


def _names(row: Any) -> set[str]:
    return {name for name in (row.name_en, row.name_zh, *(alias["text"] for alias in row.aliases)) if name}


def _of_source(row: Any) -> list[tuple[str, ...]]:
    titles = [(title, row.issued) for title in (row.title_en, row.title_zh) if title]
    return [*titles, *((mark,) for mark in (row.doi, row.url) if mark)]


def _alike(kind: str, rows: Any, marks: Any) -> list[Pair]:
    by_mark: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by("sort_key", "pk"):
        for first, *rest in {(fold(mark[0]), *mark): mark for mark in marks(row)}.values():
            by_mark[(fold(first), *rest)].append((first, row))
    found: dict[tuple[str, str], Pair] = {}
    for group in by_mark.values():
        for shared, other in group[1:]:
            one = group[0][1]
            if one.uid != other.uid:
                found.setdefault((one.uid, other.uid), Pair(kind, one, other, shared))
    return list(found.values())


class Choice:
    """The live records of a kind but one, by any of their names."""

    def __init__(self, kind: str, without: str):
        stem = "title" if kind == "source" else "name"
        rows = HEADS[kind]._default_manager.filter(state="live").exclude(uid=without).order_by("sort_key")
        self.listing = Listing([entry_of(row, stem=stem) for row in rows[:5_000]])

    def resolve(self, typed: str) -> str | None:
        uid = self.listing.resolve(typed)
        return uid if uid in self.listing.by_uid else None


def naming(kind: str, uid: str) -> list[Any]:
    """The live records that name this one."""
    found: list[Any] = []
    by_kind: dict[str, list[str]] = defaultdict(list)
    for named, name in referrers(kind, uid):
        by_kind[named].append(name)
    for named, names in sorted(by_kind.items()):
        found += HEADS[named]._default_manager.filter(uid__in=names).order_by("sort_key")
    return found
