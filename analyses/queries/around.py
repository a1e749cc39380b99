"""What stands around a run without being part of it: how it was tested, and what a study printed."""

from dataclasses import dataclass

from analyses.enums import RunState
from analyses.models import AnalysisRun
from analyses.queries.lists import tests_of
from analyses.queries.published import Printed, printed
from analyses.queries.robust_page import RobustPage


@dataclass
class Around:
    tests: list[RobustPage]
    printed: Printed | None


def around(run: AnalysisRun) -> Around:
    """The newest finished test for each side and kind of solution; the study that the analysis is set beside."""
    newest: dict[tuple[str, str], int] = {}
    for test in tests_of(run).filter(state=RunState.DONE):
        newest.setdefault((test.options["side"], test.options["kind"]), test.pk)
    tests = [RobustPage(one) for one in AnalysisRun.objects.filter(pk__in=newest.values()).order_by("pk")]
    study = run.analysis.study
    return Around(tests, printed(study) if study else None)
