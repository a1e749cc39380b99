"""What is known of cases, as features that can be compared.

An anonymous case has only what its study prints of it under its pseudonym: level, unit and codings. Its place, the
places above it, its dates, its actors and its rows in data sets are no features of it, so that no distance rests on them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.enums import CodeKind, Level, ScaleKind, Unit
from cases.models import Case, Code, Coding, StudyMember
from cases.queries.code_kinds import kind_title
from cases.queries.facets import Selection
from methods.similarity import Scale, Variable

OWN = ("level", "unit", "time")
SETS = (
    CodeKind.CONSTRAINT, CodeKind.TENSION, CodeKind.STRATEGY, CodeKind.MECHANISM, CodeKind.STRUCTURE, CodeKind.INTERACTION,
    CodeKind.MODEL, CodeKind.PROBLEM, CodeKind.COUNTERMEASURE, CodeKind.ACHIEVEMENT,
)  # fmt: skip
"""Kinds of code of which a case has several: compared as sets. A case without any is not known to have none."""
SAME_TIER = {Level.DISTRICT: Level.COUNTY}
"""A county may have become a district: for protection the two count as one level."""


@dataclass(frozen=True)
class Trait:
    """Something that cases can be compared on."""

    key: str
    words: Any
    variable: Variable
    code: Code | None = None


def traits(codes: Iterable[Code]) -> dict[str, Trait]:
    """Everything that cases may be compared on: what they say of themselves, kinds of code, scaled codes."""
    own = {"level": _("Level"), "unit": _("Unit of analysis"), "time": _("Year in which the period begins")}
    found = {
        key: Trait(key, words, Variable(key, Scale.NUMERIC if key == "time" else Scale.NOMINAL)) for key, words in own.items()
    }
    found |= {kind.value: Trait(kind.value, str(kind_title(kind)), Variable(kind.value, Scale.SET)) for kind in SETS}
    for code in codes:
        words = {"en": code.name_en, "zh": code.name_zh}
        found[code.uid] = Trait(code.uid, words, Variable(code.uid, Scale.NUMERIC, range=_range(code)), code)
    return found


def scaled_codes() -> list[Code]:
    """Codes with levels or numbers."""
    codes = Code.objects.filter(state="live").exclude(scale=ScaleKind.PRESENT).defer("body_en", "body_zh", "aliases")
    return list(codes.in_order())


def _range(code: Code) -> float | None:
    if code.scale == ScaleKind.LEVELS:
        return float(max(len(code.levels) - 1, 1))
    return 1.0 if code.scale == ScaleKind.MEMBERSHIP else None


def accepted_codings(cases: Sequence[int]) -> QuerySet[Coding]:
    """What is accepted of cases, in the order of the codebook, without the long texts."""
    codings = Coding.objects.filter(case__in=cases, case__state="live", accepted=True, blank="").select_related("code")
    return codings.defer("code__body_en", "code__body_zh", "reasoning_en", "reasoning_zh").order_by("code__order", "order")


class Known:
    """The features of some cases: ``features`` for the distance, ``words`` for the reader."""

    def __init__(self, cases: Sequence[Case], chosen: Sequence[Trait], codings: Sequence[Coding]):
        self.features: dict[str, dict[str, Any]] = {case.slug: {} for case in cases}
        self._words: dict[tuple[str, str], list[Any]] = defaultdict(list)
        slugs = {case.pk: case.slug for case in cases}
        for case in cases:
            for trait in chosen:
                if trait.key in OWN:
                    self._own(case, trait.key)
        kinds = [trait.key for trait in chosen if trait.variable.scale is Scale.SET]
        scaled = {trait.code.pk: trait.code for trait in chosen if trait.code}
        for coding in codings:
            if coding.code.code_kind in kinds:
                self._member(slugs[coding.case_id], coding.code)
            if coding.code_id in scaled:
                self._value(slugs[coding.case_id], coding)

    def words(self, slug: str, key: str) -> list[Any]:
        return self._words[slug, key]

    def _own(self, case: Case, key: str) -> None:
        if key == "time":
            if case.anonymous or case.period_min is None:
                return
            self._say(case.slug, key, case.period_min.year, str(case.period_min.year))
        elif key == "level":
            self._say(case.slug, key, case.level, str(Level(case.level).label))
        else:
            self._say(case.slug, key, case.unit, str(Unit(case.unit).label))

    def _say(self, slug: str, key: str, value: Any, words: Any) -> None:
        self.features[slug][key] = value
        self._words[slug, key].append(words)

    def _member(self, slug: str, code: Code) -> None:
        held = self.features[slug].get(code.code_kind, frozenset())
        if code.uid not in held:
            self.features[slug][code.code_kind] = held | {code.uid}
            self._words[slug, code.code_kind].append({"en": code.name_en, "zh": code.name_zh})

    def _value(self, slug: str, coding: Coding) -> None:
        """The value of the latest phase, which is listed last, stands for the case."""
        code = coding.code
        places = {step["key"]: (place, step["label"]) for place, step in enumerate(code.levels)}
        value, words = places.get(coding.level, (coding.value, f"{coding.value:g}" if coding.value is not None else ""))
        if value is not None:
            self._words.pop((slug, code.uid), None)
            self._say(slug, code.uid, value, words)


def study_mates(cases: Sequence[Case]) -> dict[int, set[int]]:
    """The studies of each case."""
    found: dict[int, set[int]] = defaultdict(set)
    for case, study in StudyMember.objects.filter(case__in=list(cases)).values_list("case_id", "study_id"):
        found[case].add(study)
    return found


def may_be_paired(one: Case, other: Case, studies: dict[int, set[int]]) -> bool:
    """Whether the software may call two cases alike.

    Two cases of which exactly one is anonymous might be one place told twice, and a short distance would say so.
    They are paired only where they cannot be: of different levels, or put beside each other by a study itself.
    """
    if one.anonymous == other.anonymous:
        return True
    tiers = {SAME_TIER.get(Level(case.level), Level(case.level)) for case in (one, other)}
    return len(tiers) == 2 or bool(studies[one.pk] & studies[other.pk])


def chosen_by(selection: Selection, outcome: str) -> bool:
    """Whether the cases were chosen by their outcome."""
    return outcome.partition(":")[0] in selection
