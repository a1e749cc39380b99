"""Where actors stand: three columns, from government to private enterprise. Pure; the same case is always drawn the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.queries.timeline.shapes import breadth, cut
from cases.queries.timeline.story import Words

WIDTH, BOX, COLUMNS = 840, 210, 3
ROW, TALL, TOP = 62, 44, 30
GAP = (WIDTH - COLUMNS * BOX) / (COLUMNS - 1)
MOST_ACTORS = 36
PLACES = (0.5, 0.36, 0.64, 0.24, 0.76, 0.43, 0.57, 0.3, 0.7)
"""Where along a line its words may stand, in order of preference."""


@dataclass(frozen=True)
class Actor:
    """One actor before it has a place."""

    key: str
    words: Words
    column: int
    present: bool = True


@dataclass(frozen=True)
class Line:
    """What ties two actors, before it is drawn."""

    id: str
    start: str
    end: str
    words: str
    full: str
    hedged: bool = False
    state: str = ""


@dataclass(frozen=True)
class Box:
    key: str
    x: float
    y: float
    lines: tuple[str, ...]
    full: str
    lang: str = ""
    present: bool = True

    @property
    def middle(self) -> float:
        return self.y + TALL / 2


@dataclass(frozen=True)
class Tie:
    id: str
    path: str
    x: float
    y: float
    words: str
    full: str
    hedged: bool = False
    state: str = ""

    @property
    def width(self) -> float:
        return round(breadth(self.words) + 8, 1)


@dataclass
class Figure:
    width: float = WIDTH
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    columns: list[tuple[float, int]] = field(default_factory=list)
    """Each column that has actors: where it is, and which."""
    left_out: list[str] = field(default_factory=list)
    """Actors for whom there is no room."""


def arrange(actors: Sequence[Actor], lines: Sequence[Line]) -> Figure:
    """Columns by kind of actor; in each column those who are tied to the same actors stand near one another."""
    figure = Figure()
    figure.left_out = [actor.words.text for actor in actors[MOST_ACTORS:]]
    kept = actors[:MOST_ACTORS]
    degree = {actor.key: sum(actor.key in (line.start, line.end) for line in lines) for actor in kept}
    columns = [[actor for actor in kept if actor.column == column] for column in range(COLUMNS)]
    tallest = max(map(len, columns), default=0)
    placed: dict[str, Box] = {}
    for column, members in enumerate(columns):
        if members:
            figure.columns.append((column * (BOX + GAP), column))
        offset = (tallest - len(members)) / 2
        for row, actor in enumerate(_near(members, lines, placed, degree)):
            y = TOP + (offset + row) * ROW
            placed[actor.key] = Box(
                actor.key, column * (BOX + GAP), y, wrapped(actor.words.text), actor.words.text, actor.words.lang, actor.present
            )  # fmt: skip
    figure.boxes = list(placed.values())
    figure.height = TOP + tallest * ROW
    taken: list[tuple[float, float, float]] = []
    for line in lines:
        if line.start in placed and line.end in placed:
            figure.ties.append(_tie(line, placed[line.start], placed[line.end], taken))
    return figure


def _near(members: list[Actor], lines: Sequence[Line], placed: dict[str, Box], degree: dict[str, int]) -> list[Actor]:
    """By the height of those already placed that they are tied to; the others after them, most tied first."""

    def height(actor: Actor) -> float:
        others = [line.end if line.start == actor.key else line.start for line in lines if actor.key in (line.start, line.end)]
        heights = [placed[key].y for key in others if key in placed]
        return sum(heights) / len(heights) if heights else float("inf")

    return sorted(members, key=lambda actor: (height(actor), -degree[actor.key], actor.key))


def wrapped(text: str) -> tuple[str, ...]:
    """A name in at most two lines of a box."""
    room = BOX - 16
    if breadth(text) <= room:
        return (text,)
    words = text.split(" ") if " " in text else list(text)
    glue = " " if " " in text else ""
    first = ""
    while words and breadth(f"{first}{glue}{words[0]}") <= room:
        first = f"{first}{glue}{words.pop(0)}" if first else words.pop(0)
    return (first or cut(text, room), cut(glue.join(words), room)) if words else (first,)


def _tie(line: Line, one: Box, two: Box, taken: list[tuple[float, float, float]]) -> Tie:
    """A straight line between columns, a bow beside its column between actors of one."""
    left, right = (one, two) if one.x <= two.x else (two, one)
    words = cut(line.words, GAP + BOX)
    if left.x == right.x:
        edge = left.x + BOX if left.x < WIDTH - BOX else left.x
        bend = edge + (36 if left.x < WIDTH - BOX else -36)
        path = f"M{edge:g} {left.middle:g}C{bend:g} {left.middle:g} {bend:g} {right.middle:g} {edge:g} {right.middle:g}"
        x, y = _free(bend if bend > edge else bend, left.middle, bend, right.middle, words, taken)
        return Tie(line.id, path, x, y, words, line.full, line.hedged, line.state)
    start, end = left.x + BOX, right.x
    path = f"M{start:g} {left.middle:g}L{end:g} {right.middle:g}"
    x, y = _free(start, left.middle, end, right.middle, words, taken)
    return Tie(line.id, path, x, y, words, line.full, line.hedged, line.state)


def _free(
    x1: float, y1: float, x2: float, y2: float, words: str, taken: list[tuple[float, float, float]]
) -> tuple[float, float]:
    """A spot on the line where the words cover no others; the middle where there is none."""
    half = breadth(words) / 2 + 4
    spots = [(x1 + (x2 - x1) * place, y1 + (y2 - y1) * place) for place in PLACES]
    spots += [(x, y + shift) for shift in (-15, 15, -30, 30) for x, y in spots[:3]]
    inside = [(min(max(x, half), WIDTH - half), y) for x, y in spots]
    spot = next(
        ((x, y) for x, y in inside if all(abs(y - other) > 14 or abs(x - at) > half + wide for at, other, wide in taken)),
        inside[0],
    )
    taken.append((*spot, half))
    return round(spot[0], 1), round(spot[1], 1)
