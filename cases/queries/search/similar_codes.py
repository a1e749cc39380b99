"""Codes that plain words may mean: a description of a problem against the codes of a kind.

Unlike the search, no word has to stand there: words that few codes have in common count most (BM25, Robertson &
Zaragoza 2009), those in names three times, those in the passages under a code's codings and links less. What it gives is a
proposal for somebody to choose from, never a claim.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from cases.enums import LinkKind
from cases.models import Code, Coding, Evidence, Link, SearchEntry
from cases.search import analyser
from cases.search.keys import key

NAME_WEIGHT, PASSAGE_WEIGHT = 3, 0.3
"""Against the weight of a code's own text: one passage may speak of several codes at once."""
PASSAGES = 2000
"""Passages that are read beside the codes' own words."""
K1, B = 1.2, 0.6
FILLERS = frozenset(
    analyser.stem(part.text)
    for part in analyser.parts(
        "a an and are as at be been but by can do does for from had has have how i in into is it its may more most no not of on"
        " or our so that the their them there these they this to too us very was we were what when which who why will with you"
    )
)


@dataclass(frozen=True)
class CodeMatch:
    """A code, how well the words fit (only to be compared within one answer), and which of them fitted."""

    code: Code
    score: float
    words: tuple[str, ...]
    share: float
    """How much of what was asked it has, from 0 to 1: words that no code has count most against it."""


def match_codes(text: str, kind: str, limit: int = 5) -> list[CodeMatch]:
    """The live codes of the kind that the words fit best; none where no word fits."""
    asked = _asked(text)
    if not asked:
        return []
    codes = {key("code", code.pk): code for code in Code.objects.filter(code_kind=kind, state="live", retired_in=None)}
    entries = SearchEntry.objects.filter(pk__in=codes).values_list("pk", "names", "text")
    passages = _passages([code.pk for code in codes.values()])
    bags = {pk: _bag(names, said, passages[codes[pk].pk]) for pk, names, said in entries}
    mean = sum(bag.total() for bag in bags.values()) / len(bags) if bags else 1
    spread = Counter(token for bag in bags.values() for token in asked.keys() & bag.keys())
    whole = sum(_weight(1, spread[token], len(bags), 1) for token in asked)
    found = []
    for pk, bag in bags.items():
        fitting = [token for token in asked if bag[token]]
        if fitting:
            score = sum(_weight(bag[token], spread[token], len(bags), bag.total() / mean) for token in fitting)
            share = sum(_weight(1, spread[token], len(bags), 1) for token in fitting) / whole
            words = tuple(dict.fromkeys(asked[token] for token in fitting))
            found.append(CodeMatch(codes[pk], round(score, 4), words, round(share, 4)))
    return sorted(found, key=lambda match: (-match.score, match.code.order, match.code.uid))[:limit]


def _passages(keys: Collection[int]) -> dict[int, set[str]]:
    """What sources say of each code, from the passages under its codings and under its links to others."""
    codings = Coding.objects.filter(code__in=keys, value__gt=0, case__state="live")
    links = Link.objects.filter(from_code__in=keys).exclude(link_kind=LinkKind.ANSWERED_BY)  # these tell of the answer
    uses = Evidence.objects.filter(Q(coding__in=codings) | Q(link__in=links)).order_by("pk")
    found: dict[int, set[str]] = defaultdict(set)
    for coded, linked, text in uses.values_list("coding__code", "link__from_code", "excerpt__text")[:PASSAGES]:
        found[coded or linked].add(text)
    return found


def _asked(text: str) -> dict[str, str]:
    """Tokens that carry meaning, with the words they come from. Single Chinese characters fit too much to mean anything."""
    asked: dict[str, str] = {}
    for part in analyser.parts(analyser.fold(text[:4000])):
        if part.han:
            asked |= {piece: piece for piece in analyser.pieces(part.text)}
        elif (token := analyser.stem(part.text)) not in FILLERS and len(part.text) > 1:
            asked.setdefault(token, part.text)
    return asked


def _bag(names: str, said: str, passages: Collection[str]) -> Counter[str]:
    bag: Counter[str] = Counter()
    for weight, lines in ((1, said.split("\n")), (NAME_WEIGHT, names.split("\n")), (PASSAGE_WEIGHT, passages)):
        for token in analyser.tokens_of(lines):
            bag[token] += weight  # type: ignore[assignment]  # a share of a time counts too
    return bag


def _weight(times: float, codes_with: int, codes: int, length: float) -> float:
    rarity = math.log(1 + (codes - codes_with + 0.5) / (codes_with + 0.5))
    return rarity * times * (K1 + 1) / (times + K1 * (1 - B + B * length))
