"""The index of tokens, and how it is asked. One adapter per database; another engine adds its own and registers it here."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from cases.search.keys import kind_of
from cases.search.syntax import Query

CAP = 1000
"""Hits beyond this are neither counted nor ranked: “1,000+”."""
TABLE = "cases_search"


class Tokens(NamedTuple):
    """An entry's tokens, in two fields: names weigh ten times what the text does."""

    key: int
    names: list[str]
    text: list[str]


class Engine(ABC):
    """What every adapter can do. Keys are those of ``SearchEntry``."""

    vendor: str
    key = "id"

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
        """Every hit of the kind, in any order and without a cap: for sets that are counted by other means."""
        return [key for (key,) in _rows(*self.matching(query, kind))] if query else []

    def counts(self, query: Query, kinds: Sequence[str], cap: int = CAP) -> dict[str, int]:
        """Hits by kind, counted up to one more than the cap."""
        if not query:
            return dict.fromkeys(kinds, 0)
        asked, values = [], []
        for kind in kinds:
            sql, given = self.matching(query, kind)
            asked.append(f"SELECT '{kind}', count(*) FROM ({sql} LIMIT {cap + 1}) counted")  # noqa: S608
            values += given
        return dict(_rows(" UNION ALL ".join(asked), values))

    def best(self, query: Query, counts: dict[str, int], limit: int) -> dict[str, list[int]]:
        """The best hits of each kind that has some: ranked below the cap, beyond it those by name first."""
        few = [kind for kind, number in counts.items() if 0 < number <= CAP]
        many = [kind for kind, number in counts.items() if number > CAP]
        found = self._by_kind([self.ranked(query, kind) for kind in few], limit)
        named = self._by_kind([self.matching(query.in_names(), kind) for kind in many], limit)
        rest = self._by_kind([self.matching(query, kind) for kind in many], 2 * limit)
        for kind in many:
            found[kind] = list(dict.fromkeys([*named.get(kind, []), *rest.get(kind, [])]))[:limit]
        return found

    def _by_kind(self, asked: list[tuple[str, list[Any]]], limit: int) -> dict[str, list[int]]:
        if not asked:
            return {}
        sql = " UNION ALL ".join(f"SELECT id FROM ({one} LIMIT {limit}) best" for one, _ in asked)  # noqa: S608
        found: dict[str, list[int]] = {}
        for (key,) in _rows(sql, [value for _, values in asked for value in values]):
            found.setdefault(kind_of(key), []).append(key)
        return found


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
