"""Most similar and most different pairs of cases (MSSD, MDSD) for background conditions and an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.queries.case_list import chosen_words, first_cases, found_cases
from cases.queries.facets import Selection
from cases.queries.pairs.cautions import cautions, kept_back
from cases.queries.pairs.features import (
    Known,
    Trait,
    accepted_of,
    chosen_by,
    may_be_paired,
    scaled_codes,
    study_mates,
    traits,
)
from methods.similarity import Distance, Pair, compared_pairs

DESIGNS = {
    "most-similar": gettext_lazy("Most similar, with different outcomes"),
    "most-different": gettext_lazy("Most different, with the same outcome"),
}
ON = ("level", "unit", "constraint", "tension", "mechanism")
CASES = 100
PAIRS = 25


@dataclass(frozen=True)
class Wanted:
    """A design, an outcome, background conditions, and of which cases."""

    design: str = "most-similar"
    outcome: str = "model"
    on: tuple[str, ...] = ON
    selection: Selection = field(default_factory=dict)
    words: str = ""

    @property
    def why(self) -> str:
        """The reason for a pair, as it stands in the address of the comparison."""
        return f"{self.design};{self.outcome};{','.join(self.on)}"


@dataclass
class Reason:
    """One background condition of a pair: both values, and what it adds to the distance."""

    words: Any
    first: list[Any]
    second: list[Any]
    distance: float
    share: float


@dataclass
class FoundPair:
    first: Case
    second: Case
    distance: float
    reasons: list[Reason]
    missing: list[Any]
    outcomes: tuple[list[Any], list[Any]]

    @property
    def both(self) -> int:
        """On how many conditions both have a value."""
        return len(self.reasons)

    @property
    def of(self) -> int:
        return len(self.reasons) + len(self.missing)

    @property
    def items(self) -> str:
        return f"case:{self.first.slug},case:{self.second.slug}"


@dataclass
class PairPage:
    wanted: Wanted
    pairs: list[FoundPair]
    more: int
    total_cases: int
    chips: list[tuple[str, str, str, Any]]
    left_out: list[str]
    notes: list[str]
    outcomes: list[Trait]
    backgrounds: list[Trait]


def find_pairs(wanted: Wanted) -> PairPage:
    """The pairs, ranked, with what made each distance and what must be known before relying on them."""
    every = traits(scaled_codes())
    outcomes = [trait for trait in every.values() if trait.key == "model" or trait.key == "achievement" or trait.code]
    chips, unknown = chosen_words(wanted.selection)
    left_out = [
        _("%(title)s: nothing here is called “%(value)s”.") % {"title": title, "value": value} for title, value in unknown
    ]
    wanted, said = _answerable(wanted, every, outcomes)
    found = found_cases(wanted.selection, wanted.words)[1]
    cases = first_cases(found, CASES)
    outcome, background = every[wanted.outcome], [every[key] for key in wanted.on]
    known = Known(cases, [outcome, *background], accepted_of([case.pk for case in cases]))
    ranked, guarded, incomparable = _ranked(wanted, cases, known, background)
    by_slug = {case.slug: case for case in cases}
    pairs = [_shown(pair, by_slug, known, every, wanted.outcome) for pair in ranked[:PAIRS]]
    values = [known.features[case.slug].get(outcome.key) for case in cases]
    notes = cautions(chosen_by(wanted.selection, outcome.key), wanted.design, values, len(found)) + kept_back(
        guarded, incomparable
    )
    backgrounds = [trait for trait in every.values() if trait.key != wanted.outcome]
    return PairPage(wanted, pairs, max(len(ranked) - PAIRS, 0), len(found), chips, left_out + said, notes, outcomes, backgrounds)


def _answerable(wanted: Wanted, every: dict[str, Trait], outcomes: Sequence[Trait]) -> tuple[Wanted, list[str]]:
    """The question without what cannot be asked, and what that was."""
    said = []
    outcome = wanted.outcome
    if outcome not in {trait.key for trait in outcomes}:
        said.append(_("“%(key)s” cannot be an outcome. The governance model is used instead.") % {"key": outcome})
        outcome = "model"
    on = []
    for key in dict.fromkeys(wanted.on):
        if key == outcome:
            said.append(_("The outcome is left out of the background: what is to be explained cannot stand on both sides."))
        elif key not in every:
            said.append(_("“%(key)s” is no background condition that cases can be compared on.") % {"key": key})
        else:
            on.append(key)
    if not on:
        said.append(_("No background condition is left, so the usual ones are used."))
        on = [key for key in ON if key != outcome]
    return Wanted(wanted.design, outcome, tuple(on), wanted.selection, wanted.words), said


def _ranked(wanted: Wanted, cases: Sequence[Case], known: Known, background: Sequence[Trait]) -> tuple[list[Pair], int, int]:
    """Pairs in their order; how many protection keeps back; how many have nothing to be compared on."""
    studies = study_mates([case for case in cases if wanted.outcome in known.features[case.slug]])
    by_slug = {case.slug: case for case in cases}
    same = wanted.design == "most-different"
    pairs = compared_pairs(known.features, [trait.variable for trait in background], wanted.outcome)
    right = [pair for pair in pairs if pair.same_outcome == same]
    allowed = [pair for pair in right if may_be_paired(by_slug[pair.first], by_slug[pair.second], studies)]
    comparable = [pair for pair in allowed if not isnan(pair.distance.value)]
    sign = -1 if same else 1
    comparable.sort(key=lambda pair: (sign * round(pair.distance.value, 9), -len(pair.distance.contributions)))
    return comparable, len(right) - len(allowed), len(allowed) - len(comparable)


def _shown(pair: Pair, cases: dict[str, Case], known: Known, every: dict[str, Trait], outcome: str) -> FoundPair:
    first, second = pair.first, pair.second
    return FoundPair(
        cases[first],
        cases[second],
        pair.distance.value,
        reasons(pair.distance, first, second, known, every),
        [every[key].words for key in pair.distance.missing],
        (known.words(first, outcome), known.words(second, outcome)),
    )


def reasons(distance: Distance, first: str, second: str, known: Known, every: dict[str, Trait]) -> list[Reason]:
    """What made a distance, the most first."""
    return [
        Reason(
            every[one.variable].words,
            known.words(first, one.variable),
            known.words(second, one.variable),
            one.distance,
            one.share,
        )
        for one in distance.contributions
    ]
