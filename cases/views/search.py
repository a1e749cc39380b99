"""The search over everything, and what it suggests while somebody types."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.filters import SearchForm
from cases.queries.search import find, suggest
from cases.queries.search.find import PAGE_SIZE


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words, kind, page = form.asked()
    found = find(words, kind, page, form.exact)
    number = found.chosen.shown_number if found.chosen else 0
    as_query = urlencode({"q": words})
    context = {
        "form": form,
        "words": words,
        "found": found,
        "as_query": as_query,
        "page": Paginator(range(number), PAGE_SIZE).get_page(found.page),
    }
    return render(request, "cases/search/list.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Names that hold what was typed so far: a fragment for the box, empty where there are none."""
    words, _, _ = SearchForm(request.GET).asked()
    box = "find-menu" if request.GET.get("box") == "find-menu" else "find"
    return render(request, "cases/search/_suggestions.html", {"hits": suggest(words), "box": box})
