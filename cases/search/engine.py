"""The index of tokens, and how it is asked. One adapter per database; another engine adds its own and registers it here."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from django.db import connection, connections, router
from django.db.models import Q

from cases.models import SearchEntry
from cases.search.keys import kind_of
from cases.search.syntax import Kind, Query

CAP = 1000
"""Hits beyond this are not ranked, and counted on request only: “1,000+”."""
TABLE, ENTRIES = "cases_search", "cases_searchentry"


class Tokens(NamedTuple):
    """An entry's tokens, in two fields: names weigh ten times what the text does."""

    key: int
    names: list[str]
    text: list[str]


class Engine(ABC):
    """What every adapter can do. Keys are those of ``SearchEntry``."""

    vendor: str
    position: str
    """The SQL function that says where some text stands in another."""
    key = "id"
    joined: str
    """The SQL that makes one text of all keys."""

    @abstractmethod
    def beginning(self, letters: str) -> Q:
        """The filter by which an index of words finds those that begin so."""

    @abstractmethod
    def put(self, entries: Iterable[Tokens]) -> None:
        """Write entries, in place of those of the same keys."""

    @abstractmethod
    def matching(self, query: Query, kind: str) -> tuple[str, list[Any]]:
        """SQL that gives the keys (``id``) of all hits of the kind, in any order."""

    @abstractmethod
    def ranked(self, query: Query, kind: str) -> tuple[str, list[Any]]:
        """The same with ``rank``, best first; only for sets below the cap."""

    def drop(self, keys: Sequence[int]) -> None:
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            marks = ", ".join(["%s"] * len(some))
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {TABLE} WHERE {self.key} IN ({marks})", list(some))  # noqa: S608 - only marks

    # Asking ---------------------------------------------------------------------------------------

    def all_of(self, query: Query, kind: str) -> list[int]:
        """Every hit of the kind, in any order and without a cap: for sets that are counted by other means.

        They come as one text: a hundred thousand rows would take several times as long to read.
        """
        if not query:
            return []
        sql, values = self.matching(query, kind)
        ((keys,),) = _rows(f"SELECT {self.joined} FROM ({sql}) found", values)  # noqa: S608
        return np.fromstring(keys or "", dtype=np.int64, sep=",").tolist()

    def each_of(self, queries: Sequence[Query], kind: str) -> list[list[int]]:
        """The same for several queries at once."""
        asked, values = [], []
        for place, query in enumerate(queries):
            sql, given = self.matching(query, kind)
            asked.append(f"SELECT {place} AS place, id FROM ({sql}) found{place}")  # noqa: S608
            values += given
        found: list[list[int]] = [[] for _ in queries]
        for place, key in _rows(" UNION ALL ".join(asked), values) if asked else ():
            found[place].append(key)
        return found

    def counts(self, query: Query, kinds: Sequence[str], cap: int | None = CAP) -> dict[str, int]:
        """Hits by kind, counted up to one more than the cap; without a cap, every one."""
        if not query:
            return dict.fromkeys(kinds, 0)
        up_to = "" if cap is None else f" LIMIT {cap + 1}"
        asked, values = [], []
        for kind in kinds:
            sql, given = self.matching(query, kind)
            asked.append(f"SELECT '{kind}', count(*) FROM ({sql}{up_to}) counted")  # noqa: S608
            values += given
        return dict(_rows(" UNION ALL ".join(asked), values))

    def best(self, query: Query, counts: dict[str, int], limit: int) -> dict[str, list[int]]:
        """The best hits of each kind that has some: those by name first, the rest ranked where they are below the cap."""
        some = [kind for kind, number in counts.items() if number > 0]
        named = self.by_name(query, some, limit) if any(term.within != "text" for term in query.wanted) else {}
        short = [kind for kind in some if len(named.get(kind, ())) < limit]
        rest = self._by_kind([(self.ranked if counts[kind] <= CAP else self.matching)(query, kind) for kind in short], 2 * limit)
        return {kind: list(dict.fromkeys([*named.get(kind, ()), *rest.get(kind, ())]))[:limit] for kind in some}

    def by_name(self, query: Query, kinds: Sequence[str], limit: int) -> dict[str, list[int]]:
        """The best hits by name of each kind that has some. Passages have no names: every one would be looked through."""
        return self._by_kind([self.named(query, kind) for kind in kinds if kind != Kind.EXCERPT], limit)

    def named(self, query: Query, kind: str) -> tuple[str, list[Any]]:
        """Hits by name: where the own name holds what was typed, then the shortest, so that equal names lead."""
        sql, values = self.matching(query.in_names(), kind)
        first, second = ("name_zh", "name_en") if query.chinese else ("name_en", "name_zh")
        name = f"coalesce(nullif(entry.{first}, ''), entry.{second})"
        return (
            f"SELECT named.id FROM ({sql} LIMIT {CAP}) named JOIN {ENTRIES} entry ON entry.id = named.id"  # noqa: S608
            f" ORDER BY CASE WHEN {self.position}(lower({name}), %s) > 0 THEN 0 ELSE 1 END, length({name}), named.id"
        ), [*values, query.words]

    def _by_kind(self, asked: list[tuple[str, list[Any]]], limit: int) -> dict[str, list[int]]:
        if not asked:
            return {}
        sql = " UNION ALL ".join(f"SELECT id FROM ({one} LIMIT {limit}) best" for one, _ in asked)  # noqa: S608
        found: dict[str, list[int]] = {}
        for (key,) in _rows(sql, [value for _, values in asked for value in values]):
            found.setdefault(kind_of(key), []).append(key)
        return found


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connections[router.db_for_read(SearchEntry)].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
