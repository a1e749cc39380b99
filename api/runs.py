"""Runs of analyses: how far they are, calling them off, and what was found."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import TokenScope
from analyses.actions.run import cancel
from analyses.enums import RunState
from analyses.messages import say
from analyses.models import AnalysisRun
from analyses.permissions import may_edit
from analyses.queries.lists import names_withheld
from api.designs import RunProgress, RunRecord
from api.errors import mistake
from api.openapi import READ, REF, WRITE, describe
from api.views import ApiView


class OneRun(ApiView):
    @describe(
        "runs_read",
        "A run and how far it is. Ask again, a second later, until its state is one of done, failed and cancelled.",
        {200: RunProgress},
        *READ,
        404,
        tag="analyses",
        parameters=(REF,),
    )
    def get(self, request: Request, ref: str) -> Response:
        return _answer(request, visible_run(request, ref))


class CancelRun(ApiView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @describe(
        "runs_cancel",
        "Call off a run of your analysis. One that waits ends at once, one that is being computed soon.",
        {200: RunProgress},
        *WRITE,
        404,
        tag="analyses",
        parameters=(REF,),
    )
    def post(self, request: Request, ref: str) -> Response:
        run = visible_run(request, ref)
        if not may_edit(request.user, run.analysis):
            raise mistake(status.HTTP_403_FORBIDDEN, "not_allowed", _("Only its author calls a run off."))
        cancel(run)
        run.refresh_from_db(fields=["state", "finished_at", "cancel_asked"])
        return _answer(request, run)


class RunResults(ApiView):
    @describe(
        "runs_results",
        "What a run was computed from and what was found. It never changes.",
        {200: RunRecord},
        *READ,
        404,
        409,
        tag="analyses",
        parameters=(REF,),
    )
    def get(self, request: Request, ref: str) -> Response:
        run = visible_run(request, ref)
        if run.state != RunState.DONE:
            message = _("There are no results in the state “%(state)s”.") % {"state": run.get_state_display()}
            raise mistake(status.HTTP_409_CONFLICT, "not_now", message)
        data = run_row(request, run) | {"inputs": run.inputs, "options": run.options, "found": run.results}
        return Response(RunRecord(**data).model_dump(mode="json"))


def visible_run(request: Request, ref: str) -> AnalysisRun:
    """A run of a public analysis, or of one's own unless a token that may only read what is published asks."""
    runs = AnalysisRun.objects.select_related("analysis").defer("analysis__design")
    if getattr(request.auth, "scope", None) == TokenScope.READ:
        found = runs.filter(analysis__public=True, ref=ref).first()
    else:
        found = runs.visible_to(request.user).filter(ref=ref).first()
    if found is None or names_withheld(found):
        raise Http404
    return found


def _answer(request: Request, run: AnalysisRun) -> Response:
    return Response(RunProgress(**run_row(request, run)).model_dump(mode="json"), headers={"Cache-Control": "no-store"})


def run_row(request: Request, run: AnalysisRun) -> dict[str, Any]:
    results = reverse("api:run-results", args=[run.ref]) if run.state == RunState.DONE else None
    return {
        "ref": run.ref,
        "analysis": run.analysis.ref,
        "kind": run.kind,
        "state": run.state,
        "stage": run.stage,
        "done": run.done,
        "total": run.total,
        "trouble": say(run.trouble) if run.trouble else None,
        "engine": run.engine,
        "codebook": run.codebook,
        "data_version": run.data_version,
        "digest": run.digest,
        "created_at": run.created_at,
        "finished_at": run.finished_at,
        "url": request.build_absolute_uri(reverse("api:run", args=[run.ref])),
        "results": request.build_absolute_uri(results) if results else None,
        "page": request.build_absolute_uri(run.get_absolute_url()),
    }
