"""Runs: ask a question once, compute it in the worker, cancel it. A finished run never changes."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from analyses.documents.design import Design
from analyses.documents.inputs import Inputs, digest
from analyses.documents.robustness import RobustnessOptions, customary
from analyses.engine import VERSION, examine, robustness
from analyses.engine.solving import trouble
from analyses.enums import FINISHED, RunKind, RunState
from analyses.models import Analysis, AnalysisRun
from analyses.queries.assembling import assemble
from analyses.queries.tables import table_for
from cases.enums import CodebookState
from cases.models import CodebookVersion
from cases.queries.version import data_version
from methods.qca import Cancelled, QCAError

Working = Callable[[Inputs, dict[str, Any], Any], dict[str, Any]]
"""From inputs, options and somebody who watches to results."""
COUNTED = ("trials", "ranges")
EVERY = 25
"""Ticks of a long computation between two looks at whether somebody wants it cancelled."""


def ask(analysis: Analysis, *, by: Any, enqueue: Callable[[int], Any]) -> AnalysisRun:
    """The run of the design as it stands: the one that there is, or a new one that waits for the worker."""
    design = Design.model_validate(analysis.design)
    inputs = assemble(design, table_for(design), {"en": analysis.title_en, "zh": analysis.title_zh})
    return _ask(analysis, RunKind.SOLUTION, inputs.model_dump(mode="json"), {}, None, analysis.design, by, enqueue)


def ask_robustness(base: AnalysisRun, options: dict[str, Any], *, by: Any, enqueue: Callable[[int], Any]) -> AnalysisRun:
    """The same question under other decisions, to see what changes and what stays."""
    return _ask(base.analysis, RunKind.ROBUSTNESS, base.inputs, options, base, base.design, by, enqueue)


def test_as_customary(base: AnalysisRun, *, by: Any, enqueue: Callable[[int], Any]) -> AnalysisRun:
    options = customary(Inputs.model_validate(base.inputs))
    return ask_robustness(base, options.model_dump(mode="json"), by=by, enqueue=enqueue)


def _ask(
    analysis: Analysis,
    kind: str,
    inputs: dict[str, Any],
    options: dict[str, Any],
    base: AnalysisRun | None,
    design: dict[str, Any],
    by: Any,
    enqueue: Callable[[int], Any],
) -> AnalysisRun:
    codebook = CodebookVersion.objects.filter(codebook_state=CodebookState.RELEASED).order_by("-revision__sequence").first()
    version = codebook.uid if codebook else ""
    # Names and titles may be reworded without asking anything else.
    asked = {key: value for key, value in inputs.items() if key not in ("title", "question")}
    key = digest(kind, asked, options, VERSION, version)
    with transaction.atomic():
        analysis.runs.abandoned().update(state=RunState.FAILED, trouble={"code": "abandoned"}, finished_at=timezone.now())
        known = analysis.runs.filter(digest=key).exclude(state__in=[RunState.FAILED, RunState.CANCELLED]).first()
        if known:
            return known
        run = AnalysisRun.objects.create(
            analysis=analysis, kind=kind, base=base, digest=key, inputs=inputs, options=options, design=design,
            engine=VERSION, codebook=version, data_version=data_version(), author=by,
        )  # fmt: skip
        transaction.on_commit(lambda: enqueue(run.pk))
    return run


def compute(pk: int, workings: Mapping[str, Working]) -> None:
    """Do the work of a waiting run and store what came of it; a run that somebody else has taken up is left alone."""
    if not AnalysisRun.objects.filter(pk=pk, state=RunState.QUEUED).update(state=RunState.RUNNING, heard_at=timezone.now()):
        return
    run = AnalysisRun.objects.get(pk=pk)
    try:
        results = workings[run.kind](Inputs.model_validate(run.inputs), run.options, Watch(pk))
    except Cancelled:
        _finish(pk, state=RunState.CANCELLED)
    except QCAError as error:
        _finish(pk, state=RunState.FAILED, trouble=trouble(error))
    except Exception:
        _finish(pk, state=RunState.FAILED, trouble={"code": "broken", "message": ""})
        raise
    else:
        _finish(pk, state=RunState.DONE, results=results)


def solve(inputs: Inputs, options: dict[str, Any], watch: Any) -> dict[str, Any]:
    return examine(inputs, watch)


def test(inputs: Inputs, options: dict[str, Any], watch: Any) -> dict[str, Any]:
    return robustness(inputs, RobustnessOptions.model_validate(options), watch)


def cancel(run: AnalysisRun) -> None:
    """A waiting run, and one whose worker is gone, ends at once; a running one at its next look."""
    found = AnalysisRun.objects.filter(pk=run.pk)
    for idle in (found.filter(state=RunState.QUEUED), found.abandoned()):
        idle.update(state=RunState.CANCELLED, finished_at=timezone.now())
    found.filter(state=RunState.RUNNING).update(cancel_asked=True)


def _finish(pk: int, **what: Any) -> None:
    AnalysisRun.objects.filter(pk=pk).exclude(state__in=FINISHED).update(finished_at=timezone.now(), **what)


class Watch:
    """Tells the page how far a run is, and stops it when somebody has asked for that."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.stage = ""
        self.ticks = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """A stage that counts its steps is looked at in each; the engine's inner loops, which tick by the thousand, seldom."""
        self.ticks += 1
        if stage == self.stage and stage not in COUNTED and self.ticks % EVERY:
            return
        self.stage = stage
        run = AnalysisRun.objects.filter(pk=self.pk)
        run.update(stage=stage, done=F("done") if total == 0 else done, total=total, heard_at=timezone.now())
        if run.filter(cancel_asked=True).exists():
            raise Cancelled
