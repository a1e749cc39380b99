"""Why something was found: the line with most of the words, cut to a few, the words marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.search import analyser
from cases.search.syntax import Query, Term

WIDTH = 180
"""Characters of a snippet; Chinese ones are counted twice, as they are as wide as two."""
Piece = tuple[str, bool]
"""Some text, and whether it is marked."""


@dataclass(frozen=True)
class Snippet:
    """A stretch of text in pieces, cut at either end or not."""

    pieces: list[Piece]
    chinese: bool

    def __bool__(self) -> bool:
        return any(marked for _, marked in self.pieces)


def marked(text: str, query: Query) -> list[Piece]:
    """The whole text, with what the query's terms found in it."""
    return _cut(text, _spans(text, query.wanted), 0, len(text))


def snippet(lines: Iterable[str], query: Query, chinese: bool) -> Snippet | None:
    """From the line in which most terms stand; among equals one in the reader's language, then the first."""
    terms = [term for term in query.wanted if term.within != "names"]
    best: tuple[tuple[int, bool], str, list[tuple[int, int]]] | None = None
    for line in lines:
        spans = _spans(line, terms)
        if spans:
            rank = (len({line[start:end].casefold() for start, end in spans}), _is_chinese(line) == chinese)
            if best is None or rank > best[0]:
                best = (rank, line, spans)
    if best is None:
        return None
    _, line, spans = best
    width = WIDTH // 2 if _is_chinese(line) else WIDTH
    start, end = _window(line, spans[0][0], width)
    return Snippet(_cut(line, spans, start, end), _is_chinese(line))


def opening(text: str) -> Snippet:
    """The beginning of a text in which nothing is to be marked."""
    start, end = _window(text, 0, WIDTH // 2 if _is_chinese(text) else WIDTH)
    return Snippet(_cut(text, [], start, end), _is_chinese(text))


def _is_chinese(text: str) -> bool:
    return sum(part.han for part in analyser.parts(text[:200])) > 0 and any(
        len(part.text) > 1 for part in analyser.parts(text[:200]) if part.han
    )


def _window(line: str, first: int, width: int) -> tuple[int, int]:
    """Where to cut, a third of the width before the first mark, at spaces where there are some near."""
    start = max(0, min(first - width // 3, len(line) - width))
    end = min(len(line), start + width)
    if start > 0:
        space = line.find(" ", start, start + 20)
        start = space + 1 if 0 <= space < first else start
    if end < len(line):
        space = line.rfind(" ", end - 20, end)
        end = space if space > first else end
    return start, end


def _cut(line: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = [("…", False)] if start > 0 else []
    here = start
    for a, b in spans:
        if b <= start or a >= end or a < here:
            continue
        pieces += [(line[here:a], False)] if a > here else []
        pieces.append((line[a : min(b, end)], True))
        here = min(b, end)
    pieces += [(line[here:end], False)] if here < end else []
    return [*pieces, ("…", False)] if end < len(line) else pieces


def _spans(line: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the line, in its own characters."""
    folded, places = _folded(line)
    found: list[tuple[int, int]] = []
    stems = [(part.start, part.end, analyser.stem(part.text), part.text) for part in analyser.parts(folded) if not part.han]
    for term in terms:
        if _has_han(term):
            found += _written(folded, term)
        else:
            found += _said(stems, term)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(places[start], places[end - 1] + 1) for start, end in merged]


def _folded(line: str) -> tuple[str, list[int]]:
    """The folded line and, for each of its characters, the place that it comes from."""
    folded, places = [], []
    for place, character in enumerate(line):
        for one in analyser.fold(character):
            folded.append(one)
            places.append(place)
    return "".join(folded), places


def _has_han(term: Term) -> bool:
    return any(part.han for part in analyser.parts(term.typed))


def _written(folded: str, term: Term) -> list[tuple[int, int]]:
    """A term with Chinese stands as it was typed, but for spaces and for quotation marks inside."""
    between = f"[{analyser.QUOTES}]*"
    runs = [between.join(part.text) if part.han else re.escape(part.text) for part in analyser.parts(term.typed)]
    return [match.span() for run in runs for match in re.finditer(run, folded)]


def _said(stems: Sequence[tuple[int, int, str, str]], term: Term) -> list[tuple[int, int]]:
    wanted, last, others = term.tokens[:-1], term.tokens[-1], frozenset(term.others)
    found = []
    for place in range(len(stems) - len(wanted)):
        if tuple(stem for _, _, stem, _ in stems[place : place + len(wanted)]) != wanted:
            continue
        _, end, stem, word = stems[place + len(wanted)]
        if stem == last or stem in others or (term.begins and word.startswith(last)):
            found.append((stems[place][0], end))
    return found
