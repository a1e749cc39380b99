"""The codebook: all codes by kind, and its versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission, has_permission
from cases.models import CodebookVersion
from cases.queries import codebook, codebook_draft
from cases.views.gone import redirect_former


def index(request: HttpRequest) -> HttpResponse:
    context = {
        "codebook": codebook.codebook(),
        "open_recodes": codebook_draft.open_recodes(),
        "may_edit": has_permission(request.user, Permission.EDIT_CODEBOOK),
    }
    return render(request, "cases/codebook/list.html", context)


def version(request: HttpRequest, slug: str) -> HttpResponse:
    found = CodebookVersion.objects.filter(slug=slug, state="live").select_related("revision__author").first()
    if found is None:
        return redirect_former(request, "codebook", slug)
    introduced = codebook.version_codes(found)
    context = {"version": found, "document": found.revision.document, "introduced": introduced}
    context |= {"mapping": codebook_draft.mapping_of(found)}
    return render(request, "cases/codebook/detail.html", context)
