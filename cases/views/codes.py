"""The pages of the codebook's entries: one list per kind, one page per code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.enums import PATHS
from cases.models import Code, FormerSlug
from cases.queries.code_kinds import HEADINGS
from cases.queries.code_page import code_list, code_page


def index(request: HttpRequest, path: str) -> HttpResponse:
    return render(request, "cases/code/list.html", {"list": code_list(path), "path": path})


def detail(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    codes = Code.objects.select_related("revision__author", "broader", "since", "retired_in")
    # Two kinds may stand under one address, and then the first one that has the word is meant.
    code = codes.filter(code_kind__in=PATHS[path], slug=slug, state="live").order_by("code_kind", "pk").first()
    if code is None:
        return _former(path, slug)
    page = code_page(code)
    context = {"page": page, "code": code, "path": path, "heading": HEADINGS[path]}
    return render(request, "cases/code/detail.html", context)


def _former(path: str, slug: str) -> HttpResponse:
    """Codes of different kinds may have had the same word, so the kind must be right too."""
    for former in FormerSlug.objects.filter(kind="code", slug=slug).order_by("pk"):
        if former.uid.partition(":")[0] in PATHS[path]:
            return redirect(get_object_or_404(Code, uid=former.uid, state="live"), permanent=True)
    raise Http404
