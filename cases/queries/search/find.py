"""A page of what was found: grouped by kind and counted, each hit with the reason why it was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from django.utils.translation import get_language

from cases.models import SearchEntry
from cases.queries.search.did_you_mean import did_you_mean
from cases.queries.search.sets import read_words
from cases.search.adapters import engine
from cases.search.engine import CAP
from cases.search.entries import SPOKEN
from cases.search.snippet import Piece, Snippet, marked, opening, snippet
from cases.search.syntax import Kind, Query

PAGE_SIZE = 25
PER_GROUP = 4
SUGGESTED = 8
SUGGESTED_KINDS = (Kind.CASE, Kind.CODE, Kind.PLACE, Kind.ACTOR, Kind.STUDY, Kind.SOURCE, Kind.DATASET)


@dataclass
class Hit:
    """Something that was found."""

    entry: SearchEntry
    name: list[Piece]
    snippet: Snippet | None
    also: str = ""
    """Another name by which it was found, where its own name does not show why."""


@dataclass
class Group:
    """The hits of one kind, or the first of them."""

    kind: Kind
    number: int
    hits: list[Hit]
    exact: bool = False
    """Whether all were counted, on request; else only up to the cap."""

    @property
    def beyond(self) -> bool:
        """Whether there are more than can be paged through."""
        return self.number > CAP

    @property
    def capped(self) -> bool:
        return self.beyond and not self.exact

    @property
    def counted(self) -> int:
        return self.number if self.exact else self.shown_number

    @property
    def shown_number(self) -> int:
        return min(self.number, CAP)


@dataclass
class Found:
    query: Query
    groups: list[Group] = field(default_factory=list)
    kind: str = ""
    page: int = 1
    meant: str = ""

    @property
    def total(self) -> int:
        return sum(group.counted for group in self.groups)

    @property
    def capped(self) -> bool:
        return any(group.capped for group in self.groups)

    @property
    def exact(self) -> bool:
        """Whether more than the cap were counted, because somebody asked."""
        return any(group.beyond and group.exact for group in self.groups)

    @property
    def holds_cases(self) -> bool:
        return any(group.kind == Kind.CASE for group in self.groups)

    @property
    def chosen(self) -> Group | None:
        return next((group for group in self.groups if group.kind == self.kind), None)


def find(typed: str, kind: str = "", page: int = 1, exact: bool = False) -> Found:
    """Everything that holds the words: some of each kind, or a page of one kind; counted to the end where ``exact``."""
    query = read_words(typed)
    if not query:
        return Found(query, kind=kind)
    asked = [one for one in Kind if not query.kinds or one in query.kinds]
    counts = engine().counts(query, asked, None if exact else CAP)
    shown = {kind: counts.get(kind, 0)} if kind else counts
    page = min(page, max(1, ceil(min(counts.get(kind, 0), CAP) / PAGE_SIZE))) if kind else 1
    best = engine().best(query, shown, page * PAGE_SIZE if kind else PER_GROUP)
    if kind:
        best = {kind: best.get(kind, [])[(page - 1) * PAGE_SIZE :]}
    hits = _hits([key for keys in best.values() for key in keys], query)
    groups = [
        Group(one, counts[one], [hits[key] for key in best.get(one, []) if key in hits], exact) for one in asked if counts[one]
    ]
    found = Found(query, groups, kind, page)
    if not groups:
        found.meant = did_you_mean(query)
    return found


def suggest(typed: str) -> list[Hit]:
    """Records whose names hold what has been typed so far, cases and codes first."""
    query = read_words(typed, open_ended=True)
    if not query:
        return []
    best = engine().by_name(query, SUGGESTED_KINDS, 3 * SUGGESTED)
    hits = _hits([key for keys in best.values() for key in keys], query, snippets=False)
    return sorted(hits.values(), key=_fitness)[:SUGGESTED]


def _fitness(hit: Hit) -> tuple[int, int, int]:
    """What begins so stands before what holds it, and that before what has another name; then short names first."""
    begins, holds = hit.name[0][1] if hit.name else False, any(mark for _, mark in hit.name)
    return 0 if begins else 1 if holds else 2, len("".join(text for text, _ in hit.name)), hit.entry.pk


def _hits(keys: Iterable[int], query: Query, snippets: bool = True) -> dict[int, Hit]:
    entries = SearchEntry.objects.filter(pk__in=list(keys))
    if not snippets:
        entries = entries.defer("text")
    chinese = (get_language() or "").startswith("zh")
    return {entry.pk: _hit(entry, query, chinese, snippets) for entry in entries}


def _hit(entry: SearchEntry, query: Query, chinese: bool, snippets: bool) -> Hit:
    name: Any = (entry.name_zh or entry.name_en) if chinese else (entry.name_en or entry.name_zh)
    own = marked(name, query)
    shown = None
    if snippets:
        lines = entry.text.split("\n")
        shown = snippet(lines, query, chinese) or (opening(_first(lines, chinese)) if entry.text else None)
    seen = any(mark for _, mark in own) or bool(shown)
    return Hit(entry, own, shown, "" if seen else _other_name(entry, query))


def _other_name(entry: SearchEntry, query: Query) -> str:
    """The name that was found where the one that is shown does not hold the words; for pinyin, what it spells."""
    for line in entry.names.split("\n")[:40]:
        if any(mark for _, mark in marked(line, query)):
            return entry.name_zh if line.startswith(SPOKEN) else line[:80]
    return ""


def _first(lines: list[str], chinese: bool) -> str:
    """The first text in the reader's language, which stands second where the texts are in both."""
    return lines[1] if chinese and len(lines) > 1 else lines[0]
