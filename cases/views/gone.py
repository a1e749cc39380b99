"""Addresses that a record no longer has, and records that are no longer in circulation."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.enums import RecordState
from cases.models import FormerSlug
from cases.models.heads import HEADS
from cases.models.revision import Head


def redirect_former(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The present address of a record that once had this one; what became of a retired one; or 404."""
    heads = HEADS[kind]._default_manager.select_related("revision__author")
    here = heads.filter(slug=slug, state=RecordState.RETIRED).first()
    if here is not None:
        return gone(request, kind, here)
    former = FormerSlug.objects.filter(kind=kind, slug=slug).order_by("pk").first()
    if former is None:
        raise Http404
    record = get_object_or_404(heads, uid=former.uid)
    return gone(request, kind, record) if record.state == RecordState.RETIRED else redirect(record, permanent=True)


def gone(request: HttpRequest, kind: str, record: Head) -> HttpResponse:
    """Why the record left circulation, or the one that it was merged into."""
    retired = record.revision.document.get("retired") or {}
    if into := HEADS[kind]._default_manager.filter(uid=retired.get("into") or "").first():
        return redirect(into)  # for now: a merger can be undone
    context = {"kind": kind, "record": record, "revision": record.revision, "retired": retired}
    return render(request, "cases/gone.html", context, status=HTTPStatus.GONE)
