"""What is known of cases, as features that can be compared.

An anonymous case has only what its study prints of it under its pseudonym: level, unit and codings. Its place, the
places above it, its dates, its actors and its rows in data sets are no features of it, so that no distance rests on them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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


class Named(NamedTuple):
    """What a comparison needs of a code."""

    pk: int
    uid: str
    code_kind: str
    scale: str
    order: int
    name_en: str
    name_zh: str
    levels: list[dict[str, Any]]


@dataclass(frozen=True)
class Trait:
    """Something that cases can be compared on."""

    key: str
    words: Any
    variable: Variable
    code: Code | Named | None = None


def traits(codes: Iterable[Code | Named]) -> dict[str, Trait]:
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


def _range(code: Code | Named) -> float | None:
    if code.scale == ScaleKind.LEVELS:
        return float(max(len(code.levels) - 1, 1))
    return 1.0 if code.scale == ScaleKind.MEMBERSHIP else None


class Said(NamedTuple):
    """What a coding says of a case: light, because a page weighs those of dozens of cases."""

    case_id: int
    code: Named
    level: str
    value: float | None


def accepted_of(cases: Iterable[int]) -> list[Said]:
    """What is accepted of live cases, in the order of the codebook, later phases last."""
    codings = Coding.objects.filter(case__in=cases, accepted=True, blank="").order_by("order")
    rows = list(codings.values_list("case_id", "code_id", "level", "value"))
    found = Code.objects.filter(pk__in={code for _, code, _, _ in rows}).values_list(*Named._fields)
    codes = {pk: Named(pk, *said) for pk, *said in found}
    return sorted((Said(case, codes[code], level, value) for case, code, level, value in rows), key=lambda one: one.code.order)


class Known:
    """The features of some cases: ``features`` for the distance, ``words`` for the reader."""

    def __init__(self, cases: Sequence[Case], chosen: Sequence[Trait], codings: Sequence[Said]):
        self.features: dict[str, dict[str, Any]] = {case.slug: {} for case in cases}
        self._words: dict[tuple[str, str], list[Any]] = defaultdict(list)
        slugs = {case.pk: case.slug for case in cases}
        for case in cases:
            for trait in chosen:
                if trait.key in OWN:
                    self._own(case, trait.key)
        kinds = {trait.key for trait in chosen if trait.variable.scale is Scale.SET}
        scaled = {trait.code.pk for trait in chosen if trait.code}
        sets: dict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
        for coding in codings:
            if coding.code.code_kind in kinds:
                sets[slugs[coding.case_id], coding.code.code_kind][coding.code.uid] = coding.code
            if coding.code.pk in scaled:
                self._value(slugs[coding.case_id], coding)
        for (slug, kind), codes in sets.items():
            self.features[slug][kind] = frozenset(codes)
            self._words[slug, kind] = [{"en": code.name_en, "zh": code.name_zh} for code in codes.values()]

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

    def _value(self, slug: str, coding: Said) -> None:
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
