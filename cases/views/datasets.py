"""Data sets: the list, the table, a figure, one value."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.filters import BrowseForm, PlotForm
from cases.models import DataSet
from cases.queries.citation.pages import language
from cases.queries.datasets import browse
from cases.queries.datasets.grid import tile_grid
from cases.queries.datasets.plot import plot as draw
from cases.queries.datasets.value import value_page
from cases.views.gone import redirect_former
from cases.views.records import page_of


def find(slug: str) -> DataSet | None:
    return DataSet.objects.filter(slug=slug, state="live").select_related("revision__author").first()


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/dataset/list.html", {"rows": page_of(request, browse.dataset_list())})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    dataset = find(slug)
    if dataset is None:
        return redirect_former(request, "dataset", slug)
    page = browse.read(dataset)
    form = BrowseForm(request.GET, page.document)
    asked = form.asked()
    browse.choose(page, asked)
    units = page_of(request, page.units, browse.PAGE_SIZE)
    rows = page.rows(units)
    context = {"dataset": dataset, "page": page, "asked": asked, "units": units, "rows": rows, "told": form.told}
    return render(request, "cases/dataset/detail.html", context | {"remarks": browse.remarks(rows)})


def plot(request: HttpRequest, slug: str) -> HttpResponse:
    dataset = find(slug)
    if dataset is None:
        return redirect_former(request, "dataset", slug)
    page = browse.read(dataset)
    form = PlotForm(request.GET, page.document)
    x = page.column(form.value("x")) or next((one for one in page.columns if one.filled), None)
    if x is None:  # nothing that could be drawn
        return redirect(dataset)
    y = page.column(form.value("y"))
    figure = draw(page, x, y, lambda unit: getattr(unit.label, language()) or getattr(unit.label, unit.label.original))
    grid = None if y else tile_grid(dataset.variables.select_related("dataset", "source", "code").get(ref=x.ref))
    context = {"dataset": dataset, "page": page, "x": x, "y": y, "figure": figure, "grid": grid, "told": form.told}
    return render(request, "cases/dataset/plot.html", context | {"remarks": browse.remarks(figure.rows if figure else ())})


def value(request: HttpRequest, slug: str, unit: str, variable: str) -> HttpResponse:
    page = value_page(slug, unit, variable)
    if page is None:
        former = redirect_former(request, "dataset", slug)  # an unknown data set is not found there
        if former.status_code == HTTPStatus.GONE:
            return former
        return redirect(f"{former['Location']}values/{unit}/{variable}/", permanent=True)
    return render(request, "cases/dataset/value.html", {"page": page, "seen": page.seen})
