"""The list of cases and the page of a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.documents.rows import html
from cases.documents.schema import CaseDocument
from cases.filters import SORTS, VALUE_ORDERS, CaseFilter, FindForm, RangeForm, settled
from cases.models import Case, Revision
from cases.queries.case_list import ORDERS, Way, case_list, case_ranges, facet_titles, facet_values, value_scales
from cases.queries.case_page import case_page
from cases.queries.facets import FACETS
from cases.queries.paging import read, written
from cases.queries.scales import VALUE
from cases.views.gone import redirect_former


def index(request: HttpRequest) -> HttpResponse:
    form = CaseFilter(request.GET)
    form.is_valid()
    ranges = RangeForm(request.GET, value_scales)
    query = settled(form, ranges)
    if query is not None:
        return redirect(f"{request.path}?{query}".rstrip("?"))
    selection, words, sort = form.selection(), form.value("q", ""), form.value("sort", "name")
    word = form.value("after", "")
    mark = read(word, form.of(), Case, ORDERS[sort])
    found = case_list(selection, words, Way(sort, mark, form.seen, form.fresh_only, ranges.codes))
    context = {
        "form": form,
        "found": found,
        "ranges": [(one, ranges.of(one.code)) for one in found.ranges],
        "wrong_ranges": bool(ranges.errors),
        "selection": selection,
        "words": words,
        "sorts": SORTS,
        "as_query": form.case_query(),
        "as_data": f"{form.case_query()}&sort={sort}{form.fresh_query}".lstrip("&"),
        "elsewhere": bool(word and mark is None),
        "previous": written(found.window.previous, form.of()),
        "next": written(found.window.next, form.of()),
    }
    return render(request, "cases/case/list.html", context)


def values(request: HttpRequest, facet: str) -> HttpResponse:
    """All the values of one facet, with a search inside it."""
    if facet not in FACETS:
        raise Http404
    form = CaseFilter(request.GET)
    form.is_valid()
    asked = FindForm(request.GET)
    find, order = asked.words(), asked.chosen_order()
    shown, number = facet_values(facet, form.selection(), form.value("q", ""), find, order)
    chosen = [(name, value) for name, values in form.selection().items() for value in values]
    boxes = {(facet, value.key) for value in shown}
    context = {"facet": facet, "title": facet_titles()[facet], "values": shown, "number": number, "find": find}
    context |= {"chosen": chosen, "others": [one for one in chosen if one not in boxes]}
    context |= {"words": form.value("q", ""), "sort": form.value("sort", ""), "as_query": form.case_query()}
    context |= {"order": order, "orders": {} if facet == "year" else VALUE_ORDERS}
    return render(request, "cases/case/values.html", context)


def scales(request: HttpRequest) -> HttpResponse:
    """All scaled codes, each with its ends to choose from."""
    form = CaseFilter(request.GET)
    form.is_valid()
    found = case_ranges(form.selection(), form.value("q", ""))
    ranges = RangeForm(request.GET, value_scales)
    others = [(name, value) for name, values in form.selection().items() if name != VALUE for value in values]
    context = {"title": facet_titles()[VALUE], "ranges": [(one, ranges.of(one.code)) for one in found], "others": others}
    context |= {"words": form.value("q", ""), "sort": form.value("sort", ""), "as_query": form.case_query()}
    return render(request, "cases/case/scales.html", context)


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
    if revision.withheld:
        return redirect("cases:history-version", "case", case.uid, number)
    document = CaseDocument.model_validate(revision.document)
    context = {
        "case": case,
        "page": case_page(document, case),
        "revision": revision,
        "live": revision.pk == case.revision_id,
        "words": html("narrative", document.narrative),  # the tables hold only the live narrative
    }
    return render(request, "cases/case/version.html", context)
