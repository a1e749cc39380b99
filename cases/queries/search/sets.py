"""What was typed, made ready for the engine; the cases in which it stands."""

from collections.abc import Sequence
from dataclasses import replace

from pyroaring import BitMap

from cases.models import SearchEntry, SearchState, SearchWord
from cases.search import analyser
from cases.search.adapters import engine
from cases.search.keys import pk_of
from cases.search.syntax import Kind, Query, Remark, Term, parse

MOST_WORDS, TYPING = 200, 40
"""Words that a beginning is filled up with, when all has been typed and before."""
Words = Query


def read_words(typed: str, open_ended: bool = False) -> Query:
    """The terms of what was typed; beginnings of words with the stems of the words that begin so.

    Of very many such words the first are looked for, and a remark says so; while somebody is typing it need not be said.
    """
    query = parse(typed, open_ended)
    most = TYPING if open_ended else MOST_WORDS
    words = {term: _begun(term, most + 1) for term in (*query.wanted, *query.unwanted)}
    wanted, unwanted = (tuple(_filled(term, words[term][:most]) for term in some) for some in (query.wanted, query.unwanted))
    some_left = not open_ended and any(len(some) > most for some in words.values())
    remarks = (*query.remarks, Remark.BEGINNING) if some_left else query.remarks
    return replace(query, wanted=wanted, unwanted=unwanted, remarks=remarks)


def _begun(term: Term, most: int) -> list[str]:
    """The words that begin as the last word of the term does, where that is only a beginning."""
    last = term.tokens[-1]
    if not term.begins or analyser.is_han(last):
        return []
    begun = SearchWord.objects.filter(engine().beginning(last)).order_by("word").values_list("word", flat=True)
    return [word for word in begun[:most] if not analyser.is_han(word)]


def _filled(term: Term, words: Sequence[str]) -> Term:
    if not words:
        return term
    return replace(term, others=tuple(sorted({analyser.stem(word) for word in (*words, term.tokens[-1])})), listed=True)


def cases_with(query: Query) -> BitMap:
    """Keys of the cases in which the words stand."""
    return BitMap([pk_of(entry) for entry in engine().all_of(query, Kind.CASE)])


def index_is_current() -> bool:
    """Whether the index was written by this version of the analyser, or not at all yet."""
    return SearchState.objects.filter(pk=1, version=analyser.VERSION).exists() or not SearchEntry.objects.exists()
