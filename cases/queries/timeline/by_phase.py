"""A case drawn in the order of its phases, where a source gives no dates: columns of one width that measure nothing. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from cases.queries.timeline.by_date import BAND, DOT, LINE, TRIGGER, band
from cases.queries.timeline.shapes import Drawing, Label, Lane, Shape, cut
from cases.queries.timeline.story import Moment, Story, Stretch

MOST_IN_CELL = 30
"""Events of one lane in one phase; the table has the rest."""


class Columns:
    """One column per phase; a case without phases has one, in which its events follow their dates."""

    def __init__(self, story: Story, left: float, right: float, count: int):
        self.story = story
        self.left = left
        self.count = max(count, 1)
        self.width = round((right - left) / self.count, 1)
        self.single = not story.stages

    def of(self, item: Moment | Stretch) -> int | None:
        return 0 if self.single else item.phase

    def x(self, column: int) -> float:
        return round(self.left + column * self.width, 1)


def phases(columns: Columns, y: float) -> list[Shape]:
    shapes = []
    for place, stage in enumerate(columns.story.stages):
        left = columns.x(place)
        label = Label(left + 6, y + 16, cut(stage.title.text, columns.width - 12), stage.title.lang)
        key = f"{columns.story.key}/{stage.ref}"
        shapes.append(Shape(key, "phase", left, y, columns.width, BAND, title=stage.title.text, label=label))
    return shapes


def fill(lane: Lane, columns: Columns, items: Sequence[Moment | Stretch], drawing: Drawing) -> float:
    """Bands first, in a row per pair of actors; below them the events of each phase. The height taken."""
    cells: dict[int, list[Moment]] = defaultdict(list)
    rows: dict[str, list[Stretch]] = {}
    for item in sorted(items, key=lambda one: (one.when.start if one.when.known else dt.date.max, one.id)):
        if columns.of(item) is None:
            drawing.leave_out("no-phase", item.id)
        elif isinstance(item, Stretch):
            rows.setdefault(item.row, []).append(item)
        else:
            cells[columns.of(item) or 0].append(item)
    layers = _down(rows, columns)
    for layer in layers[MOST_IN_CELL:]:
        for _column, stretch in layer:
            drawing.leave_out("too-many", stretch.id)
    height = sum(_bands(layer, lane, columns, lane.y) for layer in layers[:MOST_IN_CELL])
    top = lane.y + height
    tallest = 0
    for column, moments in cells.items():
        for place, moment in enumerate(moments):
            if place >= MOST_IN_CELL:
                drawing.leave_out("too-many", moment.id)
                continue
            lane.shapes.append(_moment(moment, columns, column, top + place * LINE))
        tallest = max(tallest, min(len(moments), MOST_IN_CELL))
    return height + tallest * LINE


def _down(rows: dict[str, list[Stretch]], columns: Columns) -> list[list[tuple[int, Stretch]]]:
    """Rows with one band per column; rivals for a column go to a row below."""
    layers: list[list[tuple[int, Stretch]]] = []
    for stretches in rows.values():
        own: list[list[tuple[int, Stretch]]] = []
        for stretch in stretches:
            column = columns.of(stretch) or 0
            layer = next((layer for layer in own if all(taken != column for taken, _ in layer)), None)
            if layer is None:
                layer = []
                own.append(layer)
            layer.append((column, stretch))
        layers.extend(own)
    return layers


def _bands(layer: list[tuple[int, Stretch]], lane: Lane, columns: Columns, top: float) -> float:
    y = max([top, *(shape.bottom + 4 for shape in lane.shapes), *(label.y + 8 for label in lane.triggers)])
    triggered = False
    following = [column for column, stretch in layer if stretch.trigger and stretch.state]
    for column, stretch in layer:
        left = columns.x(column)
        lane.shapes.append(band(stretch, left, y, round(columns.width - 3, 1)))
        if stretch.trigger and stretch.state:
            triggered = True
            until = min((later for later in following if later > column), default=columns.count)
            words = cut(stretch.trigger.text, columns.x(until) - left - 16)
            lane.triggers.append(Label(left, y + BAND + 13, words, stretch.trigger.lang))
    return BAND + 4 + (TRIGGER if triggered else 0)


def _moment(moment: Moment, columns: Columns, column: int, y: float) -> Shape:
    """A result in bold, a dated event with its dot and date, an undated one as an open band."""
    left, width = columns.x(column), round(columns.width - 3, 1)
    full = moment.words.text
    if moment.result:
        label = Label(left + 22, y + 15, cut(full, width - 26), moment.words.lang, css="tx txb")
        return Shape(moment.id, "result", left, y, width, LINE, hedged=moment.hedged, title=full, label=label)
    if moment.when.known:
        dated = f"{moment.when.text} · {full}"
        label = Label(left + 18, y + 15, cut(dated, width - 20), moment.words.lang)
        shape = "dot" if moment.when.exact else "capsule"
        return Shape(
            moment.id, shape, left + 4, y + (LINE - DOT) / 2, DOT if shape == "dot" else 14, DOT, hedged=moment.hedged,
            title=full, label=label,
        )  # fmt: skip
    label = Label(left + 8, y + 15, cut(full, width - 14), moment.words.lang)
    return Shape(moment.id, "open", left, y + 2, width, LINE - 4, hedged=moment.hedged, title=full, label=label)
