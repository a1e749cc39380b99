"""A person's saved searches, each with what is new in it since they looked."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from pyroaring import BitMap

from cases.models import Case, Revision, SavedSearch
from cases.queries.facet_panel import chosen_words
from cases.queries.facets import ASKED, Selection, facet_index
from cases.queries.search import read_words
from cases.search.adapters import engine
from cases.search.keys import pk_of
from cases.search.syntax import Kind


@dataclass
class Saved:
    """A search, what it asks for in words, and how many of its cases are new or changed."""

    search: SavedSearch
    words: str
    chips: list[tuple[str, Any]]
    unknown: list[tuple[str, str]]
    new: int


def read_choice(query: str) -> tuple[dict[str, list[str]], str]:
    """Facets and words of a stored query."""
    asked = QueryDict(query)
    return {facet: asked.getlist(facet) for facet in ASKED if facet in asked}, asked.get("q", "")


def new_since(sequence: int) -> dict[int, str]:
    """Live cases of which a version was published after that: whether the case is new, or changed."""
    first = Revision.objects.filter(kind="case", uid=OuterRef("uid"), number=1).values("sequence")
    rows = Case.objects.live().filter(revision__sequence__gt=sequence).values_list("pk", Subquery(first))
    return {pk: "new" if born > sequence else "changed" for pk, born in rows}


def saved_searches(person: Any) -> list[Saved]:
    """All of a person's; the same few queries however many there are."""
    searches = list(person.saved_searches.all())
    if not searches:
        return []
    choices = [read_choice(search.query) for search in searches]
    words = _words([selection for selection, _ in choices])
    index = facet_index()
    published = Case.objects.live().filter(revision__sequence__gt=min(search.seen for search in searches))
    rows = list(published.values_list("pk", "revision__sequence"))
    fresh = [BitMap([pk for pk, sequence in rows if sequence > search.seen]) for search in searches]
    holding = _holding([text if new else "" for (_, text), new in zip(choices, fresh, strict=True)])
    found = []
    for search, (selection, text), new, held in zip(searches, choices, fresh, holding, strict=True):
        chips = [(facet, value) for facet, values in selection.items() for value in values]
        known = [words[chip] for chip in chips if chip in words]
        number = len(index.matching(selection, new if held is None else new & held))
        found.append(Saved(search, text, known, [chip for chip in chips if chip not in words], number))
    return found


def _words(selections: list[dict[str, list[str]]]) -> dict[tuple[str, str], tuple[str, Any]]:
    """Title and words of every value that one of the choices names, looked up together."""
    every: dict[str, list[str]] = defaultdict(list)
    for selection in selections:
        for facet, values in selection.items():
            every[facet] += values
    together: Selection = {facet: list(dict.fromkeys(values)) for facet, values in every.items()}
    return {(facet, value): (title, words) for facet, title, value, words in chosen_words(together)[0]}


def _holding(texts: list[str]) -> list[BitMap | None]:
    """Cases that hold the words of each; no restriction where there is nothing to search for."""
    queries = [read_words(text) if text else None for text in texts]
    asked = [query for query in queries if query]
    answers = iter(engine().each_of(asked, Kind.CASE))
    return [BitMap(map(pk_of, next(answers))) if query else None for query in queries]
