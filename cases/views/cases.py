"""The list of cases and the page of a case."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.documents.rows import html
from cases.documents.schema import CaseDocument
from cases.filters import SORTS, CaseFilter
from cases.models import Case, FormerSlug, Revision
from cases.models.heads import HEADS
from cases.queries.case_list import PAGE_SIZE, case_list
from cases.queries.case_page import case_page


def index(request: HttpRequest) -> HttpResponse:
    form = CaseFilter(request.GET)
    form.is_valid()
    page = form.value("page", 1)
    selection, words = form.selection(), form.value("q", "")
    found = case_list(selection, words, form.value("sort", "name"), page)
    context = {
        "form": form,
        "found": found,
        "selection": selection,
        "words": words,
        "sorts": SORTS,
        "as_query": form.case_query(),
        "page": Paginator(range(found.total), PAGE_SIZE).get_page(page),
    }
    return render(request, "cases/case/list.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    case = Case.objects.live().select_related("revision__author", "words").filter(slug=slug).first()
    if case is None:
        return redirect_former(request, "case", slug)
    page = case_page(CaseDocument.model_validate(case.revision.document), case)
    return render(request, "cases/case/detail.html", {"case": case, "page": page, "revision": case.revision, "words": case.words})


def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the versions of a case were listed before every record had a history."""
    case = get_object_or_404(Case.objects.live(), slug=slug)
    return redirect("cases:history", "case", case.uid, permanent=True)


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The case as one of its versions had it."""
    case = get_object_or_404(Case.objects.live(), slug=slug)
    revisions = Revision.objects.published().of("case", case.uid).select_related("author")
    revision = get_object_or_404(revisions, number=number)
    document = CaseDocument.model_validate(revision.document)
    context = {
        "case": case,
        "page": case_page(document, case),
        "revision": revision,
        "live": revision.pk == case.revision_id,
        "words": html("narrative", document.narrative),  # the tables hold only the live narrative
    }
    return render(request, "cases/case/version.html", context)


def redirect_former(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The present address of a record that once had this one, or 404."""
    former = FormerSlug.objects.filter(kind=kind, slug=slug).order_by("pk").first()
    if former is None:
        raise Http404
    return redirect(get_object_or_404(HEADS[kind], uid=former.uid, state="live"), permanent=True)
