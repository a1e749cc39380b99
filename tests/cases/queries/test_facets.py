"""Facet counts equal a plain count over the tables, for any selection, also while cases are published."""

import random
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.models import Case, CaseFacet
from cases.queries import facets, paging
from cases.queries.case_list import ORDERS, case_list
from cases.queries.facets import FACETS, facet_index
from cases.queries.paging import read, written
from tests.cases import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_index() -> None:
    """The index belongs to the process; the database of a test does not."""
    facets._indexes.clear()


def terms_of_cases() -> dict[int, set[tuple[str, str]]]:
    rows: dict[int, set[tuple[str, str]]] = {pk: set() for pk in Case.objects.live().values_list("pk", flat=True)}
    for case, facet, key in CaseFacet.objects.values_list("case_id", "term__facet", "term__key"):
        rows[case].add((facet, key))
    return rows


def slow_counts(selection: dict[str, list[str]]) -> dict[tuple[str, str], int]:
    """OR within a facet, AND across facets, a facet's own choice left out of its own counts."""
    rows = terms_of_cases()
    counts: dict[tuple[str, str], int] = {}
    for facet, key in {pair for pairs in rows.values() for pair in pairs}:
        others = {name: values for name, values in selection.items() if name != facet}
        fitting = [pairs for pairs in rows.values() if all(any((n, v) in pairs for v in values) for n, values in others.items())]
        counts[facet, key] = sum((facet, key) in pairs for pairs in fitting)
    return counts


def test_counts_equal_a_plain_count_for_random_selections(content) -> None:
    pairs = sorted({pair for row in terms_of_cases().values() for pair in row})
    index, dice = facet_index(), random.Random(7)  # noqa: S311 - dice, not secrets
    for _ in range(60):
        selection: dict[str, list[str]] = {}
        for facet, key in dice.sample(pairs, dice.randint(0, 4)):
            selection.setdefault(facet, []).append(key)
        counted = {(facet, key): number for facet, row in index.counts(selection).items() for key, number in row.items()}
        assert counted == slow_counts(selection), selection


def test_index_follows_what_is_published(content) -> None:
    first = facet_index()
    publish(
        [make.case("newcomer", place="guizhou", codings=[make.coding("model:administrative", excerpt="county-m#benchmarks")])],
        by=None,
    )
    second = facet_index()
    case = Case.objects.get(uid="newcomer").pk
    assert case in second.matching({"place": ["guizhou"], "model": ["model:administrative"]})
    assert case not in first.live
    publish([make.case("newcomer", place="china")], by=None)
    assert case not in facet_index().matching({"place": ["guizhou"]})
    assert {pair: len(cases) for pair, cases in facet_index().bitmaps.items()} == slow_counts({})


def test_index_is_read_with_one_query_when_nothing_is_new(content, django_assert_num_queries) -> None:
    facet_index()
    with django_assert_num_queries(1):
        facet_index()


@pytest.mark.parametrize("address", ["/cases/", "/cases/?level=county&problem=problem:weak-awareness", "/cases/?q=platform"])
def test_list_needs_few_queries(content, outsider: Client, django_assert_max_num_queries, address) -> None:
    outsider.get(address)
    with django_assert_max_num_queries(12):
        assert outsider.get(address).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "level=moon",
        "place=atlantis",
        "page=0",
        "page=x",
        "page=99999",
        "sort=colour",
        f"q={'x' * 300}",
        "problem=%00",
        "nonsense=1",
    ],
)
def test_list_answers_any_address(content, outsider: Client, query) -> None:
    for prefix in ("", "/zh-hans"):
        assert outsider.get(f"{prefix}/cases/?{query}").status_code == 200


def test_list_says_which_values_it_does_not_know(content, outsider: Client) -> None:
    assert "nothing here is called “atlantis”" in outsider.get("/cases/?place=atlantis").content.decode()


def test_every_facet_has_a_title() -> None:
    from cases.queries.case_list import facet_titles

    assert set(facet_titles()) == set(FACETS)


def test_list_finds_cases_by_facet_and_words(content, outsider: Client) -> None:
    def found(query: str) -> list[str]:
        return [case.uid for case in outsider.get(f"/cases/?{query}").context["found"].cases]

    assert set(found("level=county&origin=seed")) == {"county-m", "deqing"}
    assert found("model=model:market-based") == ["city-b"]
    assert found("q=互嵌") == ["city-b"]
    assert set(found("place=sichuan&place=guizhou&origin=seed")) == {"sichuan", "guizhou"}
    assert found("place=anonymous&level=city") == ["city-b"]


def test_ranges_of_years_trees_and_holes_are_values(content) -> None:
    publish(
        [
            make.case("early", place="deqing", period="1903/1905",
                      codings=[make.coding("problem:formalism-x", excerpt="county-m#benchmarks")]),
            make.code("problem:wide-x", since="1"),
            make.code("problem:formalism-x", since="1", broader="problem:wide-x"),
        ],
        by=None,
    )  # fmt: skip
    index, case = facet_index(), Case.objects.get(uid="early").pk
    assert case in index.matching({"year": ["1904..1910"]})
    assert case not in index.matching({"year": ["1906..1910"]})
    assert index.matching({"year": ["1904..1905"]}) == index.matching({"year": ["1904", "1905"]})
    assert case in index.matching({"place": ["zhejiang"], "problem": ["problem:wide-x"]})
    assert case in index.matching({"mechanism": ["not-yet-coded"]})
    facets = {facet.name: facet for facet in case_list({"year": ["1903..1905"]}).facets}
    assert [(value.label, value.count) for value in facets["year"].chosen] == [("1903–1905", 1)]
    depths = {value.key: value.depth for value in facets["place"].values}
    assert depths["zhejiang"] < depths["deqing"] <= 3


def test_every_page_of_every_order_shows_the_cases_once_and_leads_back(content) -> None:
    publish([make.case(f"m-{number}", place="guizhou", label=make.text(f"Same {number % 3}")) for number in range(60)], by=None)
    every = set(Case.objects.live().values_list("uid", flat=True))
    for sort in ORDERS:
        seen, mark, starts = [], None, []
        while True:
            page = case_list({}, sort=sort, mark=mark)
            starts.append(page.first)
            seen += [case.uid for case in page.cases]
            assert page.last == len(seen)
            if page.window.next is None:
                break
            mark = read(written(page.window.next, "x"), "x", len(ORDERS[sort]))
        assert len(seen) == len(every) == page.total
        assert set(seen) == every
        back = case_list({}, sort=sort, mark=page.window.previous)
        assert [case.uid for case in back.cases] == seen[starts[-2] - 1 : starts[-1] - 1]
        assert back.first == starts[-2]


def test_many_cases_are_paged_as_few_are(content, monkeypatch) -> None:
    few = [[case.uid for case in case_list({"level": ["county", "province"]}, sort=sort).cases] for sort in ORDERS]
    monkeypatch.setattr(paging, "FEW", 1)
    assert [[case.uid for case in case_list({"level": ["county", "province"]}, sort=sort).cases] for sort in ORDERS] == few


def test_pages_of_another_list_and_nonsense_are_told(content) -> None:
    client = Client()
    publish([make.case(f"m-{number}", place="guizhou") for number in range(30)], by=None)
    following = client.get("/cases/?place=guizhou").context["next"]
    there = client.get(f"/cases/?place=guizhou&after={following}")
    assert (there.context["elsewhere"], there.context["found"].first) == (False, 26)
    for address in (
        f"/cases/?after={following}",
        "/cases/?after=nonsense",
        "/cases/?after=W10",
        f"/cases/?sort=new&after={following}",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.context["found"].first) == (200, 1)
        assert "a page of another list" in answer.content.decode()


def test_typed_years_become_a_filter_and_wrong_ones_stay_with_a_reason(content) -> None:
    client = Client()
    asked = "/cases/?level=county&year_from=2015&year_to=2018&q="
    assert client.get(asked)["Location"] == "/cases/?level=county&q=&year=2015..2018"
    assert client.get("/cases/?year=2010..2011&year_from=2015")["Location"] == "/cases/?year=2015..2100"
    for typed, said in (
        ("year_from=2020&year_to=2010", "lies before"),
        ("year_from=20x", "four digits"),
        ("year_to=99999", "four digits"),
    ):
        page = client.get(f"/cases/?{typed}")
        assert (page.status_code, page.context["found"].total) == (200, Case.objects.live().count())
        assert said in page.content.decode()
        assert f'value="{typed.split("=")[-1]}"' in page.content.decode()


def test_search_inside_a_long_facet(content) -> None:
    client = Client()
    assert "Search inside" in client.get("/cases/").content.decode()
    found = client.get("/cases/values/place/?find=zhej&level=county")
    assert [value.key for value in found.context["values"]] == ["zhejiang"]
    assert 'name="level" value="county"' in found.content.decode()
    assert [value.key for value in client.get("/cases/values/place/", {"find": "德清"}).context["values"]] == ["deqing"]
    assert client.get("/cases/values/place/?find=xqz").context["number"] == 0
    assert client.get("/cases/values/nonsense/").status_code == 404


def test_a_list_has_a_feed_of_what_is_new_in_it(content, django_assert_max_num_queries) -> None:
    client = Client()
    assert 'href="/cases/feed/?level=county"' in client.get("/cases/?level=county").content.decode()
    county = Case.objects.live().filter(level="county").order_by("pk")[1]
    document = {**county.revision.document, "subject": make.text("Something new <b>")}
    publish([document], by=None)
    facet_index()
    with django_assert_max_num_queries(4):
        answer = client.get("/cases/feed/?level=county")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    links = [entry.find(f"{atom}link").attrib["href"] for entry in feed.findall(f"{atom}entry")]
    assert links[0] == f"http://testserver{county.get_absolute_url()}"
    assert len(links) == min(Case.objects.live().filter(level="county").count(), 30)
    assert feed.find(f"{atom}entry/{atom}id").text.endswith(f"#{county.revision.number + 1}")
    assert "/zh-hans/cases/" in client.get("/zh-hans/cases/feed/?level=county").content.decode()
    assert client.get("/cases/feed/?level=nonsense&q=%00&year=9..1").status_code == 200
