"""Another spelling of a query that finds nothing, made of words that stand in the record."""

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from cases.models import SearchWord
from cases.search import analyser
from cases.search.adapters import engine
from cases.search.syntax import Kind, Query, parse

CLOSE = 72
"""Per cent of likeness from which a word may have been meant."""
MOST_KNOWN = 60_000


def did_you_mean(query: Query) -> str:
    """The nearest query that finds something, or nothing."""
    typed = [part.text for term in query.wanted for part in analyser.parts(term.typed)]
    if not typed or len(typed) > 8:
        return ""
    tries = []
    if len(typed) > 1 and not any(analyser.is_han(word) for word in typed):
        tries.append("".join(typed))  # pinyin with spaces between syllables
    known = list(SearchWord.objects.values_list("word", flat=True)[:MOST_KNOWN])
    held = set(known)
    nearest = [word if word in held or len(word) < 2 else _nearest(word, known) for word in typed]
    if nearest != typed:
        tries.append(" ".join(nearest))
    return next((text for text in tries if _finds(text)), "")


def _nearest(word: str, known: list[str]) -> str:
    """The likest word; among Chinese ones the one that sounds most alike, for most slips are between characters of one sound."""
    han = analyser.is_han(word)
    room = 2 if len(word) > 4 else 1
    alike = [other for other in known if abs(len(other) - len(word)) <= room and analyser.is_han(other) == han]
    best = process.extract(word, alike, scorer=fuzz.ratio, score_cutoff=50 if han else CLOSE, limit=20 if han else 1)
    return max((other for other, _, _ in best), key=lambda other: fuzz.ratio(_sound(word), _sound(other)), default=word)


def _sound(word: str) -> str:
    return "".join(lazy_pinyin(word)) if analyser.is_han(word) else word


def _finds(text: str) -> bool:
    query = parse(text)
    return bool(query) and any(engine().counts(query, list(Kind), cap=1).values())
