"""What was typed, made ready for the engine; the cases in which it stands."""

from dataclasses import replace

from pyroaring import BitMap

from cases.models import SearchEntry, SearchState, SearchWord
from cases.search import analyser
from cases.search.adapters import engine
from cases.search.keys import pk_of
from cases.search.syntax import Kind, Query, Term, parse

MOST_WORDS = 40
"""Words that a beginning is filled up with."""
Words = Query


def read_words(typed: str, open_ended: bool = False) -> Query:
    """The terms of what was typed; beginnings of words with the stems of the words that begin so."""
    query = parse(typed, open_ended)
    return replace(query, wanted=tuple(map(_filled, query.wanted)), unwanted=tuple(map(_filled, query.unwanted)))


def _filled(term: Term) -> Term:
    last = term.tokens[-1]
    if not term.begins or analyser.is_han(last):
        return term
    words = SearchWord.objects.filter(engine().beginning(last)).order_by("word").values_list("word", flat=True)[:MOST_WORDS]
    return replace(
        term, others=tuple(sorted({analyser.stem(word) for word in words if not analyser.is_han(word)} | {analyser.stem(last)}))
    )


def cases_with(query: Query) -> BitMap:
    """Keys of the cases in which the words stand."""
    return BitMap([pk_of(entry) for entry in engine().all_of(query, Kind.CASE)])


def index_is_current() -> bool:
    """Whether the index was written by this version of the analyser, or not at all yet."""
    return SearchState.objects.filter(pk=1, version=analyser.VERSION).exists() or not SearchEntry.objects.exists()
