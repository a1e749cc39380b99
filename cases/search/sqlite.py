"""The index in SQLite: an FTS5 table of tokens, keyed by row.

The tokenizer “ascii” keeps every character beyond ASCII, so that it splits where the analyser put spaces and nowhere else;
“unicode61” would drop characters that are younger than itself.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q

from cases.search.engine import TABLE, Engine, Tokens
from cases.search.keys import bounds
from cases.search.syntax import Query, Term


class SQLiteEngine(Engine):
    vendor = "sqlite"
    position = "instr"
    key = "rowid"
    joined = "group_concat(id)"

    def beginning(self, letters: str) -> Q:
        return Q(word__gte=letters, word__lt=letters + chr(0x10FFFF))  # LIKE would read every word

    def put(self, entries: Iterable[Tokens]) -> None:
        rows = [(entry.key, " ".join(entry.names), " ".join(entry.text)) for entry in entries]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT OR REPLACE INTO {TABLE} (rowid, names, text) VALUES (%s, %s, %s)", rows)  # noqa: S608

    def matching(self, query: Query, kind: str) -> tuple[str, list[Any]]:
        where = f"{TABLE} MATCH %s AND rowid BETWEEN %s AND %s"
        return f"SELECT rowid AS id FROM {TABLE} WHERE {where}", [_match(query), *bounds(kind)]  # noqa: S608

    def ranked(self, query: Query, kind: str) -> tuple[str, list[Any]]:
        sql, values = self.matching(query, kind)
        return f"{sql} ORDER BY bm25({TABLE}, 10.0, 1.0), rowid", values


def _match(query: Query) -> str:
    wanted = " AND ".join(_term(term) for term in query.wanted)
    unwanted = " OR ".join(_term(term) for term in query.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _term(term: Term) -> str:
    begin, last = term.tokens[:-1], term.tokens[-1]
    found = [_phrase([*begin, last]) + (" *" if term.open else "")]
    found += [_phrase([*begin, other]) for other in term.others]
    column = f"{term.within} : " if term.within else ""
    return f"({' OR '.join(column + one for one in found)})"


def _phrase(tokens: list[str]) -> str:
    return '"' + " ".join(tokens) + '"'  # tokens are letters and figures only, never a quotation mark
