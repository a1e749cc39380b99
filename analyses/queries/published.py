"""What a study printed beside what was computed here: never mixed, each under its own heading."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from analyses.enums import RunKind, RunState, Side
from analyses.models import AnalysisRun
from analyses.queries.lists import names_withheld
from analyses.queries.run_page import Choice, RunPage
from cases.documents.schema import StudyDocument
from cases.enums import LinkKind, ResultKind
from cases.models import Code, DataSet, Link, Observation, PublishedResult, Study, Variable

MOST_BESIDE = 3
HIGH = "high"


@dataclass
class Beside:
    """A finished run as a column: both sides of it."""

    run: AnalysisRun
    presence: RunPage
    absence: RunPage


@dataclass
class Slot:
    """A data set of the study's conditions whose outcome waits for its values."""

    dataset: DataSet
    variable: Variable


@dataclass
class Printed:
    """What the study printed, in its order."""

    study: Study
    document: StudyDocument
    results: list[PublishedResult]
    conditions: list[Code]

    def of_kind(self, kind: str, direction: str | None = None) -> list[PublishedResult]:
        return [
            one
            for one in self.results
            if one.result_kind == kind and (direction is None or (one.direction == HIGH) == (direction == HIGH))
        ]

    @property
    def high(self) -> list[PublishedResult]:
        return self.of_kind(ResultKind.CONFIGURATION, HIGH)

    @property
    def low(self) -> list[PublishedResult]:
        return self.of_kind(ResultKind.CONFIGURATION, "non-high")

    @property
    def types(self) -> list[PublishedResult]:
        return self.of_kind(ResultKind.TYPE)

    @property
    def fits(self) -> list[PublishedResult]:
        return self.of_kind(ResultKind.FIT)

    @property
    def findings(self) -> list[PublishedResult]:
        return self.of_kind(ResultKind.FINDING)

    @property
    def possible(self) -> int:
        return 2 ** len(self.conditions)


@dataclass
class PublishedPage(Printed):
    """The same with the runs beside it, and the columns that wait for values."""

    beside: list[Beside]
    slots: list[Slot]


def printed(study: Study) -> Printed:
    results = (
        PublishedResult.objects.filter(study=study).select_related("code", "outcome").prefetch_related("conditions", "units")
    )
    links = Link.objects.filter(study=study, link_kind=LinkKind.BELONGS).values("from_code")
    return Printed(
        study=study,
        document=StudyDocument.model_validate(study.revision.document),
        results=list(results.order_by("order")),
        conditions=list(Code.objects.filter(pk__in=links).order_by("order")),
    )


def published_page(study: Study, person: Any) -> PublishedPage:
    beside = [_beside(run) for run in _runs(study, person)]
    return PublishedPage(**vars(printed(study)), beside=beside, slots=empty_slots(study))


def _runs(study: Study, person: Any) -> list[AnalysisRun]:
    """The newest finished run of each analysis that is set beside the study; none that names a case taken down since."""
    runs = AnalysisRun.objects.visible_to(person).filter(analysis__study=study, kind=RunKind.SOLUTION, state=RunState.DONE)
    newest: dict[int, AnalysisRun] = {}
    for run in runs.light().order_by("-created_at", "-pk"):
        newest.setdefault(run.analysis_id, run)
    wanted = [run.pk for run in newest.values()][:MOST_BESIDE]
    found = AnalysisRun.objects.filter(pk__in=wanted).select_related("analysis").order_by("analysis__author_id", "-created_at")
    return [run for run in found if not names_withheld(run)]


def _beside(run: AnalysisRun) -> Beside:
    expected = any(one["expected"] for one in run.inputs["conditions"])
    kind = "intermediate" if expected else "parsimonious"
    return Beside(run, *(RunPage(run, Choice(side=side.value, kind=kind)) for side in (Side.PRESENCE, Side.ABSENCE)))


def empty_slots(study: Study) -> list[Slot]:
    """Columns that measure the study's outcome and hold no value at all."""
    if study.outcome_id is None:
        return []
    known = Observation.objects.filter(variable=OuterRef("pk"), value__isnull=False)
    waiting = Variable.objects.filter(code=study.outcome_id, dataset__state="live").exclude(Exists(known))
    return [Slot(one.dataset, one) for one in waiting.select_related("dataset").order_by("dataset__sort_key")]


def studies_with_configurations() -> QuerySet[Study]:
    """Studies that printed configurations: those that a recomputation can be set beside."""
    printed = PublishedResult.objects.filter(study=OuterRef("pk"), result_kind=ResultKind.CONFIGURATION)
    return Study.objects.filter(Exists(printed), state="live").order_by("number")
