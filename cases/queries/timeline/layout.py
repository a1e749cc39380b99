"""The drawing of some cases, one below another on a common axis. Pure: the same cases always give the same drawing."""

from collections.abc import Sequence

from cases.queries.timeline import by_date, by_phase
from cases.queries.timeline.scale import Scale, scale_of
from cases.queries.timeline.shapes import Block, Drawing, Label, Lane
from cases.queries.timeline.story import LANES, OWNERSHIP, Moment, Story, Stretch

CALENDAR, START, PHASE = "calendar", "start", "phase"
LEFT, MARGIN, AXIS, TITLE, HEAD, SPACE, EDGE = 1, 1, 30, 26, 22, 10, 20


def draw(stories: Sequence[Story], align: str = CALENDAR, width: float = 1100, *, titles: bool = True) -> Drawing:
    """Place everything that can be placed; what cannot is named in ``unplaced`` with the reason."""
    drawing = Drawing(width)
    right = width - MARGIN
    scale = None
    if align != PHASE:
        scale = scale_of(stories, LEFT + 6, right - 6, since_start=align == START)
    if scale:
        drawing.ticks = [_tick(x, words, width) for x, words in scale.ticks()]
    y: float = AXIS if scale else 4
    count = max((len(story.stages) for story in stories), default=1) if align == PHASE else 0
    for story in stories:
        if scale and (story.start if align == START else story.dated):
            block = _to_scale(story, scale, y, drawing, titles=titles)
        else:
            columns = by_phase.Columns(story, LEFT, right, count or len(story.stages))
            block = _in_order(story, columns, y, drawing, titles=titles)
        drawing.blocks.append(block)
        y += block.height + SPACE
    drawing.height = round(y, 1)
    return drawing


def _tick(x: float, words: str, width: float) -> Label:
    """The words of a tick stand in its middle, except at the edges, where they would be cut."""
    anchor = "start" if x < EDGE else "end" if x > width - EDGE else "middle"
    return Label(x, 14, words, anchor=anchor, css="tx3")


def _block(story: Story, y: float, titles: bool) -> tuple[Block, float]:
    block = Block(story.key, Label(0, y + 16, story.title.text, story.title.lang, css="tx txb txcase"), y)
    return block, y + (TITLE if titles else 0)


def _to_scale(story: Story, scale: Scale, y: float, drawing: Drawing, *, titles: bool) -> Block:
    block, top = _block(story, y, titles)
    block.phases = by_date.phases(story, scale, top, drawing)
    if block.phases:
        top += by_date.BAND + 6
    for lane, items in _lanes(story, top):
        lane.y = top + HEAD
        moments = [item for item in items if isinstance(item, Moment)]
        bands = [item for item in items if isinstance(item, Stretch)]
        taken = by_date.stretches(story, bands, scale, lane, drawing)
        shapes, height = by_date.moments(story, moments, scale, lane.y + taken, drawing)
        lane.shapes.extend(shapes)
        top = _close(block, lane, top, taken + height)
    block.height = top - y
    return block


def _in_order(story: Story, columns: by_phase.Columns, y: float, drawing: Drawing, *, titles: bool) -> Block:
    block, top = _block(story, y, titles)
    block.ordered = True
    block.phases = by_phase.phases(columns, top)
    block.columns = [columns.x(place) for place in range(1, len(story.stages))]
    if block.phases:
        top += by_date.BAND + 6
    for lane, items in _lanes(story, top):
        lane.y = top + HEAD
        top = _close(block, lane, top, by_phase.fill(lane, columns, items, drawing))
    block.height = top - y
    return block


def _close(block: Block, lane: Lane, top: float, taken: float) -> float:
    """A lane in which nothing could be placed takes no room."""
    if not lane.shapes:
        return top
    lane.height = taken
    block.lanes.append(lane)
    return lane.y + taken + 4


def _lanes(story: Story, y: float) -> list[tuple[Lane, list[Moment | Stretch]]]:
    """The lanes that have something in them; owners by the company that they own."""
    found: list[tuple[Lane, list[Moment | Stretch]]] = []
    for key in LANES:
        items = [item for item in story.items if item.lane == key]
        if key != OWNERSHIP:
            if items:
                found.append((Lane(key, y), items))
            continue
        companies: dict[str, tuple[Lane, list[Moment | Stretch]]] = {}
        for item in items:
            company = getattr(item, "company", None)
            name, lang = (company.text, company.lang) if company else ("", "")
            companies.setdefault(name, (Lane(key, y, about=name, lang=lang), []))[1].append(item)
        found.extend(companies.values())
    return found
