"""What was typed, made ready for the engine; the cases in which it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pyroaring import BitMap

from cases.models import Revision, SearchState, SearchWord
from cases.search import analyser
from cases.search.adapters import engine
from cases.search.keys import pk_of
from cases.search.syntax import Kind, Query, Remark, Term, parse

MOST_WORDS, TYPING = 200, 40
"""Words that a beginning is filled up with, when all has been typed and before."""


def read_words(typed: str, open_ended: bool = False) -> Query:
    """The terms of what was typed; beginnings of words with the stems of the words that begin so.

    Of very many such words the first are looked for, and a remark says so; while somebody is typing it need not be said.
    """
    query = parse(typed, open_ended)
    most = TYPING if open_ended else MOST_WORDS
    words = {term: _begun(term, most + 1) for term in (*query.wanted, *query.unwanted) if _is_beginning(term)}

    def filled(terms: Iterable[Term]) -> tuple[Term, ...]:
        return tuple(_filled(term, words[term][:most]) if term in words else term for term in terms)

    left_out = not open_ended and any(len(some) > most for some in words.values())
    remarks = (*query.remarks, Remark.BEGINNING) if left_out else query.remarks
    return replace(query, wanted=filled(query.wanted), unwanted=filled(query.unwanted), remarks=remarks)


def _is_beginning(term: Term) -> bool:
    return term.begins and not analyser.is_han(term.tokens[-1])


def _begun(term: Term, most: int) -> list[str]:
    """The words that begin as the last word of the term does."""
    begun = SearchWord.objects.filter(engine().beginning(term.tokens[-1])).order_by("word").values_list("word", flat=True)
    return [word for word in begun[:most] if not analyser.is_han(word)]


def _filled(term: Term, words: Sequence[str]) -> Term:
    """With the stems of these words, and with its own, in which other forms of it are found."""
    stems = {analyser.stem(word) for word in (*words, term.tokens[-1])}
    return replace(term, others=tuple(sorted(stems)), listed=bool(words))


def cases_with(query: Query) -> BitMap:
    """Keys of the cases in which the words stand."""
    return BitMap([pk_of(entry) for entry in engine().all_of(query, Kind.CASE)])


def index_is_current() -> bool:
    """Whether what is searched was written by this version of the analyser, or there is nothing yet to be searched."""
    return _written(version=analyser.VERSION)


def index_is_whole() -> bool:
    """Whether it was also written to its end: else words that begin so, and suggestions, may be missing."""
    return _written(version=analyser.VERSION, whole=True)


def _written(**how: Any) -> bool:
    return SearchState.objects.filter(pk=1, **how).exists() or not Revision.objects.published().exists()
