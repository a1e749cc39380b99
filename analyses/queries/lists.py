"""Lists of analyses, and what has become of a run's values since."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from analyses.documents.design import Design, Words
from analyses.documents.inputs import Inputs
from analyses.enums import RunKind, RunState
from analyses.models import Analysis, AnalysisRun
from analyses.queries.tables import NoSuchTable, SourceTable, table_for
from cases.queries.withheld import gives_away


def with_latest_run(analyses: QuerySet[Analysis]) -> QuerySet[Analysis]:
    """Each analysis with the reference of its newest finished run."""
    runs = AnalysisRun.objects.filter(analysis=OuterRef("pk"), kind=RunKind.SOLUTION, state=RunState.DONE)
    return analyses.annotate(latest_run=Subquery(runs.order_by("-created_at", "-pk").values("ref")[:1]))


def public_analyses() -> QuerySet[Analysis]:
    """Worked ones first: they have no author."""
    return with_latest_run(Analysis.objects.filter(public=True)).order_by(F("author").asc(nulls_first=True), "-updated_at", "pk")


def own_analyses(person: Any) -> QuerySet[Analysis]:
    return with_latest_run(Analysis.objects.of(person)).order_by("-updated_at", "-pk")


def runs_of(analysis: Analysis) -> QuerySet[AnalysisRun]:
    return analysis.runs.light().order_by("-created_at", "-pk")


def latest_run(analysis: Analysis) -> str:
    """The reference of its newest finished run."""
    found = runs_of(analysis).filter(kind=RunKind.SOLUTION, state=RunState.DONE).values_list("ref", flat=True).first()
    return found or ""


def other_runs(run: AnalysisRun) -> QuerySet[AnalysisRun]:
    """The other finished runs of the same analysis: what a run may be compared with."""
    return runs_of(run.analysis).filter(kind=RunKind.SOLUTION, state=RunState.DONE).exclude(pk=run.pk)[:20]


def tests_of(run: AnalysisRun) -> QuerySet[AnalysisRun]:
    """The robustness runs of a run, the newest first."""
    return run.tests.light().order_by("-created_at", "-pk")


def names_withheld(run: AnalysisRun) -> bool:
    """Whether the run names a case that was taken down since, because it gives somebody away."""
    return gives_away({unit["case"] for unit in run.inputs["units"] if unit.get("case")}, run.data_version)


@dataclass(frozen=True)
class Moved:
    """A value that is another one today."""

    unit: Words
    column: Words
    then: float | None
    now: float | None


@dataclass(frozen=True)
class Since:
    """What the record says today of the values that a run used."""

    moved: list[Moved]
    gone: bool = False

    @property
    def changed(self) -> bool:
        return self.gone or bool(self.moved)


def since(run: AnalysisRun) -> Since:
    """Compare the values of a run with the record as it stands."""
    inputs, design = Inputs.model_validate(run.inputs), Design.model_validate(run.design)
    try:
        table = table_for(design)
    except NoSuchTable:
        return Since([], gone=True)
    return Since(_moved(inputs, table))


def _moved(inputs: Inputs, table: SourceTable) -> list[Moved]:
    found = []
    for one in inputs.sets:
        for unit, value in zip(inputs.units, one.values, strict=True):
            now = table.cell(unit.ref, one.variable).value
            if now != value.value:
                found.append(Moved(unit.label, one.label, value.value, now))
    return found
