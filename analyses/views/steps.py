"""The steps of an analysis, each a page with its own address: of a draft, and frozen of a run."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analyses.documents.design import Design
from analyses.models import Analysis, AnalysisRun
from analyses.permissions import may_edit
from analyses.queries.lists import names_withheld
from cases.permissions import may_keep_up


@dataclass(frozen=True)
class Step:
    key: str
    label: str
    url: str
    current: bool


def _labels() -> dict[str, str]:
    return {
        "design": _("Design"),
        "calibrate": _("Calibrate"),
        "necessity": _("Necessity"),
        "table": _("Truth table"),
        "solutions": pgettext("of a QCA", "Solutions"),
        "robustness": _("Robustness"),
        "report": _("Report"),
    }


def draft_steps(analysis: Analysis, design: Design, current: str, latest: str) -> list[Step]:
    """A step that cannot be taken yet leads nowhere."""
    begun = bool(design.outcome and design.conditions)
    ready = {"design": True, "calibrate": begun, "necessity": design.is_calibrated, "table": design.is_calibrated}
    steps = []
    for key, label in _labels().items():
        if key in ready:
            url = reverse(f"analyses:{key}", args=[analysis.ref]) if ready[key] else ""
        else:
            url = reverse(RUN_STEPS[key], args=[latest]) if latest else ""
        steps.append(Step(key, label, url, key == current))
    return steps


RUN_STEPS = {
    "design": "analyses:run-design",
    "calibrate": "analyses:run-calibrate",
    "necessity": "analyses:run-necessity",
    "table": "analyses:run-table",
    "solutions": "analyses:run",
    "robustness": "analyses:run-robustness",
    "report": "analyses:run-report",
}


def run_steps(run: AnalysisRun, current: str) -> list[Step]:
    return [Step(key, label, reverse(RUN_STEPS[key], args=[run.ref]), key == current) for key, label in _labels().items()]


def own_analysis(request: HttpRequest, ref: str) -> Analysis:
    """The person's own analysis; a stranger's is as if it did not exist, unless it is public to read."""
    analysis = visible_analysis(request, ref)
    if not may_edit(request.user, analysis):
        raise Http404
    return analysis


def visible_analysis(request: HttpRequest, ref: str) -> Analysis:
    return get_object_or_404(Analysis.objects.visible_to(request.user).select_related("study", "author"), ref=ref)


def visible_run(request: HttpRequest, ref: str) -> AnalysisRun:
    runs = AnalysisRun.objects.visible_to(request.user).select_related("analysis__study", "analysis__author", "base")
    run = get_object_or_404(runs.defer("base__results", "base__inputs", "base__design", "analysis__design"), ref=ref)
    if names_withheld(run) and not may_keep_up(request.user):
        raise Http404
    return run


def run_context(run: AnalysisRun, request: HttpRequest, current: str) -> dict[str, Any]:
    """What every page of a run shows."""
    return {
        "run": run,
        "analysis": run.analysis,
        "steps": run_steps(run, current),
        "mine": may_edit(request.user, run.analysis),
    }
