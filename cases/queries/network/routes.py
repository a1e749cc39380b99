"""The ways of ties between actors: out of the less tied one beside the words, along a rail, into the other. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

BOX, TALL = 150, 44
RAIL, STUB, ENTRY = 12, 10, 12
"""Room for a rail; for the line between a box and its words; for where lines end at a box."""
APART = 4
OFFSETS = (0, -5, 5)
"""Where in the room between two boxes lines cross a column."""

Side = tuple[str, int]
"""The right (1) or the left (-1) of an actor's box."""


class Place(Protocol):
    """A box that has its place."""

    @property
    def x(self) -> float: ...

    @property
    def y(self) -> float: ...

    @property
    def tall(self) -> float: ...

    @property
    def middle(self) -> float: ...


@dataclass(frozen=True)
class Wire:
    """One tie: ``one`` has its words beside it, ``two`` may be tied to many."""

    one: str
    two: str
    width: float
    height: float
    side_one: int
    side_two: int
    gap_one: int
    gap_two: int

    @property
    def passes(self) -> bool:
        """Whether a column stands between the two."""
        return self.gap_one != self.gap_two


@dataclass
class Gaps:
    """Where columns and the rails between them are."""

    columns: list[float] = field(default_factory=list)
    rails: dict[tuple[int, str], float] = field(default_factory=dict)
    width: float = 0


def sides(one: int, two: int, last: int) -> tuple[int, int, int, int]:
    """At which sides a tie of two columns leaves and arrives, and through which gaps it goes there."""
    if one == two:
        side = -1 if one == last and last > 0 else 1
        gap = one if side > 0 else one - 1
        return side, side, gap, gap
    side = 1 if two > one else -1
    return side, -side, one if side > 0 else one - 1, two - 1 if side > 0 else two


def gaps_of(wires: Sequence[Wire], columns: int, least: float) -> Gaps:
    """Room for the words at both sides of a gap, and for its rails between them; what is over is shared out."""
    rails: dict[int, list[str]] = defaultdict(list)
    room: dict[tuple[int, int], float] = defaultdict(lambda: float(STUB + APART))
    for wire in wires:
        for gap, name in _rails(wire):
            if name not in rails[gap]:
                rails[gap].append(name)
        beside = wire.gap_one, wire.side_one
        room[beside] = max(room[beside], wire.width + STUB + APART)
    gaps = max(columns - 1, 1 if wires else 0)
    widths = [room[gap, 1] + RAIL * max(len(rails[gap]), 1) + room[gap, -1] for gap in range(gaps)]
    spare = max(least - columns * BOX - sum(widths), 0) / gaps if columns > 1 else 0
    found, x = Gaps(), 0.0
    for place, wide in enumerate(widths):
        found.columns.append(round(x, 1))
        first = x + BOX + room[place, 1] + spare / 2 + RAIL / 2
        found.rails |= {(place, name): round(first + RAIL * number, 1) for number, name in enumerate(rails[place])}
        x += BOX + wide + spare
    found.width = round(x, 1)
    if columns > len(widths):
        found.columns.append(round(x, 1))
        found.width = round(x + BOX, 1)
    return found


def _rails(wire: Wire) -> list[tuple[int, str]]:
    """All that goes to one actor shares a rail; before it passes a column, a tie has its own."""
    return [*([(wire.gap_one, f"{wire.one} {wire.two}")] if wire.passes else []), (wire.gap_two, wire.two)]


def _stacks(wires: Sequence[Wire]) -> dict[Side, list[Wire | None]]:
    """What stands at each side of each box: ties with their words, and once the place where others end (``None``)."""
    found: dict[Side, list[Wire | None]] = defaultdict(list)
    for wire in wires:
        found[wire.one, wire.side_one].append(wire)
        if None not in found[wire.two, wire.side_two]:
            found[wire.two, wire.side_two].append(None)
    return found


def _height(item: Wire | None) -> float:
    return item.height if item else ENTRY


def talls(wires: Sequence[Wire]) -> dict[str, float]:
    """How tall each box must be for what stands at its sides."""
    found: dict[str, float] = {}
    for (key, _side), stack in _stacks(wires).items():
        found[key] = max(found.get(key, TALL), sum(map(_height, stack)) + APART * (len(stack) - 1))
    return found


def paths(
    wires: Sequence[Wire], gaps: Gaps, boxes: Mapping[str, Place], column: Mapping[str, int], between: float
) -> list[tuple[str, float, float]]:
    """The path of each tie, and the middle of its words."""
    ports = _ports(wires, boxes)
    used: dict[float, int] = defaultdict(int)
    found = []
    for wire in wires:
        one, two = boxes[wire.one], boxes[wire.two]
        y, end = ports[wire.one, wire.side_one, wire], ports[wire.two, wire.side_two, None]
        start_x, end_x = (box.x + (BOX if side > 0 else 0) for box, side in ((one, wire.side_one), (two, wire.side_two)))
        way = ""
        if wire.passes:
            passed = (column[wire.one] + column[wire.two]) // 2
            across = _across([box for key, box in boxes.items() if column[key] == passed], end, between, used)
            way = f"H{gaps.rails[wire.gap_one, f'{wire.one} {wire.two}']:g}V{across:g}"
        path = f"M{start_x:g} {y:g}{way}H{gaps.rails[wire.gap_two, wire.two]:g}V{end:g}H{end_x:g}"
        found.append((path, round(start_x + wire.side_one * (STUB + wire.width / 2), 1), y))
    return found


def _ports(wires: Sequence[Wire], boxes: Mapping[str, Place]) -> dict[tuple[str, int, Wire | None], float]:
    """The height at which each tie leaves and arrives: around the middle of the box, in the order of where they lead."""
    arriving: dict[Side, list[float]] = defaultdict(list)
    for wire in wires:
        arriving[wire.two, wire.side_two].append(boxes[wire.one].middle)
    found: dict[tuple[str, int, Wire | None], float] = {}
    for (key, side), stack in _stacks(wires).items():

        def leads_to(item: Wire | None, at: Side = (key, side)) -> float:
            return boxes[item.two].middle if item else sum(arriving[at]) / len(arriving[at])

        y = boxes[key].middle - (sum(map(_height, stack)) + APART * (len(stack) - 1)) / 2
        for item in sorted(stack, key=leads_to):
            found[key, side, item] = round(_clear(y + _height(item) / 2, key, side, item, found), 1)
            y += _height(item) + APART
    return found


def _clear(y: float, key: str, side: int, item: Wire | None, found: dict[tuple[str, int, Wire | None], float]) -> float:
    """A little lower where a line from the other side of the gap would run into this one and seem to go on."""
    if item:
        return y
    facing = [at for (other, way, wire), at in found.items() if way == -side and other != key and not (wire and wire.two == key)]
    return next((y + step for step in (0, 4, -4, 8, -8) if all(abs(y + step - at) > 2 for at in facing)), y)


def _across(boxes: Sequence[Place], wanted: float, between: float, used: dict[float, int]) -> float:
    """The height at which a line passes a column: the room between two boxes that is nearest and not yet full."""
    rooms = [min(box.y for box in boxes) - between / 2, *(box.y + box.tall + between / 2 for box in boxes)]
    room = min(rooms, key=lambda y: (used[y] >= len(OFFSETS), abs(y - wanted), y))
    used[room] += 1
    return room + OFFSETS[(used[room] - 1) % len(OFFSETS)]
