"""Cases: the list with the filters of its page, the counts beside it, and writing at a case's own address."""

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api import sent, shapes
from api.bodies import case_document, read_body
from api.drafts import saved
from api.errors import from_fields, mistake
from api.kinds import KINDS, head_row, live_heads
from api.language import in_language
from api.openapi import ETAG, IF_MATCH, LOCATION, READ, UID, WRITE, describe, list_of
from api.paging import next_url, page_of
from api.preconditions import check_match, revision_tag
from api.queries import CasesQuery, FacetQuery, ListQuery
from api.records import live_record, views_of
from api.views import ApiView
from cases.actions.draft import NotNow, open_draft, save_draft
from cases.filters import CaseFilter
from cases.permissions import EDITABLE
from cases.queries.case_list import ORDERS, case_facets, matching_cases

KIND = next(kind for kind in KINDS if kind.kind == "case")


class CaseList(ApiView):
    @describe(
        "cases_list",
        "Live cases. The filters are those of the page of cases, whose address may be copied: "
        "parameters that only matter there are passed over.",
        {200: list_of(shapes.CaseHead, counted=True)},
        *READ,
        tag="cases",
        parameters=(CasesQuery,),
    )
    def get(self, request: Request) -> Response:
        form = checked_filter(request)
        paging = ListQuery(data={name: request.query_params[name] for name in ("size", "cursor") if name in request.query_params})
        if not paging.is_valid():
            raise from_fields(paging.errors)
        found = matching_cases(form.selection(), form.value("q", ""))
        order = ORDERS[form.value("sort", "name")]
        rows, cursor = page_of(live_heads(KIND), order, **paging.validated_data, among=found)
        results = [head_row(KIND, case, request) for case in rows]
        return Response({"count": len(found), "next": next_url(request, cursor), "results": results})


class CaseFacets(ApiView):
    @describe(
        "facets",
        "How many of the cases chosen by these filters each further value would leave.",
        {200: shapes.Facets},
        *READ,
        tag="cases",
        parameters=(FacetQuery,),
    )
    def get(self, request: Request) -> Response:
        form = checked_filter(request)
        selection, words = form.selection(), form.value("q", "")
        facets, unknown = case_facets(selection, words)
        rows = [
            shapes.FacetRow(
                name=facet.name,
                title=facet.title,
                values=[
                    shapes.FacetValue(key=value.key, label=in_language(value.label), count=value.count, chosen=value.chosen)
                    for value in facet.values
                ],
            )
            for facet in facets
        ]
        told = [shapes.UnknownValue(facet=title, key=key) for title, key in unknown]
        total = len(matching_cases(selection, words))
        return Response(shapes.Facets(total=total, facets=rows, unknown=told).model_dump(mode="json"))


def checked_filter(request: Request) -> CaseFilter:
    """The filter of the page of cases; here what it says of a wrong value is an answer and not a note."""
    form = CaseFilter(request.query_params)
    form.is_valid()
    wrong = {name: errors for name, errors in form.errors.items() if name in ("q", "sort")}
    if wrong:
        raise from_fields({name: list(form.errors.as_data()[name]) for name in wrong})
    return form


class CaseDetail(views_of(KIND)["detail"]):  # type: ignore[misc]
    @describe(
        "cases_write",
        "Write your draft of a change to this case. `If-Match` names the revision that you read; "
        "nothing is published until a reviewer accepts what you submit.",
        {200: shapes.DraftRecord, 201: shapes.DraftRecord},
        *WRITE,
        404,
        409,
        412,
        422,
        428,
        tag="drafts",
        request=sent.CaseDraftChange,
        parameters=(UID, IF_MATCH, ETAG, LOCATION),
    )
    def put(self, request: Request, uid: str) -> Response:
        live = live_record("case", uid).revision
        check_match(request, revision_tag(live), live=live.number)
        document = case_document(read_body(request, sent.DraftChange).document, request.user)
        if document["uid"] != uid:
            message = _("The document is of “%(other)s”, and the address of “%(uid)s”.") % {"other": document["uid"], "uid": uid}
            raise mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, "another_record", message, ("document", "uid"))
        mine = open_draft("case", uid, request.user)
        if mine is None:
            return saved(request, save_draft(document=document, by=request.user, base=live), made=True)
        if mine.state not in EDITABLE:
            raise NotNow(mine)
        return saved(
            request, save_draft(document=document, by=request.user, revision=mine, base=live, edit_count=mine.edit_count)
        )
