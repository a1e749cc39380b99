"""Cases by the value of a scaled code: a level or number, all from one to another, or the reason why there is none.

Levels and numbers are each a bitmap of cases, in the order of the scale; a range is the union of a slice of them.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pyroaring import BitMap

from cases.enums import Blank, Origin, silence

VALUE = "value"
"""The facet whose values are “code=step”, “code=from..to” and “code=reason”."""
LONGEST = 40
EMPTY = BitMap()
REASONS = frozenset(Blank.values)
BLOCK = 100
"""Steps of which the union is kept, so that a wide range over many numbers is a union of few bitmaps."""


class Span(NamedTuple):
    """What an address asks of a scaled code: from one step to another (open where empty), or a single step or reason."""

    code: str
    first: str
    last: str

    @property
    def single(self) -> bool:
        return self.first == self.last


def read_span(text: str) -> Span | None:
    """A value of the facet taken apart, or none where it is written otherwise."""
    code, sign, said = text.partition("=")
    first, dots, last = said.partition("..")
    if not sign or ":" not in code or not said.strip(".") or len(said) > 2 * LONGEST:
        return None
    return Span(code, first, last if dots else first)


def number(text: str) -> float | None:
    """The number that is meant; none where it is no number, or no finite one."""
    try:
        said = float(text)
    except ValueError:
        return None
    return said if math.isfinite(said) else None


def digits(value: float) -> str:
    """A number as it stands in an address: every digit, and no more than there are."""
    return repr(value).removesuffix(".0")


@dataclass
class Scale:
    """The cases of one code at each step of its scale, and those without a value by the reason."""

    numeric: bool
    steps: Sequence[str] | Sequence[float]
    """The levels of the code from the lowest, or the numbers that occur."""
    cases: list[BitMap]
    blanks: dict[str, BitMap] = field(default_factory=dict)
    valued: BitMap = EMPTY

    def matching(self, span: Span) -> BitMap | None:
        """Cases in the span; none where the scale has no such step."""
        if span.single and span.first in self.blanks:
            return self.blanks[span.first]
        places = self._numbers(span) if self.numeric else self._levels(span)
        return None if places is None else self._between(*places)

    def _between(self, start: int, end: int) -> BitMap:
        first, last = -(-start // BLOCK), end // BLOCK
        if first >= last:
            return BitMap.union(EMPTY, *self.cases[start:end])
        edges = self.cases[start : first * BLOCK] + self.cases[last * BLOCK : end]
        return BitMap.union(EMPTY, *edges, *self.blocks[first:last])

    @cached_property
    def blocks(self) -> list[BitMap]:
        return [BitMap.union(EMPTY, *self.cases[start : start + BLOCK]) for start in range(0, len(self.cases), BLOCK)]

    def _levels(self, span: Span) -> tuple[int, int] | None:
        known = list(self.steps)
        if not {span.first, span.last} <= {"", *known}:
            return None
        return known.index(span.first) if span.first else 0, known.index(span.last) + 1 if span.last else len(known)

    def _numbers(self, span: Span) -> tuple[int, int] | None:
        ends = [number(end) if end else None for end in (span.first, span.last)]
        if [end is None for end in ends] != [not end for end in (span.first, span.last)]:
            return None
        start = 0 if ends[0] is None else bisect_left(self.steps, ends[0])
        return start, len(self.steps) if ends[1] is None else bisect_right(self.steps, ends[1])


def scales_of(bitmaps: Mapping[tuple[str, str], BitMap], live: BitMap, levels: Mapping[str, Sequence[str]]) -> dict[str, Scale]:
    """Every scaled code that some case has a value of, or a reason for having none."""
    steps: dict[str, dict[str, BitMap]] = defaultdict(dict)
    for (facet, key), cases in bitmaps.items():
        code, sign, step = key.partition("=")
        if sign and (facet == VALUE or code in levels):
            steps[code][step] = cases
    return {code: _scale(found, levels.get(code), live, bitmaps) for code, found in steps.items()}


def _scale(
    found: dict[str, BitMap], levels: Sequence[str] | None, live: BitMap, bitmaps: Mapping[tuple[str, str], BitMap]
) -> Scale:
    said = {step: cases for step, cases in found.items() if step not in REASONS or step in (levels or ())}
    if levels is None:
        numbers = sorted((float(step), step) for step in said)
        scale = Scale(True, [one for one, _ in numbers], [said[step] for _, step in numbers])
    else:
        scale = Scale(False, levels, [said.get(level, EMPTY) for level in levels])
    scale.valued = BitMap.union(EMPTY, *scale.blocks)
    scale.blanks = _blanks({step: cases for step, cases in found.items() if step not in said}, live - scale.valued, bitmaps)
    return scale


def _blanks(given: dict[str, BitMap], rest: BitMap, bitmaps: Mapping[tuple[str, str], BitMap]) -> dict[str, BitMap]:
    """Reasons as they were given; where nothing is said of the code at all, what silence means by the case's origin."""
    silent = rest - BitMap.union(EMPTY, *given.values())
    blanks = dict(given)
    for origin in Origin:
        reason = silence(origin).value
        cases = bitmaps.get(("origin", origin.value), EMPTY) & silent
        if cases:
            blanks[reason] = blanks.get(reason, EMPTY) | cases
    return blanks


def by_code(values: Iterable[str]) -> dict[str, list[Span | None]]:
    """Values of the facet by their code, since any of a code's values is asked for, and every code."""
    found: dict[str, list[Span | None]] = defaultdict(list)
    for text in values:
        span = read_span(text)
        found[span.code if span else ""].append(span)
    return found
