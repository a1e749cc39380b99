"""Drafts of cases: write, submit, take back; and, for reviewers, accept or return those of others."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission, has_permission
from api import sent, shapes
from api.bodies import case_document, read_body
from api.errors import mistake
from api.openapi import ETAG, IF_MATCH, IF_MATCH_OPTIONAL, IF_NONE_MATCH, LOCATION, READ, WRITE, describe, list_of
from api.paging import next_url, page_of
from api.preconditions import check_match, draft_tag, tagged
from api.queries import DraftQuery, read_query
from api.views import ApiView
from cases.actions.draft import open_draft, save_draft, submit, withdraw
from cases.actions.review import accept, return_
from cases.models import Revision
from cases.permissions import WAITING, may_read_draft, may_write_drafts

PRIVATE = {"Cache-Control": "private, no-store"}


class Drafts(ApiView):
    permission_classes = [IsAuthenticated]

    @describe(
        "drafts_list",
        "Your own open drafts and, if you review, what others have submitted.",
        {200: list_of(shapes.DraftRow)},
        *READ,
        403,
        tag="drafts",
        parameters=(DraftQuery,),
    )
    def get(self, request: Request) -> Response:
        if not sees_drafts(request.user):
            message = _("Nobody’s drafts open with these rights. A token needs the scope “draft”.")
            raise mistake(status.HTTP_403_FORBIDDEN, "not_allowed", message)
        query = read_query(request, DraftQuery)
        drafts = visible_drafts(request.user)
        if "state" in query:
            drafts = drafts.filter(state=query["state"])
        rows, cursor = page_of(drafts, ("-pk",), query["cursor"], query["size"])
        return Response({"next": next_url(request, cursor), "results": [row(request, one) for one in rows]}, headers=PRIVATE)

    @describe(
        "drafts_create",
        "Begin a draft of a new case or, with `base`, of a change to one. It must be complete enough to be published.",
        {201: shapes.DraftRecord},
        *WRITE,
        409,
        412,
        422,
        tag="drafts",
        request=sent.NewCaseDraft,
        parameters=(LOCATION,),
    )
    def post(self, request: Request) -> Response:
        body = read_body(request, sent.NewDraft)
        document = case_document(body.document, request.user)
        base = None
        if body.base is not None:
            base = Revision.objects.published().open_to_readers().of("case", document["uid"]).filter(number=body.base).first()
            if base is None:
                message = _("No revision of this case has the number %(number)d.") % {"number": body.base}
                raise mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, "unknown_base", message, ("base",))
        other = open_draft("case", document["uid"], request.user)
        if other is not None:
            message = _("You have a draft of this case already: %(address)s") % {"address": draft_url(request, other)}
            raise mistake(status.HTTP_409_CONFLICT, "draft_exists", message)
        return saved(request, save_draft(document=document, by=request.user, base=base), made=True)


class Draft(ApiView):
    @describe(
        "drafts_read",
        "A draft, for its author and, once it is submitted, for reviewers. To anybody else there is none.",
        {200: shapes.DraftRecord},
        *READ,
        304,
        404,
        tag="drafts",
        parameters=(IF_NONE_MATCH, ETAG),
    )
    def get(self, request: Request, pk: int) -> Response:
        draft = visible_draft(request.user, pk)
        response = tagged(request, draft_tag(draft), record(request, draft))
        response["Cache-Control"] = PRIVATE["Cache-Control"]
        return response

    @describe(
        "drafts_update",
        "Replace what your draft says.",
        {200: shapes.DraftRecord},
        *WRITE,
        404,
        409,
        412,
        422,
        428,
        tag="drafts",
        request=sent.CaseDraftChange,
        parameters=(IF_MATCH, ETAG),
    )
    def put(self, request: Request, pk: int) -> Response:
        draft = visible_draft(request.user, pk)
        check_match(request, draft_tag(draft))
        document = case_document(read_body(request, sent.DraftChange).document, request.user)
        return saved(request, save_draft(document=document, by=request.user, revision=draft, edit_count=draft.edit_count))


class DraftStep(ApiView):
    """Something done to a draft as a whole."""

    names_what_was_read = False

    def act(self, request: Request, draft: Revision) -> Revision:
        raise NotImplementedError

    def step(self, request: Request, pk: int) -> Response:
        draft = visible_draft(request.user, pk)
        check_match(request, draft_tag(draft), required=self.names_what_was_read)
        return saved(request, self.act(request, draft))


STEP: dict[str, Any] = {"tag": "drafts", "parameters": (IF_MATCH_OPTIONAL, ETAG)}
DONE = {200: shapes.DraftRecord}
REFUSALS = (*WRITE, 404, 409, 412, 422)


class Submit(DraftStep):
    @describe("drafts_submit", "Hand your draft over for review.", DONE, *REFUSALS, **STEP, request=sent.Reason)
    def post(self, request: Request, pk: int) -> Response:
        return self.step(request, pk)

    def act(self, request: Request, draft: Revision) -> Revision:
        return submit(revision=draft, by=request.user, reason=read_body(request, sent.Reason).reason)


class Withdraw(DraftStep):
    @describe(
        "drafts_withdraw",
        "Take a submitted draft back to go on writing, or put aside one that is not submitted.",
        DONE,
        *REFUSALS,
        **STEP,
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.step(request, pk)

    def act(self, request: Request, draft: Revision) -> Revision:
        return withdraw(revision=draft, by=request.user)


class Accept(DraftStep):
    names_what_was_read = True

    @describe(
        "drafts_accept",
        "Publish a submitted draft of somebody else, as it was read. Only for a signed-in reviewer: a token never publishes.",
        DONE,
        *REFUSALS,
        428,
        tag="drafts",
        parameters=(IF_MATCH, ETAG),
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.step(request, pk)

    def act(self, request: Request, draft: Revision) -> Revision:
        return accept(revision=draft, by=request.user, edit_count=draft.edit_count)


class Return(DraftStep):
    @describe(
        "drafts_return",
        "Give a submitted draft back to its author, with the reasons. Only for a signed-in reviewer.",
        DONE,
        *REFUSALS,
        **STEP,
        request=sent.Return,
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.step(request, pk)

    def act(self, request: Request, draft: Revision) -> Revision:
        reason = read_body(request, sent.Return).reason
        return return_(revision=draft, by=request.user, reason=reason, edit_count=draft.edit_count)


def sees_drafts(user) -> bool:
    """Whether the person, or the token that acts for them, has to do with drafts at all."""
    return may_write_drafts(user) or has_permission(user, Permission.READ_DRAFT)


def visible_drafts(user) -> QuerySet[Revision]:
    others = Q(state__in=WAITING) if has_permission(user, Permission.READ_DRAFT) else Q(pk__in=())
    return _with_names(Revision.objects.open().filter(Q(author=user) | others, kind="case"))


def visible_draft(user, pk: int) -> Revision:
    """The draft, if there is one that this person may read; else 404, which does not tell whether there is."""
    draft = _with_names(Revision.objects.of_records().filter(pk=pk)).first()
    if draft is None or not sees_drafts(user) or not may_read_draft(user, draft):
        raise Http404
    return draft


def _with_names(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    return revisions.select_related("author", "reviewer", "base").defer("base__document")


def draft_url(request: Request, draft: Revision) -> str:
    return request.build_absolute_uri(reverse("api:draft", args=[draft.pk]))


def row(request: Request, draft: Revision) -> dict[str, Any]:
    return shapes.DraftRow(**_columns(request, draft)).model_dump(mode="json")


def record(request: Request, draft: Revision) -> dict[str, Any]:
    return shapes.DraftRecord(**_columns(request, draft), number=draft.number, document=draft.document).model_dump(mode="json")


def _columns(request: Request, draft: Revision) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "kind": draft.kind,
        "uid": draft.uid,
        "state": draft.state,
        "base": draft.base.number if draft.base else None,
        "edit_count": draft.edit_count,
        "author": draft.author.username if draft.author and not draft.author_hidden else None,
        "reviewer": draft.reviewer.username if draft.reviewer else None,
        "reason": draft.reason,
        "updated_at": draft.updated_at,
        "url": draft_url(request, draft),
    }


def saved(request: Request, draft: Revision, *, made: bool = False) -> Response:
    headers = {"ETag": draft_tag(draft), **PRIVATE} | ({"Location": draft_url(request, draft)} if made else {})
    return Response(record(request, draft), status=status.HTTP_201_CREATED if made else status.HTTP_200_OK, headers=headers)
