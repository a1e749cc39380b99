"""The home page, the glossary and the pages about the site, with the content of content/."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions.publish import publish
from cases.models import Case, Coding, DataSet
from cases.models.heads import HEADS
from cases.queries import home as queries
from cases.queries import status
from cases.queries.datasets.grid import home_grid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content"), pytest.mark.pages]
ABOUT = ["", "method/", "data/", "status/", "cite/", "licences/", "accessibility/", "privacy/", "contact/"]


def test_the_tile_grid_groups_the_31_units_of_the_data_set() -> None:
    grid = home_grid()
    assert grid is not None
    assert len(grid.tiles) == 34
    assert (grid.high, grid.middle, grid.low) == (8, 15, 8)
    assert [tile.place.uid for tile in grid.tiles if tile.value is None] == ["taiwan", "macao", "hong-kong"]


def test_named_cases_show_on_the_grid_and_anonymous_ones_do_not() -> None:
    marked = {tile.place.uid for tile in home_grid().tiles if tile.has_case}
    assert {"sichuan", "guizhou", "zhejiang", "guangdong"} <= marked
    assert len([row for row in queries.seed_cases() if row.case.anonymous]) == 3


def test_home_shows_the_seven_cases_with_their_roles(client) -> None:
    html = client.get("/").content.decode()
    for words in ("compared with City B", "compared with Province A", "benchmark for County M", "focal case"):
        assert words in html
    assert "not yet coded" in html
    assert "与贵州对照" in client.get("/zh-hans/").content.decode()


def test_home_asks_few_questions_of_the_database(client) -> None:
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/")
    assert len(asked) <= 12


def test_home_tells_what_was_published_last_and_counts_events_up_to_a_cap(client, monkeypatch) -> None:
    named = [("case", case.pk) for case in Case.objects.live().order_by("pk")[:3]]
    named.insert(1, ("dataset", DataSet.objects.earliest("pk").pk))
    for kind, pk in named:
        before = HEADS[kind]._default_manager.get(pk=pk).revision.document
        publish([{**before, "former_slugs": [*before["former_slugs"], "an-address-of-old"]}], by=None)
    newest = [(one.revision.kind, one.revision.uid) for one in queries.latest()]
    assert newest == [(kind, HEADS[kind]._default_manager.get(pk=pk).uid) for kind, pk in reversed(named)]
    monkeypatch.setattr(queries, "EVENTS_COUNTED", 3)
    assert "<b>3+</b> dated events" in client.get("/").content.decode()
    assert "<b>3+</b> 个有日期的事件" in client.get("/zh-hans/").content.decode()


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("page", ABOUT)
def test_every_page_about_the_site_stands_in_both_languages(client, prefix: str, page: str) -> None:
    response = client.get(f"{prefix}/about/{page}")
    assert response.status_code == 200
    prose = re.search(r"<main.*</main>", response.content.decode(), re.S).group()
    assert (len(re.findall(r"[一-鿿]", prose)) > 100) == (prefix != "")


def test_an_unknown_page_about_the_site_is_not_found(client) -> None:
    assert client.get("/about/nothing/").status_code == 404


def test_the_glossary_names_codes_in_both_languages_with_their_aliases(client) -> None:
    html = client.get("/glossary/").content.decode()
    assert '<span lang="zh-Hans">市场化模式</span>' in html
    assert "inter-embedded" in html


def test_status_counts_claims_by_basis_and_texts_by_translation(client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/about/status/")
    assert len(asked) <= 16  # and once it is counted, until something is published
    with CaptureQueriesContext(connection) as asked:
        client.get("/about/status/")
    assert len(asked) <= 6
    counted = status.status()
    claims = {row.kind: row for row in counted.claims}
    assert sum(row.total for row in counted.claims) == sum(
        model._default_manager.exclude(basis="").count() for model in status.CLAIMS.values()
    )
    assert sum(number for _reason, number in counted.blanks) == Coding.objects.exclude(blank="").count()
    assert claims["coding"].by_basis["stated"] > 0
    assert claims["coding"].by_basis["inferred"] > 0
    texts = {row.kind: row for row in counted.translations}
    assert texts["code"].texts > 100
    assert texts["case"].stale == 0
    assert "newest records" not in client.get("/about/status/").content.decode()


def test_status_says_so_where_it_has_not_counted_everything(client, monkeypatch) -> None:
    monkeypatch.setattr(status, "READ_AT_MOST", 5)
    status._status.cache_clear()
    assert "Counted in the 5 newest records of each kind." in client.get("/about/status/").content.decode()
    status._status.cache_clear()
