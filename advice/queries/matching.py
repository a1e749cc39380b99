"""Problems that plain words may mean: by names and aliases in both languages, definitions, and the passages under them.

Chinese is compared by pairs of characters, English by the beginnings of words, so that “数据共享难” finds what is
called 数据壁垒 and described as 不愿共享数据.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from cases.enums import CodeKind, LinkKind
from cases.models import Code, Coding, Evidence, Link

HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[a-z]{3,}")
STEM = 5
"""Letters by which English words are compared."""
COMMON = {
    "about", "after", "also", "and", "are", "cannot", "digital", "does", "for", "from", "government", "hard", "have", "into",
    "much", "not", "our", "should", "that", "the", "their", "them", "there", "they", "this", "too", "what", "where", "which",
    "with",
}  # fmt: skip
NAME, DESCRIPTION, PASSAGE = 6, 2, 1
LEAST = 0.34
"""Share of what was typed that has to be found somewhere."""


class Match(NamedTuple):
    """A problem with how well it fits what was typed; 1 is an exact name."""

    problem: Code
    score: float


def pieces(text: str) -> set[str]:
    """What a text is compared by."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = {word[:STEM] for word in LATIN.findall(plain) if word not in COMMON}
    for run in HAN.findall(plain):
        found |= {run[place : place + 2] for place in range(len(run) - 1)} or {run}
    return found


def find_problems(text: str, limit: int = 8) -> list[Match]:
    """The problems that fit best, the best first."""
    wanted = pieces(text)
    if not wanted:
        return []
    problems = list(Code.objects.filter(code_kind=CodeKind.PROBLEM, state="live", retired_in=None).in_order())
    passages = _passages(problems)
    typed = "".join(text.split()).casefold()
    matches = []
    for problem in problems:
        names = [problem.name_en, problem.name_zh, *(alias["text"] for alias in problem.aliases)]
        exact = any(typed == "".join(name.split()).casefold() for name in names if name)
        score = 1.0 if exact else _score(wanted, names, [problem.short_en, problem.short_zh], passages[problem.pk])
        if score >= LEAST:
            matches.append(Match(problem, score))
    matches.sort(key=lambda match: -match.score)
    best = matches[0].score if matches else 0
    return [match for match in matches if match.score >= best * 0.6][:limit]


def _score(wanted: set[str], names: list[str], descriptions: list[str], passages: list[str]) -> float:
    """The share of what was typed that is found, each piece by the best place where it stands."""
    weights: dict[str, int] = {}
    for weight, texts in ((PASSAGE, passages), (DESCRIPTION, descriptions), (NAME, names)):
        for text in texts:
            weights |= dict.fromkeys(wanted & pieces(text), weight)
    covered = len(weights) / len(wanted)
    strength = sum(weights.values()) / (NAME * len(wanted))
    return 0.5 * covered + 0.5 * strength if strength > PASSAGE / NAME * covered else 0.5 * covered


def _passages(problems: Iterable[Code]) -> dict[int, list[str]]:
    """What sources say of each problem, from the passages under its codings and links."""
    keys = [problem.pk for problem in problems]
    found: dict[int, list[str]] = defaultdict(list)
    codings = Coding.objects.filter(code__in=keys, value__gt=0, case__state="live")
    links = Link.objects.filter(from_code__in=keys).exclude(link_kind=LinkKind.ANSWERED_BY)
    uses = Evidence.objects.filter(Q(coding__in=codings) | Q(link__in=links))
    for coded, linked, text in uses.values_list("coding__code", "link__from_code", "excerpt__text"):
        found[coded or linked].append(text)
    return found
