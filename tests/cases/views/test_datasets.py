"""Data sets: choosing and ordering columns, figures, single values, the tile grid, and the queries that they cost."""

import re

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.models import Case, DataSet, Observation, Place, Variable
from cases.queries.datasets.grid import thirds, tile_grid
from cases.queries.datasets.numbers import exact, printed
from tests.cases import factories as make
from tests.cases.test_seed_rows import words_of
from tests.cases.views.grown import AT_MOST, grow, queries

pytestmark = pytest.mark.django_db
PANEL = "/datasets/provinces-2018-2019/"


def read(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def first_rows(page: str, number: int = 3) -> list[str]:
    table = page[page.index('class="bt tight values') :]
    return [words_of(row) for row in re.findall(r'<tr><th scope="row">.*?</tr>', table)[:number]]


def table(**changes) -> dict:
    return {
        "kind": "dataset",
        "uid": "table",
        "title": make.text("A table"),
        "source": "report",
        "edition": "first",
        "basis": "stated",
        "confidence": "medium",
        "variables": [{"ref": "index", "name": make.text("Index"), "printed": "Index", "direction": "higher-is-more"}],
        "units": [{"ref": "a", "label": make.text("Unit A")}, {"ref": "b", "label": make.text("Unit B")}],
        "observations": [
            {"unit": "a", "variable": "index", "value": 91.33, "flag": make.text("order in doubt")},
            {"unit": "b", "variable": "index", "blank": "withheld"},
        ],
        **changes,
    }


def test_pages_take_the_same_few_queries_for_one_row_and_for_four() -> None:
    pages = ["/datasets/dataset-1/", "/datasets/dataset-1/plot/", "/datasets/dataset-1/values/unit-1/index/"]
    pages += [f"/datasets/dataset-1/as/{form}/" for form in ("csv", "xlsx", "json")]
    grow(1)
    few = {address: queries(address) for address in pages}
    grow(4)
    many = {address: queries(address) for address in pages}
    assert many == few
    assert max(many.values()) <= AT_MOST


def test_values_blanks_and_remarks_stand_in_the_table_and_open_their_pages() -> None:
    publish([*make.world(), table()], by=None)
    page = read("/datasets/table/")
    words = words_of(page[page.index('id="values"') :])
    assert [text for text in ("91.33", "order in doubt", "withheld") if text not in words] == []
    assert 'href="/datasets/table/values/a/index/"' in page
    value = words_of(read("/datasets/table/values/a/index/"))
    assert [text for text in ("91.33", "order in doubt", "stated in the source", "first") if text not in value] == []
    assert "withheld" in words_of(read("/datasets/table/values/b/index/"))
    for address in ("/datasets/table/values/c/index/", "/datasets/table/values/a/other/", "/datasets/none/values/a/index/"):
        read(address, 404)


def test_a_table_of_nothing_and_a_former_address_are_answered() -> None:
    publish([*make.world(), table(variables=[], observations=[], uid="bare", slug="new", former_slugs=["bare"])], by=None)
    read("/datasets/new/")
    assert Client().get("/datasets/new/plot/")["Location"] == "/datasets/new/"
    assert Client().get("/datasets/bare/values/a/index/")["Location"] == "/datasets/new/values/a/index/"
    for form in ("csv", "xlsx", "json"):
        assert Client().get(f"/datasets/new/as/{form}/").status_code == 200


def test_columns_are_chosen_and_ordered_and_what_is_unknown_is_told(content) -> None:
    asked = f"{PANEL}?column=rd-staff-per-10k-2018&column=nothing&sort=rd-staff-per-10k-2018"
    page = read(f"{asked}&down=1")
    assert "There is no column “nothing” here." in words_of(page)
    assert first_rows(page) == ["Beijing122.111", "Shanghai75.646", "Tianjin71.751"]
    assert first_rows(read(asked), 1) == ["Tibet (Xizang)4.301"]
    assert first_rows(read(f"{PANEL}?column=rd-staff-per-10k-2018"), 1) == ["Beijing122.111"]
    assert "The order is no rank" in words_of(page)
    assert "Rank" not in page
    blank = f"{PANEL}?column=it-organisation-2018&column=rd-intensity-2018&sort=it-organisation-2018"
    assert first_rows(read(blank), 1) == ["Beijing6.17not reported"]
    assert "没有“nothing”这一列" in read(f"/zh-hans{PANEL}?column=nothing")
    for nonsense in ("?sort=%00", "?column=%27&sort=a&down=x&page=-1", "plot/?x=%00&y=[]", "plot/?x=it-organisation-2018"):
        read(PANEL + nonsense)


def test_a_value_says_source_year_place_remark_and_what_it_was_divided_by(content) -> None:
    value = words_of(read(f"{PANEL}values/shandong/online-service-capability-2019/"))
    wanted = ["79.04", "2019", "Doubtful", "kuaihz.com", "read at a secondary page", "panel_qca_2018_2019.csv", "8f441789"]
    assert [text for text in wanted if text not in value] == []
    calculated = read(f"{PANEL}values/beijing/rd-staff-per-10k-2018/")
    wanted = ["122.111", "calculated", "techme @ 9ad60a19", "21893095", "China Statistical Yearbook on Science and Technology"]
    assert [text for text in wanted if text not in words_of(calculated)] == []
    assert f'href="{PANEL}values/beijing/population-2020/"' in calculated
    known = words_of(read("/datasets/provinces-2021/values/shanghai/it-organisation-2021/"))
    assert [text for text in ("not comparable", "Shanghai Big Data Centre", "2018-04-12", "Shine") if text not in known] == []


def test_a_place_shows_its_values_with_a_link_to_each(content) -> None:
    page = read("/places/anhui/")
    assert page.count('class="val"') == 1 + 16 + 21
    assert f'href="{PANEL}values/anhui/science-technology-share-2018/"' in page
    assert "0.29" in page


def test_figures_have_a_dot_for_every_value_and_a_table_with_the_same(content) -> None:
    page = read(f"{PANEL}plot/?x=internet-penetration-2016")
    assert page.count('class="dot') == 31
    assert page.count('id="r-') == 31
    assert 'aria-label="Beijing: 77.8"' in page
    both = read(f"{PANEL}plot/?x=science-technology-share-2018&y=online-service-capability-2019")
    svg = both[both.index('<svg class="plot"') : both.index("</svg>", both.index('<svg class="plot"'))]
    assert svg.count("<circle") == 31
    assert svg.count("remarked") == 3
    assert 'href="#r-beijing" aria-label="Beijing: 5.700, 91.33"' in svg
    assert svg.count("halo") >= 25
    europe = read("/zh-hans/datasets/eu27-egovernment/plot/?x=prefilled&y=success")
    assert europe.count('class="dot"') == 27
    assert "tiles" not in europe
    assert "爱沙尼亚" in europe


def test_the_tile_grid_has_the_groups_of_the_source_or_thirds(content) -> None:
    column = Variable.objects.get(dataset__uid="provinces-2018-2019", ref="internet-penetration-2016")
    grid = tile_grid(column)
    assert grid is not None
    assert (grid.low, grid.middle, grid.high) == (10, 11, 10)
    outcome = Variable.objects.get(dataset__uid="provinces-2018-2019", ref="online-service-capability-2019")
    by_source = tile_grid(outcome)
    assert by_source is not None
    assert (by_source.low, by_source.middle, by_source.high) == (8, 15, 8)
    assert tile_grid(Variable.objects.get(ref="it-organisation-2018")) is None
    assert thirds([1, 1, 1, 1, 2, 3]) == (1, 2)
    assert thirds([5.0]) == (5.0, 5.0)


def test_countries_are_no_places_and_no_cases(content) -> None:
    europe = DataSet.objects.get(uid="eu27-egovernment")
    assert not Observation.objects.filter(dataset=europe, unit__place__isnull=False).exists()
    assert not Case.objects.filter(label_en__contains="Estonia").exists()
    assert not Place.objects.filter(name_en__in=europe.units.values("label_en")).exists()


def test_numbers_are_printed_with_their_own_digits() -> None:
    assert [printed(87.0, 2), printed(87.0, None), printed(None, 2), printed(34127.0, 0)] == ["87.00", "87", "", "34127"]
    assert [exact(1.8e-05), exact(66.48589065255733), exact(21893095.0)] == ["0.000018", "66.48589065255733", "21893095"]
