"""Analyses: those that are public and one's own, each with its design; writing a design, and starting its run."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError
from rest_framework import status
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import TokenScope
from analyses.actions.design import Stale, begin, decide
from analyses.actions.run import ask
from analyses.documents.design import Design, Words
from analyses.messages import say
from analyses.models import Analysis, AnalysisRun
from analyses.permissions import may_edit
from analyses.queries.assembling import Unready
from analyses.queries.checking import Fault, faults
from analyses.queries.lists import latest_run, runs_of, with_latest_run
from analyses.queries.tables import NoSuchTable
from analyses.tasks import enqueue
from api import designs
from api.bodies import problems_of, read_body
from api.designs import AnalysisRecord, AnalysisRow, RunProgress, RunRow
from api.errors import Location, Mistake, mistake, problem
from api.openapi import ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION, READ, REF, WRITE, describe, list_of
from api.paging import next_url, page_of
from api.preconditions import check_match, tagged
from api.queries import AnalysisQuery, ListQuery, read_query
from api.runs import run_row
from api.views import ApiView

HERE: Location = ("design",)


class Analyses(ApiView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @describe(
        "analyses_list",
        "Analyses that are public, and your own.",
        {200: list_of(AnalysisRow)},
        *READ,
        tag="analyses",
        parameters=(AnalysisQuery,),
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, AnalysisQuery)
        found = visible(request)
        if query.get("own") is not None:
            found = found.filter(author=request.user.pk) if query["own"] else found.exclude(author=request.user.pk)
        rows, cursor = page_of(with_latest_run(found).defer("design"), ("pk",), query["cursor"], query["size"])
        results = [AnalysisRow(**_columns(request, one, one.latest_run)).model_dump(mode="json") for one in rows]
        return Response({"next": next_url(request, cursor), "results": results})

    @describe(
        "analyses_create",
        "Begin an analysis of your own. Nobody else sees it until you share it on its page.",
        {201: AnalysisRecord},
        *WRITE,
        422,
        tag="analyses",
        request=designs.AnalysisChange,
        parameters=(LOCATION,),
    )
    def post(self, request: Request) -> Response:
        body = read_body(request, designs.SentDesign)
        title = body.title or designs.Title()
        analysis = begin(design=examined(body.design), title=_words(title), by=request.user)
        return _saved(request, analysis, made=True)


class OneAnalysis(ApiView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @describe(
        "analyses_read",
        "An analysis with its design. What is not public is there for its author alone.",
        {200: AnalysisRecord},
        *READ,
        304,
        404,
        tag="analyses",
        parameters=(REF, IF_NONE_MATCH, ETAG),
    )
    def get(self, request: Request, ref: str) -> Response:
        analysis = visible_one(request, ref)
        response = tagged(request, design_tag(analysis), record(request, analysis))
        response["Cache-Control"] = "private, no-store"
        return response

    @describe(
        "analyses_replace",
        "Replace the design of your analysis. Runs that were made by the old one stay as they are.",
        {200: AnalysisRecord},
        *WRITE,
        404,
        412,
        422,
        428,
        tag="analyses",
        request=designs.AnalysisChange,
        parameters=(REF, IF_MATCH, ETAG),
    )
    def put(self, request: Request, ref: str) -> Response:
        analysis = own_one(request, ref)
        check_match(request, design_tag(analysis))
        body = read_body(request, designs.SentDesign)
        design = examined(body.design)
        title = _words(body.title) if body.title else None
        try:
            decide(analysis, design, by=request.user, edit_count=analysis.edit_count, title=title)
        except Stale as error:
            message = _("This has changed since you read it. Read it again, and write your changes into what it says now.")
            raise mistake(status.HTTP_412_PRECONDITION_FAILED, "stale", message) from error
        return _saved(request, analysis)


class AnalysisRuns(ApiView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @describe(
        "analyses_runs",
        "The runs of an analysis, the newest first.",
        {200: list_of(RunRow)},
        *READ,
        404,
        tag="analyses",
        parameters=(REF, ListQuery),
    )
    def get(self, request: Request, ref: str) -> Response:
        analysis = visible_one(request, ref)
        query = read_query(request, ListQuery)
        runs = runs_of(analysis).select_related("analysis").defer("analysis__design", "results", "inputs", "design")
        rows, cursor = page_of(runs, ("-pk",), query["cursor"], query["size"])
        results = [RunRow(**run_row(request, one)).model_dump(mode="json") for one in rows]
        return Response({"next": next_url(request, cursor), "results": results})

    @describe(
        "analyses_run",
        "Start a run of the design as it stands. The same question is answered by the run that there is.",
        {200: RunProgress, 201: RunProgress},
        *WRITE,
        404,
        422,
        tag="analyses",
        parameters=(REF, LOCATION),
    )
    def post(self, request: Request, ref: str) -> Response:
        analysis = own_one(request, ref)
        before = AnalysisRun.objects.filter(analysis=analysis).count()
        try:
            run = ask(analysis, by=request.user, enqueue=enqueue)
        except Unready as error:
            message = _("The design is not complete: it needs an outcome and conditions, each with a calibration.")
            raise mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, "unready", message, HERE) from error
        except NoSuchTable as error:
            raise _refused([Fault(("units",), "no-units")]) from error
        made = AnalysisRun.objects.filter(analysis=analysis).count() > before
        run.refresh_from_db()
        row = RunProgress(**run_row(request, run))
        headers = {"Location": row.url} if made else {}
        return Response(row.model_dump(mode="json"), status=201 if made else 200, headers=headers)


# What a request may see -----------------------------------------------------------------------------


def visible(request: Request) -> Any:
    """Public analyses, and the person's own unless a token that may only read what is published asks."""
    if getattr(request.auth, "scope", None) == TokenScope.READ:
        return Analysis.objects.filter(public=True)
    return Analysis.objects.visible_to(request.user)


def visible_one(request: Request, ref: str) -> Analysis:
    analysis = visible(request).filter(ref=ref).first()
    if analysis is None:
        raise Http404
    return analysis


def own_one(request: Request, ref: str) -> Analysis:
    """The person's own. Of a public one of somebody else, people may make a copy on its page."""
    analysis = visible_one(request, ref)
    if not may_edit(request.user, analysis):
        message = _("Only its author changes an analysis. Begin one of your own with its design.")
        raise mistake(status.HTTP_403_FORBIDDEN, "not_allowed", message)
    return analysis


# Designs --------------------------------------------------------------------------------------------


def examined(document: dict[str, Any]) -> Design:
    """The design, or 422 with every reason at its place."""
    try:
        design = Design.model_validate(document)
    except ValidationError as error:
        raise Mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, [_told(one) for one in problems_of(error, HERE)]) from error
    if found := faults(design):
        raise _refused(found)
    return design


def _told(one: dict[str, Any]) -> dict[str, Any]:
    """What only the design knows of, in words."""
    if one["type"] != "value_error":
        return one
    known = one["location"][-1:] == ["calibration"]
    words = (
        _("This method takes another number of thresholds.") if known else _("Two sets have one short name. Give each its own.")
    )
    return one | {"message": words}


def _refused(found: list[Fault]) -> Mistake:
    problems = [problem(one.code, say({"code": one.code, **one.context}), (*HERE, *one.location)) for one in found]
    return Mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, problems)


def _words(title: designs.Title) -> Words:
    return {"en": title.en, "zh": title.zh}


# Answers --------------------------------------------------------------------------------------------


def design_tag(analysis: Analysis) -> str:
    """How often the design was saved."""
    return f'"{analysis.edit_count}"'


def record(request: Request, analysis: Analysis) -> dict[str, Any]:
    columns = _columns(request, analysis, latest_run(analysis))
    return AnalysisRecord(**columns, design=Design.model_validate(analysis.design)).model_dump(mode="json")


def _columns(request: Request, analysis: Analysis, latest: str | None) -> dict[str, Any]:
    return {
        "ref": analysis.ref,
        "title": {"en": analysis.title_en or None, "zh": analysis.title_zh or None},
        "public": analysis.public,
        "own": may_edit(request.user, analysis),
        "edit_count": analysis.edit_count,
        "updated_at": analysis.updated_at,
        "latest_run": latest or None,
        "url": request.build_absolute_uri(reverse("api:analysis", args=[analysis.ref])),
        "page": request.build_absolute_uri(analysis.get_absolute_url()),
    }


def _saved(request: Request, analysis: Analysis, *, made: bool = False) -> Response:
    data = record(request, analysis)
    headers = {"ETag": design_tag(analysis), "Cache-Control": "private, no-store"} | ({"Location": data["url"]} if made else {})
    return Response(data, status=status.HTTP_201_CREATED if made else status.HTTP_200_OK, headers=headers)
