"""Places as advice sees them: a level and the levels of conditions, each with the claim that says so.

The asker is a case of the record or a private profile, the adopter a case that took a measure; both are a
``Profile``, so that comparing them is the same in either direction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cases.enums import Blank, CodeKind, Level, ScaleKind, silence
from cases.models import Case, Code, Coding, Place

LEVEL = "level"
"""The key of the administrative level among the lines."""


@dataclass(frozen=True)
class Value:
    """What is known of one condition in one place. Without a key nothing is known, and ``blank`` says why."""

    key: str = ""
    words: Any = ""
    claim: Any = None
    blank: str = ""


UNASKED = Value(blank="")
"""A line that the asker has skipped."""


@dataclass(frozen=True)
class Context:
    """A value of the place above: shown beside a line, never counted."""

    place: Place
    words: Any
    claim: Coding


@dataclass
class Profile:
    """One side of the comparison."""

    label: Any
    level: str = ""
    case: Case | None = None
    values: dict[str, Value] = field(default_factory=dict)
    """By the identity of the condition."""
    context: dict[str, list[Context]] = field(default_factory=dict)
    place: Place | None = None
    """Of the case, or the one that the asker named."""

    def is_of(self, case: Case) -> bool:
        """Whether a case is this side itself, or another one of its place."""
        same = self.case is not None and case.pk == self.case.pk
        return same or (self.place is not None and case.place_id == self.place.pk)

    def value(self, key: str) -> Value:
        if key == LEVEL:
            return Value(_tier(self.level), str(Level(self.level).label)) if self.level else UNASKED
        return self.values.get(key, Value(blank=self._silence))

    @property
    def known(self) -> bool:
        """Whether any condition has a value."""
        return any(value.key for value in self.values.values())

    @property
    def _silence(self) -> str:
        return silence(self.case.origin) if self.case else ""


def _tier(level: str) -> str:
    """A district ranks with counties."""
    return Level.COUNTY if level == Level.DISTRICT else level


def conditions() -> list[Code]:
    """The conditions with ordered levels, in the order of the codebook."""
    found = Code.objects.filter(code_kind=CodeKind.CONDITION, scale=ScaleKind.LEVELS, state="live", retired_in=None)
    return list(found.defer("body_en", "body_zh").in_order())


def of_answers(profile: Mapping[str, str], codes: Iterable[Code], label: Any) -> Profile:
    """The asker's own answers. They stand in no table and under no claim: the asker says so."""
    values = {}
    for code in codes:
        step = next((step for step in code.levels if step["key"] == profile.get(code.uid)), None)
        values[code.uid] = Value(step["key"], step["label"]) if step else UNASKED
    return Profile(label, profile.get(LEVEL, ""), None, values)


def profiles_of(cases: Sequence[Case], codes: Sequence[Code]) -> dict[int, Profile]:
    """The profiles of several cases, with what is known of the places above them, in one query."""
    above = {case.pk: _above(case) for case in cases}
    places = {place.pk: place for some in above.values() for place in some}
    found = Coding.objects.filter(
        Q(case__in=cases) | Q(case__place__in=places, case__state="live"), code__in=codes, accepted=True
    )
    by_case: dict[int, list[Coding]] = defaultdict(list)
    by_place: dict[int, list[Coding]] = defaultdict(list)
    wanted = {case.pk for case in cases}
    for coding in found.select_related("case").order_by("case__sort_key", "order"):
        if coding.case_id in wanted:
            by_case[coding.case_id].append(coding)
        if coding.case.place_id in places and not coding.blank:
            by_place[coding.case.place_id].append(coding)
    scales = {code.pk: code for code in codes}
    made = {}
    for case in cases:
        profile = Profile({"en": case.label_en, "zh": case.label_zh}, case.level, case, place=case.place)
        for coding in by_case[case.pk]:
            code = scales[coding.code_id]
            value = Value(coding.level, _words(code, coding), coding, coding.blank or Blank.NOT_REPORTED)
            held = profile.values.get(code.uid)
            # One condition in several phases is known only when they agree.
            profile.values[code.uid] = value if held is None or held.key == value.key else Value(blank=Blank.CONTESTED)
        for place in above[case.pk]:
            for coding in by_place[place.pk]:
                code = scales[coding.code_id]
                profile.context.setdefault(code.uid, []).append(Context(place, _words(code, coding), coding))
        made[case.pk] = profile
    return made


def agreed(profiles: Iterable[Profile]) -> dict[str, Value]:
    """What several cases say of one place, condition by condition: known only when they agree."""
    found: dict[str, Value] = {}
    for profile in profiles:
        for key, value in profile.values.items():
            if value.key or value.blank == Blank.CONTESTED:
                held = found.setdefault(key, value)
                found[key] = held if held.key == value.key else Value(blank=Blank.CONTESTED)
    return found


def _words(code: Code, coding: Coding) -> Any:
    return next((step["label"] for step in code.levels if step["key"] == coding.level), "")


def _above(case: Case) -> list[Place]:
    """The places above the case's, the nation left out. An anonymous case has none."""
    found, place = [], case.place.parent if case.place else None
    while place is not None and place.level != Level.NATIONAL:
        found.append(place)
        place = place.parent
    return found
