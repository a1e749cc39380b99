"""Where a day stands on the axis. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.queries.timeline.story import Story, When

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
MOST_TICKS = 13
YEAR = 365.2425


@dataclass(frozen=True)
class Scale:
    """Days between ``low`` and ``high`` spread between two edges; days are counted from a case's start where it has one."""

    low: float
    high: float
    left: float
    right: float
    since_start: bool = False

    def x(self, day: float) -> float:
        place = self.left + (day - self.low) / (self.high - self.low) * (self.right - self.left)
        return round(min(max(place, self.left), self.right), 1)

    def day(self, date: dt.date, story: Story) -> float:
        if self.since_start and story.start:
            return (date - story.start).days
        return date.toordinal()

    def place(self, when: When, story: Story) -> tuple[float, float]:
        """Both ends of what a date may mean; an open end lies at the edge."""
        first = self.x(self.day(when.first, story)) if when.first else self.left
        last = self.x(self.day(when.last, story) + 1) if when.last else self.right
        return first, max(first, last)

    def ticks(self) -> list[tuple[float, str]]:
        """A few years, or quarters where there is less than two of them."""
        if self.since_start:
            first, last = self.low / YEAR, self.high / YEAR
            step = _step(last - first)
            return [(self.x(year * YEAR), f"{year:+d}" if year else "0") for year in _multiples(first, last, step)]
        start, end = dt.date.fromordinal(int(self.low)), dt.date.fromordinal(int(self.high))
        if end.year - start.year < 2:
            quarters = [dt.date(year, month, 1) for year in range(start.year, end.year + 1) for month in (1, 4, 7, 10)]
            return [(self.x(day.toordinal()), f"{day:%Y-%m}") for day in quarters if start <= day < end]
        years = _multiples(start.year, end.year, _step(end.year - start.year))
        return [(self.x(dt.date(year, 1, 1).toordinal()), f"{year}") for year in years if start <= dt.date(year, 1, 1)]


def _step(span: float) -> int:
    return next((step for step in STEPS if span / step < MOST_TICKS), STEPS[-1])


def _multiples(first: float, last: float, step: int) -> list[int]:
    start = int(-(-first // step)) * step
    return list(range(start, int(last) + 1, step))


def scale_of(stories: Iterable[Story], left: float, right: float, *, since_start: bool = False) -> Scale | None:
    """The axis on which everything with a date fits: whole years by the calendar, whole days from a start."""
    days: list[float] = []
    for story in stories:
        if since_start and story.start is None:
            continue
        whens = (*(item.when for item in story.items), *(stage.when for stage in story.stages))
        zero = story.start.toordinal() if since_start and story.start else 0
        days.extend(date.toordinal() - zero for when in whens for date in (when.first, when.last) if date)
    if not days:
        return None
    if since_start:
        return Scale(min(*days, 0), max(*days, 1) + 1, left, right, since_start=True)
    first, last = (dt.date.fromordinal(int(day)) for day in (min(days), max(days)))
    end = dt.date(last.year + 1, 1, 1) if last.year < dt.MAXYEAR else dt.date.max
    return Scale(dt.date(first.year, 1, 1).toordinal(), end.toordinal(), left, right)
