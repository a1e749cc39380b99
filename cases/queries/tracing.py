"""Process tracing: what each test says of its hypothesis, and where the hypotheses stand. Computed, never stored.

The verdict follows from the type of the test and its result (Van Evera 1997; Mahoney 2012): a hoop must be jumped
through and proves nothing, a smoking gun proves and need not be found, a doubly decisive test does both.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from cases.enums import TestResult, TestType
from cases.models import Case, Hypothesis, ProcessTest
from cases.queries.footing import Footing

T, R = TestType, TestResult
VERDICTS: dict[tuple[str, str], Any] = {
    (T.STRAW, R.PASSED): _("slightly supported"),
    (T.STRAW, R.FAILED): _("slightly weakened"),
    (T.HOOP, R.PASSED): _("still in play"),
    (T.HOOP, R.FAILED): _("eliminated"),
    (T.SMOKING_GUN, R.PASSED): _("confirmed by this test"),
    (T.SMOKING_GUN, R.FAILED): _("weakened"),
    (T.DOUBLY_DECISIVE, R.PASSED): _("confirmed, rivals eliminated"),
    (T.DOUBLY_DECISIVE, R.FAILED): _("eliminated"),
}
UNDECIDED = _("undecided")
ELIMINATING = {(T.HOOP, R.FAILED), (T.DOUBLY_DECISIVE, R.FAILED)}
CONFIRMING = {(T.SMOKING_GUN, R.PASSED), (T.DOUBLY_DECISIVE, R.PASSED)}
DECISIVE = (T.DOUBLY_DECISIVE, R.PASSED)
WEAKENING = {(T.STRAW, R.FAILED), (T.SMOKING_GUN, R.FAILED)}
ON_A_PAGE = 50


def verdict(test_type: str, result: str) -> Any:
    """What a test with this result says of its hypothesis."""
    return VERDICTS.get((test_type, result), UNDECIDED)


@dataclass
class Traced:
    """A hypothesis with its tests, each of which carries its ``verdict``; and where the tests together leave it."""

    hypothesis: Any
    tests: list[Any] = field(default_factory=list)
    rivals: list["Traced"] = field(default_factory=list)
    """The other hypotheses about the same thing."""
    main: Any = None
    """The hypothesis that it was put forward against."""

    def __post_init__(self) -> None:
        self.said = {(test.test_type, test.result) for test in self.tests}

    @property
    def standing(self) -> Any:
        """Where all tests together leave the hypothesis: the strictest of what they say, and a conflict is named."""
        out = bool(self.said & ELIMINATING)
        beaten = any(DECISIVE in rival.said for rival in self.rivals)
        confirmed = bool(self.said & CONFIRMING)
        if confirmed and (out or beaten):
            return _("contested: its tests contradict one another")
        if out:
            return _("eliminated")
        if beaten:
            return _("eliminated by a test of its rival")
        if confirmed:
            return _("confirmed, rivals eliminated") if DECISIVE in self.said else _("confirmed by a test")
        return self._leaning()

    def _leaning(self) -> Any:
        """Where no test decides."""
        up, down = (T.STRAW, R.PASSED) in self.said, bool(self.said & WEAKENING)
        if up and down:
            return _("still in play, with evidence both ways")
        if down:
            return _("weakened") if (T.SMOKING_GUN, R.FAILED) in self.said else _("slightly weakened")
        if up:
            return _("slightly supported")
        if (T.HOOP, R.PASSED) in self.said:
            return _("still in play")
        return UNDECIDED if self.tests else _("not yet tested")


def traced(hypotheses: Sequence[Any], tests: Iterable[Any], test_of: Any) -> list[Traced]:
    """Hypotheses of one case with their tests: rows of the tables, or items of a document (``test_of`` tells whose)."""
    by_ref: dict[str, list[Any]] = defaultdict(list)
    for test in tests:
        by_ref[test_of(test)].append(test)
    found = {one.ref: Traced(one, by_ref[one.ref]) for one in hypotheses}
    for ref, one in found.items():
        one.main = found.get(one.hypothesis.rival_of or "")
        group = _group(ref, found)
        one.rivals = [other for name, other in found.items() if name != ref and _group(name, found) == group]
    return list(found.values())


def _group(ref: str, found: dict[str, Traced]) -> str:
    """The hypothesis at the head of a line of rivals."""
    seen = {ref}
    while (above := found[ref].hypothesis.rival_of or "") in found and above not in seen:
        ref = above
        seen.add(ref)
    return min(seen) if above in seen else ref


@dataclass
class TracedCase:
    """A case with what was proposed and tested in it."""

    case: Case
    hypotheses: list[Traced]


def hypotheses_page(page: int = 1) -> tuple[list[TracedCase], Footing, int]:
    """Cases with hypotheses, the passages under the tests, and how many such cases there are."""
    cases = Case.objects.live().filter(hypotheses__isnull=False).distinct()
    start = (page - 1) * ON_A_PAGE
    shown = cases.order_by("sort_key", "uid").prefetch_related(
        Prefetch("hypotheses", Hypothesis.objects.order_by("order")),
        Prefetch("process_tests", ProcessTest.objects.select_related("hypothesis").order_by("order")),
    )[start : start + ON_A_PAGE]
    rows = [
        TracedCase(case, traced(case.hypotheses.all(), case.process_tests.all(), lambda test: test.hypothesis.ref))
        for case in shown
    ]
    tests = [test for row in rows for one in row.hypotheses for test in one.tests]
    footing = Footing(tests)
    footing.number(tests)
    return rows, footing, cases.count()
