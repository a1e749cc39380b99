"""The index in PostgreSQL: a tsvector written out by the analyser, so that no dictionary or locale has a say.

A vector has room for 16,383 positions and 256 of one token. Where an entry has more (``long``), its phrases are found as
words that all stand in it: nothing is missed, and in those few some may be found too much.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from cases.search.analyser import BREAK
from cases.search.engine import TABLE, Engine, Tokens
from cases.search.keys import BITS, number
from cases.search.loading import load
from cases.search.syntax import Query, Term

POSITIONS, TIMES = 16_383, 256
WEIGHT = {"names": "A", "text": "D", "": ""}


class PostgresEngine(Engine):
    vendor = "postgresql"
    position = "strpos"
    joined = "string_agg(id::text, ',')"

    def beginning(self, letters: str) -> Q:
        return Q(word__startswith=letters)

    def put(self, entries: Iterable[Tokens]) -> None:
        rows = [(entry.key, *vector(entry)) for entry in entries]
        self.drop([key for key, _, _ in rows])
        load(TABLE, ["id", "tokens", "long"], rows)

    def matching(self, query: Query, kind: str) -> tuple[str, list[Any]]:
        exact, loose = _tsquery(query, " <-> "), _tsquery(query, " & ")
        where, values = "tokens @@ %s::tsquery", [exact]
        if exact != loose:
            where, values = "(tokens @@ %s::tsquery OR (long AND tokens @@ %s::tsquery))", [exact, loose]
        # As the indexes say it, one for each kind: a range of keys would be walked through instead.
        return f"SELECT id FROM {TABLE} WHERE {where} AND (id >> {BITS}) = {number(kind)}", values  # noqa: S608

    def ranked(self, query: Query, kind: str) -> tuple[str, list[Any]]:
        sql, values = self.matching(query, kind)
        return f"{sql} ORDER BY ts_rank('{{0.1, 0.2, 0.4, 1.0}}', tokens, %s::tsquery) DESC, id", [
            *values,
            _tsquery(query, " & "),
        ]


def vector(entry: Tokens) -> tuple[str, bool]:
    """The literal of a tsvector, and whether it had to leave positions out."""
    places: dict[str, list[str]] = defaultdict(list)
    place, left_out = 0, False
    for tokens, weight in ((entry.names, "A"), (entry.text, "")):
        place += 1  # no phrase runs from the names into the text
        for token in tokens:
            place += 1
            if token == BREAK:
                continue
            if place > POSITIONS or len(places[token]) >= TIMES:
                left_out = True
                places[token] = places[token] or [f"{POSITIONS}{weight}"]
            else:
                places[token].append(f"{place}{weight}")
    return " ".join(f"'{token}':{','.join(where)}" for token, where in places.items()), left_out


def _tsquery(query: Query, joined: str) -> str:
    wanted = " & ".join(_term(term, joined) for term in query.wanted)
    # What is unwanted is always left out exactly: a loose phrase would leave out too much.
    unwanted = " | ".join(_term(term, " <-> ") for term in query.unwanted)
    return f"{wanted} & !({unwanted})" if unwanted else wanted


def _term(term: Term, joined: str) -> str:
    weight = WEIGHT[term.within]
    begin = [_lexeme(token, weight) for token in term.tokens[:-1]]
    marks = f"{'*' if term.open else ''}{weight}"
    last = [_lexeme(term.tokens[-1], marks), *(_lexeme(other, weight) for other in term.others)]
    return "(" + joined.join([*begin, f"({' | '.join(last)})"]) + ")"


def _lexeme(token: str, marks: str) -> str:
    return f"'{token}'" + (f":{marks}" if marks else "")  # tokens are letters and figures only: nothing to escape
