"""Reading records: lists of heads, live documents, revisions, and what was published since."""

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.kinds import Kind, head_row, live_heads, page_of_record, record_url, revision_url
from api.openapi import ETAG, IF_NONE_MATCH, READ, UID, describe, list_of
from api.paging import next_url, page_of
from api.preconditions import revision_tag, tagged
from api.queries import ChangesQuery, CodesQuery, ListQuery, PlacesQuery, read_query
from api.views import ApiView
from cases.documents.schema import DOCUMENT
from cases.models import Revision
from cases.models.heads import HEADS

QUERIES: dict[str, type[ListQuery]] = {"code": CodesQuery, "place": PlacesQuery}
COLUMNS = {"code_kind": "code_kind", "level": "level", "parent": "parent__uid"}
"""Parameters of lists, and the column that each compares."""


class RecordList(ApiView):
    """Live records of this kind, in the order of their names."""

    kind: Kind

    def get(self, request: Request) -> Response:
        query = read_query(request, QUERIES.get(self.kind.kind, ListQuery))
        records = live_heads(self.kind).filter(**{COLUMNS[name]: value for name, value in query.items() if name in COLUMNS})
        rows, cursor = page_of(records, ("sort_key", "uid"), query["cursor"], query["size"])
        results = [head_row(self.kind, record, request) for record in rows]
        return Response({"count": records.count(), "next": next_url(request, cursor), "results": results})


class RecordDetail(ApiView):
    """The live document of a record."""

    kind: Kind

    def get(self, request: Request, uid: str) -> Response:
        record = live_record(self.kind.kind, uid)
        document = DOCUMENT.validate_python(record.revision.document).model_dump(mode="json")
        return tagged(request, revision_tag(record.revision), envelope(request, record.revision, document, record))


class RevisionList(ApiView):
    """Published revisions of a record, the newest first."""

    kind: Kind

    def get(self, request: Request, uid: str) -> Response:
        live_record(self.kind.kind, uid)
        query = read_query(request, ListQuery)
        revisions = published().filter(kind=self.kind.kind, uid=uid)
        rows, cursor = page_of(revisions, ("-number",), query["cursor"], query["size"])
        return Response({"next": next_url(request, cursor), "results": [revision_row(request, row) for row in rows]})


class RevisionDetail(ApiView):
    """The document as it was published under this number."""

    kind: Kind

    def get(self, request: Request, uid: str, number: int) -> Response:
        record = live_record(self.kind.kind, uid)
        readable = Revision.objects.published().open_to_readers()
        revision = readable.of(self.kind.kind, uid).filter(number=number).first()
        if revision is None:
            raise Http404
        return tagged(request, revision_tag(revision), envelope(request, revision, revision.document, record))


class Changes(ApiView):
    """What was published, in order: how a copy elsewhere stays in step."""

    @describe(
        "changes_list",
        "Revisions of all records in the order of their publication. Keep the last `sequence` and ask for what came `after` it.",
        {200: list_of(shapes.RevisionRow)},
        *READ,
        tag="changes",
        parameters=(ChangesQuery,),
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, ChangesQuery)
        revisions = published().filter(sequence__gt=query["after"])
        rows, cursor = page_of(revisions, ("sequence",), query["cursor"], query["size"])
        return Response({"next": next_url(request, cursor), "results": [revision_row(request, row) for row in rows]})


def live_record(kind: str, uid: str) -> Any:
    """The head with its live revision, or 404."""
    record = HEADS[kind]._default_manager.filter(uid=uid, state="live").select_related("revision").first()
    if record is None:
        raise Http404
    return record


def published():
    """Rows of published revisions, without their documents."""
    columns = (
        "kind",
        "uid",
        "number",
        "sequence",
        "decided_at",
        "author__username",
        "author_hidden",
        "reviewer__username",
        "reason",
    )
    return Revision.objects.published().values(*columns)


def envelope(request: Request, revision: Revision, document: dict[str, Any], record: Any) -> dict[str, Any]:
    return {
        "kind": revision.kind,
        "uid": revision.uid,
        "number": revision.number,
        "published_at": revision.decided_at,
        "url": record_url(request, revision.kind, revision.uid),
        "page": page_of_record(request, record),
        "document": document,
    }


def revision_row(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "uid": row["uid"],
        "number": row["number"],
        "sequence": row["sequence"],
        "published_at": row["decided_at"],
        "author": None if row["author_hidden"] else row["author__username"],
        "reviewer": row["reviewer__username"],
        "reason": row["reason"],
        "url": revision_url(request, row),
    }


def views_of(kind: Kind) -> dict[str, type[ApiView]]:
    """The views of one kind, each described with that kind's shapes; ``list`` and ``detail`` may be replaced."""
    name, query = kind.path, QUERIES.get(kind.kind, ListQuery)
    heads, revisions = list_of(kind.head, counted=True), list_of(shapes.RevisionRow)
    document: dict[str, Any] = {"tag": name, "parameters": (UID, IF_NONE_MATCH, ETAG)}
    live, newest = "The live document of a record.", "Published revisions of a record, the newest first."
    return {
        "list": _view(
            RecordList, kind, describe(f"{name}_list", "Live records.", {200: heads}, *READ, tag=name, parameters=(query,))
        ),
        "detail": _view(RecordDetail, kind, describe(f"{name}_read", live, {200: kind.record}, *READ, 304, 404, **document)),
        "revisions": _view(
            RevisionList,
            kind,
            describe(f"{name}_revisions", newest, {200: revisions}, *READ, 404, tag=name, parameters=(UID, ListQuery)),
        ),
        "revision": _view(
            RevisionDetail,
            kind,
            describe(f"{name}_revision", "A document as it was published.", {200: kind.record}, *READ, 304, 404, **document),
        ),
    }


def _view(base: type[ApiView], kind: Kind, described) -> type[ApiView]:
    """The view for one kind. Its ``get`` is a function of its own, because a description belongs to one function."""

    def get(self, request: Request, *args, **kwargs) -> Response:
        return base.get(self, request, *args, **kwargs)  # type: ignore[attr-defined]

    return type(f"{base.__name__}_{kind.kind}", (base,), {"kind": kind, "get": described(get)})
