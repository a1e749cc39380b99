"""Another spelling of a query that finds nothing, made of words that stand in the record."""

from django.db.models.functions import Length
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from cases.models import SearchWord
from cases.search import analyser
from cases.search.adapters import engine
from cases.search.syntax import Kind, Query, parse

CLOSE = 72
"""Per cent of likeness from which a word may have been meant."""
ROOM = 2
"""By so many letters may what was typed be longer or shorter."""
MOST_KNOWN = 200_000


def did_you_mean(query: Query) -> str:
    """The nearest query that finds something, or nothing."""
    typed = [part.text for term in query.wanted for part in analyser.parts(term.typed)]
    if not typed or len(typed) > 8:
        return ""
    tries = []
    if len(typed) > 1 and not any(analyser.is_han(word) for word in typed):
        tries.append("".join(typed))  # pinyin with spaces between syllables
    held = set(SearchWord.objects.filter(word__in=typed).values_list("word", flat=True))
    strange = [word for word in typed if len(word) >= 2 and word not in held]
    if strange:
        known = _about_as_long(strange)
        tries.append(" ".join(_nearest(word, known) if word in strange else word for word in typed))
    return next((text for text in tries if _finds(text)), "")


def _about_as_long(words: list[str]) -> list[str]:
    """Words of the record that are as long as some of these, or nearly."""
    lengths = [len(word) for word in words]
    known = SearchWord.objects.annotate(length=Length("word"))
    known = known.filter(length__gte=min(lengths) - ROOM, length__lte=max(lengths) + ROOM)
    return list(known.order_by("word").values_list("word", flat=True)[:MOST_KNOWN])


def _nearest(word: str, known: list[str]) -> str:
    """The likest word; among Chinese ones the one that sounds most alike, for most slips are between characters of one sound."""
    han = analyser.is_han(word)
    room = ROOM if len(word) > 4 else 1
    alike = [other for other in known if abs(len(other) - len(word)) <= room and analyser.is_han(other) == han]
    best = process.extract(word, alike, scorer=fuzz.ratio, score_cutoff=50 if han else CLOSE, limit=20 if han else 1)
    return max((other for other, _, _ in best), key=lambda other: fuzz.ratio(_sound(word), _sound(other)), default=word)


def _sound(word: str) -> str:
    return "".join(lazy_pinyin(word)) if analyser.is_han(word) else word


def _finds(text: str) -> bool:
    query = parse(text)
    return bool(query) and any(engine().counts(query, list(Kind), cap=1).values())
