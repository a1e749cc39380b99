"""The codebook: all codes by kind, and its versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import CodebookVersion
from cases.queries import codebook
from cases.views.cases import redirect_former


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/codebook/list.html", {"codebook": codebook.codebook()})


def version(request: HttpRequest, slug: str) -> HttpResponse:
    found = CodebookVersion.objects.filter(slug=slug, state="live").select_related("revision__author").first()
    if found is None:
        return redirect_former(request, "codebook", slug)
    introduced, retired = codebook.version_codes(found)
    context = {"version": found, "document": found.revision.document, "introduced": introduced, "retired": retired}
    return render(request, "cases/codebook/detail.html", context)
