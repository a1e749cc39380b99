"""A case drawn to scale: dots where a day or month is known, capsules and open bands where it is not. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from cases.queries.timeline.scale import Scale
from cases.queries.timeline.shapes import Drawing, Label, Lane, Shape, breadth, cut
from cases.queries.timeline.story import Moment, Story, Stretch

LINE, BAND, TRIGGER, DOT, GAP = 24, 24, 18, 9, 10
MOST_ROWS = 12
"""Rows of events in a lane; in a fuller one some events keep their dot and lose their words, which the table has."""
LONGEST = 300
"""The widest label beside a dot."""


def phases(story: Story, scale: Scale, y: float, drawing: Drawing) -> list[Shape]:
    """Phases as bands along the top; one without an end lasts until the next begins."""
    shapes = []
    for place, stage in enumerate(story.stages):
        if not stage.when.known:
            drawing.leave_out("phase-undated", f"{story.key}/{stage.ref}")
            continue
        left, right = scale.place(stage.when, story)
        following = next((after.when.first for after in story.stages[place + 1 :] if after.when.first), None)
        if stage.when.last is None and following:
            right = max(left, scale.x(scale.day(following, story)))
        words = cut(stage.title.text, right - left - 12)
        label = Label(left + 6, y + 16, words, stage.title.lang) if words else None
        shapes.append(
            Shape(f"{story.key}/{stage.ref}", "phase", left, y, right - left, BAND, title=stage.title.text, label=label)
        )
    return shapes


def moments(story: Story, found: Iterable[Moment], scale: Scale, y: float, drawing: Drawing) -> tuple[list[Shape], float]:
    """Events from left to right, each in the first row that has room for it and its words."""
    placed = [_moment(story, moment, scale) for moment in found]
    ends: list[float] = []
    shapes = []
    for shape in sorted(placed, key=lambda one: (one.form == "open", one.x, one.id)):
        row, label = _room(shape, ends, scale.right)
        if row == len(ends):
            ends.append(scale.left - 1)
        top = y + row * LINE
        if label is None:
            drawing.unlabelled += 1
        else:
            label = replace(label, y=top + 15)
        start = label.x + (breadth(label.text) if label.anchor == "start" else 0) if label else 0
        ends[row] = max(ends[row], shape.right, start)
        shapes.append(replace(shape, y=top + (LINE - shape.height) / 2, label=label))
    return shapes, len(ends) * LINE


def _moment(story: Story, moment: Moment, scale: Scale) -> Shape:
    """The shape that says how surely the date is known."""
    when = moment.when
    full = moment.words.text
    base = Shape(moment.id, "dot", 0, 0, DOT, DOT, hedged=moment.hedged, title=full, label=Label(0, 0, full, moment.words.lang))
    if when.known:
        left, right = scale.place(when, story)
        if when.exact:
            return replace(base, x=round((left + right) / 2 - DOT / 2, 1))
        return replace(base, form="capsule", x=left, width=max(right - left, 14.0), height=12)
    left, right = scale.left, scale.right
    if moment.phase is not None and story.stages[moment.phase].when.known:
        left, right = scale.place(story.stages[moment.phase].when, story)
    return replace(base, form="open", x=left, width=max(right - left, 20.0), height=18)


def _room(shape: Shape, ends: list[float], edge: float) -> tuple[int, Label | None]:
    """The first row where the shape and its words fit, words to the right or else to the left of it."""
    words = shape.label or Label(0, 0, "")
    inside = shape.form == "open"
    short = cut(words.text, max(shape.width - 16, 40) if inside else LONGEST)
    wide = breadth(short)
    right = replace(words, text=short, x=round(shape.x + 8 if inside else shape.right + 5, 1))
    left = replace(words, text=short, x=round(shape.x - 5, 1), anchor="end")
    for row, end in enumerate(ends):
        if shape.x > end + GAP and (inside or right.x + wide <= edge):
            return row, right
        if not inside and shape.x - 5 - wide > end + GAP:
            return row, left
    if len(ends) < MOST_ROWS:
        if inside or right.x + wide <= edge:
            return len(ends), right
        if left.x - wide >= 0:
            return len(ends), left
        room = max(edge - right.x, left.x)
        return len(ends), replace(right if edge - right.x >= left.x else left, text=cut(short, room))
    free = [row for row, end in enumerate(ends) if shape.x > end]
    return (free[0] if free else min(range(len(ends)), key=ends.__getitem__)), None


def stretches(story: Story, found: list[Stretch], scale: Scale, lane: Lane, drawing: Drawing) -> float:
    """Bands in a row per pair of actors; a band ends where the next of its row begins. The height taken."""
    rows: dict[str, list[tuple[Stretch, float, float]]] = {}
    for stretch in sorted(found, key=lambda one: (one.when.start if one.when.known else dt.date.max, one.id)):
        spot = _spot(story, stretch, scale)
        if spot is None:
            drawing.leave_out("relation-undated", stretch.id)
            continue
        rows.setdefault(stretch.row, []).append((stretch, *spot))
    y = lane.y
    for bands in rows.values():
        for layer in _layers(bands):
            y += _row(layer, y, scale, lane)
    return y - lane.y


def _spot(story: Story, stretch: Stretch, scale: Scale) -> tuple[float, float] | None:
    if stretch.when.known:
        return scale.place(stretch.when, story)
    if stretch.phase is not None and story.stages[stretch.phase].when.known:
        return scale.place(story.stages[stretch.phase].when, story)
    return None


def _layers(bands: list[tuple[Stretch, float, float]]) -> list[list[tuple[Stretch, float, float]]]:
    """Bands that follow one another, cut where the next begins; those that truly overlap lie in a row of their own."""
    month = 0.5  # ends of one row that share a month or a year meet: the later one wins
    layers: list[list[tuple[Stretch, float, float]]] = []
    for stretch, left, right in bands:
        for layer in layers:
            before, start, end = layer[-1]
            shared = before.when.last and stretch.when.first and (before.when.last - stretch.when.first).days <= 366
            if left >= end - month or (shared and left > start):
                layer[-1] = (before, start, min(end, left))
                layer.append((stretch, left, right))
                break
        else:
            layers.append([(stretch, left, right)])
    return layers


def _row(layer: list[tuple[Stretch, float, float]], y: float, scale: Scale, lane: Lane) -> float:
    trigger_right = -1.0
    for place, (stretch, left, right) in enumerate(layer):
        width = max(right - left, 3.0)
        limit = layer[place + 1][1] if place + 1 < len(layer) else scale.right
        lane.shapes.append(band(stretch, left, y, width, limit - left - width, unended=_unended(stretch)))
        if stretch.trigger and stretch.state:
            words = cut(stretch.trigger.text, scale.right - left - 14)
            if left > trigger_right:
                lane.triggers.append(Label(left, y + BAND + 13, words, stretch.trigger.lang))
                trigger_right = left + 10 + breadth(words)
    return BAND + 4 + (TRIGGER if trigger_right >= 0 else 0)


def _unended(stretch: Stretch) -> bool:
    return stretch.when.known and stretch.when.last is None


def band(stretch: Stretch, left: float, y: float, width: float, beside: float = 0, *, unended: bool = False) -> Shape:
    """A band with its words inside, or beside it where it is too short for them."""
    full, lang = stretch.words.text, stretch.words.lang
    if breadth(full) > width - 12 and breadth(full) <= beside - 8:
        label = Label(round(left + width + 6, 1), y + 16, full, lang)
    else:
        label = Label(round(left + 7, 1), y + 16, cut(full, width - 12), lang)
    fill = round(BAND * stretch.share / 100, 1) if stretch.share is not None else 0
    css = f"st-{stretch.state}" if stretch.state else "share" if stretch.share is not None else "tie"
    return Shape(
        stretch.id, "band", left, y, width, BAND, css, stretch.hedged, fill, unended, full, label if label.text else None
    )  # fmt: skip
