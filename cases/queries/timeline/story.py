"""What is drawn, before it has a place: phases, moments and stretches of each case. Pure data, no database."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field

from cases.validators import NotADate, date_bounds

PLAIN = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")
EXACT = re.compile(r"^\d{4}-(0[1-9]|1[0-2])(-\d\d)?$")
FORMATION, INTERACTION, GOVERNANCE, OTHER = "formation", "interaction", "governance", "other"
TIES, OWNERSHIP, POLICY = "ties", "ownership", "policy"
LANES = (FORMATION, INTERACTION, GOVERNANCE, OTHER, TIES, OWNERSHIP, POLICY)
"""Lanes in the order of the page: the three strands, events of no strand, ties, owners, national policy."""


@dataclass(frozen=True)
class When:
    """A date as a source leaves it: the first and last day that it may mean, ``None`` where that is open."""

    text: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @classmethod
    def of(cls, text: str | None) -> "When":
        """An unreadable date is kept as words and has no place."""
        if not text:
            return cls()
        try:
            first, last = plain_bounds(text) or date_bounds(text)
        except (NotADate, ValueError):
            return cls(text)
        return cls(text, first, last)

    @property
    def known(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def exact(self) -> bool:
        """A day or a month, without “about”: drawn as a dot. Anything else is drawn as long as it may be."""
        return bool(EXACT.match(self.text)) and self.first is not None

    @property
    def start(self) -> dt.date:
        return self.first or self.last or dt.date.min


def plain_bounds(text: str) -> tuple[dt.date | None, dt.date | None] | None:
    """Both ends of an ordinary date or range; ``None`` for anything else, which the parser reads in milliseconds, not less."""
    start, slash, end = text.partition("/")
    sides = [PLAIN.match(side) for side in (start, end)] if slash else [PLAIN.match(start)] * 2
    if sides[0] is None or (sides[1] is None and end not in ("", "..")):
        return None
    if any(side and side[2] and int(side[2]) > 12 for side in sides):  # a season, or no month at all
        return None
    first = _bounds(sides[0])[0]
    last = _bounds(sides[1])[1] if sides[1] else None
    if last and first > last:
        raise NotADate(text)
    return first, last


def _bounds(found: re.Match[str]) -> tuple[dt.date, dt.date]:
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return dt.date(year, month, day), dt.date(year, month, day)
    if month:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


@dataclass(frozen=True)
class Words:
    """Words in the language that there is, with its tag where it is not the reader's."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Stage:
    """A phase of a case."""

    ref: str
    title: Words
    when: When = When()


@dataclass(frozen=True)
class Moment:
    """An event, or the model that results at the end of a phase."""

    id: str
    words: Words
    lane: str
    when: When = When()
    phase: int | None = None
    """The place of its phase in the case's order."""
    hedged: bool = False
    result: bool = False


@dataclass(frozen=True)
class Stretch:
    """A tie between two actors, in a state or without one, for as long as it holds."""

    id: str
    words: Words
    lane: str
    row: str
    """Stretches of one row follow one another: the same two actors, tied in the same way."""
    when: When = When()
    phase: int | None = None
    hedged: bool = False
    state: str = ""
    """The key of the interaction state; empty where no study assigns one."""
    share: float | None = None
    trigger: Words | None = None
    company: Words | None = None
    """Whose owners the lane lists."""


@dataclass
class Story:
    """One case: its phases in order, and what stands in its lanes."""

    key: str
    title: Words
    stages: list[Stage] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    start: dt.date | None = None
    """Where it begins, when cases are aligned from a starting event."""

    @property
    def items(self) -> list[Moment | Stretch]:
        return [*self.moments, *self.stretches]

    @property
    def dated(self) -> bool:
        return any(item.when.known for item in self.items) or any(stage.when.known for stage in self.stages)
