"""Where actors stand: three columns, from government to private enterprise. Pure; the same case is always drawn the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cases.queries.timeline.shapes import breadth, cut
from cases.queries.timeline.story import Words

WIDTH, BOX, COLUMNS = 770, 180, 3
ROW, TALL, TOP = 62, 44, 30
GAP = (WIDTH - COLUMNS * BOX) / (COLUMNS - 1)
MOST_ACTORS = 36
LINE, MOST_LINES = 15, 3
PLACES = (0.3, 0.5, 0.15, 0.7)
"""How far across the gap, from the less tied of two actors, the words of a line may stand: in order of preference."""


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
    words: tuple[str, ...]
    """What ties them, one after another."""
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
    words: tuple[str, ...]
    full: str
    hedged: bool = False
    state: str = ""

    @property
    def width(self) -> float:
        return round(max(map(breadth, self.words)) + 8, 1)

    @property
    def height(self) -> float:
        return len(self.words) * LINE + 9


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
    taken: list[Tie] = []
    known = [line for line in lines if line.start in placed and line.end in placed]
    # The words of a bow have one place, beside their actor; those of a straight line make way.
    for line in sorted(known, key=lambda one: placed[one.start].x != placed[one.end].x):
        one, two = sorted((placed[line.start], placed[line.end]), key=lambda box: degree[box.key])
        figure.ties.append(_tie(line, one, two, taken))
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


def _tie(line: Line, one: Box, two: Box, taken: list[Tie]) -> Tie:
    """A straight line between columns; in a column a bow at its side, its words beside ``one``, the less tied of the two."""
    words = tuple(cut(text, GAP - 14) for text in line.words[:MOST_LINES])
    if len(line.words) > MOST_LINES:
        words = (*words[:-1], "…")
    left, right = (one, two) if one.x <= two.x else (two, one)
    start, end = left.x + BOX, right.x
    if one.x == two.x:
        side = 1 if one.x < WIDTH - BOX else -1
        edge = start if side > 0 else one.x
        bend = edge + side * GAP / 2
        path = f"M{edge:g} {one.middle:g}C{bend:g} {one.middle:g} {bend:g} {two.middle:g} {edge:g} {two.middle:g}"
        near = edge + side * (max(map(breadth, words)) / 2 + 8)
        spots = [(near, one.middle)]
    else:
        path = f"M{start:g} {left.middle:g}L{end:g} {right.middle:g}"
        one_end, other_end = (start, end) if one is left else (end, start)
        # Words stand in the gap beside ``one`` and near its height, so that nobody takes them for another's.
        half = max(map(breadth, words)) / 2 + 4
        gap = (start, start + GAP) if one is left else (end - GAP, end)
        spots = []
        for place in PLACES:
            x = one_end + (other_end - one_end) * place * GAP / abs(end - start)
            y = one.middle + (two.middle - one.middle) * place * GAP / abs(end - start)
            spots.append((min(max(x, gap[0] + half), max(gap[1] - half, gap[0] + half)), y))
    tie = Tie(line.id, path, 0, 0, words, line.full, line.hedged, line.state)
    x, y = _free(spots, tie, taken)
    return replace(tie, x=x, y=y)


def _free(spots: list[tuple[float, float]], tie: Tie, taken: list[Tie]) -> tuple[float, float]:
    """A spot on the line where the words cover no others; above or below it if need be."""
    spots = spots + [(x, y + shift) for shift in (-16, 16, -32, 32, -48, 48) for x, y in spots[:2]]

    def free(x: float, y: float) -> bool:
        return y > TOP and not any(
            abs(y - one.y) < (one.height + tie.height) / 2 - 6 and abs(x - one.x) < (one.width + tie.width) / 2 for one in taken
        )

    spot = next((one for one in spots if free(*one)), spots[0])
    taken.append(replace(tie, x=spot[0], y=spot[1]))
    return round(spot[0], 1), round(spot[1], 1)
