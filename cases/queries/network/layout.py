"""Where actors stand: in columns from government to private enterprise. Pure; the same case is always drawn the same.

A tie leaves the less tied of its two actors beside its own words, turns into a rail between the columns and ends at the
other one: no words cover others, and no line crosses them. ``routes.py`` finds its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.queries.network import routes
from cases.queries.network.routes import BOX, TALL, Wire
from cases.queries.timeline.shapes import breadth, cut
from cases.queries.timeline.story import Words

WIDTH, COLUMNS = 770, 3
TOP, BETWEEN = 44, 20
MOST_ACTORS = 36
LINE, MOST_LINES, MOST_WORDS = 15, 6, 110


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
    """What ties them and when, a tie after another: a line of words each. None: nothing does at this step."""
    full: str
    room: tuple[str, ...] = ()
    """The words of the whole process, so that everything stays in its place from step to step."""
    hedged: bool = False
    state: str = ""


@dataclass(frozen=True)
class Box:
    key: str
    x: float
    y: float
    tall: float
    lines: tuple[str, ...]
    full: str
    lang: str = ""
    present: bool = True

    @property
    def middle(self) -> float:
        return self.y + self.tall / 2


@dataclass(frozen=True)
class Tie:
    id: str
    path: str
    x: float
    y: float
    width: float
    height: float
    words: tuple[str, ...]
    full: str
    hedged: bool = False
    state: str = ""


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
    kept = actors[:MOST_ACTORS]
    figure = Figure(left_out=[actor.words.text for actor in actors[MOST_ACTORS:]])
    degree = {actor.key: sum(actor.key in (line.start, line.end) for line in lines) for actor in kept}
    kinds = sorted({actor.column for actor in kept})
    column = {actor.key: kinds.index(actor.column) for actor in kept}
    known = [line for line in lines if line.start in column and line.end in column and line.start != line.end]
    wires = [_wire(line, column, degree) for line in known]
    gaps = routes.gaps_of(wires, len(kinds), WIDTH)
    figure.columns = list(zip(gaps.columns, kinds, strict=True))
    figure.width = max(WIDTH, gaps.width)
    figure.boxes = _boxes(kept, known, gaps, column, degree, routes.talls(wires))
    figure.height = max((box.y + box.tall for box in figure.boxes), default=TOP) + BETWEEN
    paths = routes.paths(wires, gaps, {box.key: box for box in figure.boxes}, column, BETWEEN)
    for line, (path, x, y) in zip(known, paths, strict=True):
        if words := _words(line.words):
            figure.ties.append(Tie(line.id, path, x, y, *_size(words), words, line.full, line.hedged, line.state))
    return figure


def _wire(line: Line, column: dict[str, int], degree: dict[str, int]) -> Wire:
    """Room for the line and its words, from the less tied of its two actors to the other."""
    one, two = sorted((line.start, line.end), key=lambda key: (degree[key], key != line.start))
    size = _size(_words(line.room or line.words))
    return Wire(one, two, *size, *routes.sides(column[one], column[two], max(column.values())))


def _words(lines: Sequence[str]) -> tuple[str, ...]:
    """As many lines as there is room for, each no longer than it may be."""
    words = tuple(cut(text, MOST_WORDS) for text in lines[:MOST_LINES])
    return (*words[:-1], "…") if len(lines) > MOST_LINES else words


def _size(words: Sequence[str]) -> tuple[float, float]:
    return round(max(map(breadth, words), default=0) + 8, 1), len(words) * LINE + 9


def _boxes(
    actors: Sequence[Actor],
    lines: Sequence[Line],
    gaps: routes.Gaps,
    column: dict[str, int],
    degree: dict[str, int],
    talls: dict[str, float],
) -> list[Box]:
    """Each column in its order, all of them around one middle."""
    columns = [[actor for actor in actors if column[actor.key] == place] for place in range(len(gaps.columns))]
    heights = [sum(talls.get(actor.key, TALL) + BETWEEN for actor in members) for members in columns]
    placed: dict[str, Box] = {}
    for place, members in enumerate(columns):
        y = TOP + (max(heights) - heights[place]) / 2
        for actor in _near(members, lines, placed, degree):
            tall, words = talls.get(actor.key, TALL), actor.words
            placed[actor.key] = Box(
                actor.key, gaps.columns[place], y, tall, wrapped(words.text), words.text, words.lang, actor.present
            )
            y += tall + BETWEEN
    return list(placed.values())


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
