"""The list of cases as people meet it: any address is answered, what is typed stays, what is new has a feed."""

import json
import random
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.models import Case
from cases.queries import case_list as case_lists
from cases.queries.case_list import matching_cases
from cases.queries.facets import facet_index
from cases.queries.paging import decoded, encoded
from cases.queries.range_panel import ranges_of
from tests.cases import factories as make
from tests.cases.measured import measured

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


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
        "page=1000000000",
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


def test_list_finds_cases_by_facet_and_words(content, outsider: Client) -> None:
    def found(query: str) -> list[str]:
        return [case.uid for case in outsider.get(f"/cases/?{query}").context["found"].cases]

    assert set(found("level=county&origin=seed")) == {"county-m", "deqing"}
    assert found("model=model:market-based") == ["city-b"]
    assert found("q=互嵌") == ["city-b"]
    assert set(found("place=sichuan&place=guizhou&origin=seed")) == {"sichuan", "guizhou"}
    assert found("place=anonymous&level=city") == ["city-b"]


def test_pages_of_another_list_and_nonsense_are_told(content) -> None:
    client = Client()
    publish([make.case(f"m-{number}", place="guizhou") for number in range(30)], by=None)
    following = client.get("/cases/?place=guizhou").context["next"]
    there = client.get(f"/cases/?place=guizhou&after={following}")
    assert (there.context["elsewhere"], there.context["found"].first) == (False, 26)
    mark = decoded(client.get("/cases/?sort=new").context["next"])
    assert mark is not None
    forged = encoded([mark[0], 1, 0, "a word where a number stands", "uid"])
    for address in (
        f"/cases/?after={following}",
        "/cases/?after=nonsense",
        "/cases/?after=W10",
        f"/cases/?sort=new&after={following}",
        f"/cases/?sort=new&after={forged}",
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


def test_ranges_are_typed_beside_the_list_and_follow_into_every_view(content) -> None:
    measured(random.Random(3))  # noqa: S311
    client, stage, points = Client(), "condition:stage", "outcome:points"
    asked = f"/cases/?level=county&least:{stage}=l-1&most:{stage}=&least:{points}=&year_from=&value={stage}=l-0..l-4"
    assert client.get(asked)["Location"] == f"/cases/?level=county&value={stage}=l-1.."
    assert client.get(f"/cases/?least:{points}=40,5&most:{points}=5").status_code == 200
    assert client.get(f"/cases/?least:{points}=0&most:{points}=057.50")["Location"] == f"/cases/?value={points}=0..57.5"
    assert client.get("/cases/?least:atlantis=4&year_from=")["Location"] == "/cases/"
    for typed, message in (
        (f"least:{points}=forty", "Type a number"),
        (f"least:{points}=9&most:{points}=1", "lies below"),
        (f"least:{stage}=l-3&most:{stage}=l-2", "lies below"),
        (f"least:{stage}=l-9", "is no level"),
    ):
        page = client.get(f"/cases/?{typed}")
        assert (page.status_code, page.context["found"].total) == (200, Case.objects.live().count())
        assert message in page.content.decode()
    query = f"value={points}=40..&value={stage}=l-1..l-3"
    uids = {
        case.uid for case in Case.objects.filter(pk__in=list(matching_cases({"value": [f"{points}=40..", f"{stage}=l-1..l-3"]})))
    }
    page = client.get(f"/cases/?{query}")
    assert 0 < page.context["found"].total == len(uids) < 40
    assert "outcome:points: 40 or more" in page.content.decode()
    assert "outcome:points: 40及以上" in client.get(f"/zh-hans/cases/?{query}").content.decode()
    assert "Level 1 to Level 3" in page.content.decode()
    both = {"value": [f"{points}=40..", f"{stage}=l-1..l-3"]}
    shown, number, strange = ranges_of(facet_index(), both, None, most=1)
    assert ({one.code for one in shown}, number >= 3, strange) == ({points, stage}, True, [])  # what is asked for is never cut
    assert client.get(f"/matrix/?{query}").context["matrix"].total_cases == len(uids)
    assert client.get(f"/pairs/?{query}").status_code == 200
    assert client.get(f"/api/cases/?{query}").json()["count"] == len(uids)
    exported = json.loads(client.get(f"/cases/as/json/?{query}").getvalue())
    assert {case["uid"] for case in exported["cases"]} == uids
    assert f"least:{points}" in client.get("/cases/values/value/?place=guizhou").content.decode()
    for odd in ("value=", "value=x", f"value={points}", f"value={points}=..", f"value={points}=nan..", f"value={stage}=l-9..l-1",
                f"value={points}={'9' * 90}..", "value=a:b=1..2", f"value={stage}=withheld..", "value=%00:=.."):  # fmt: skip
        for address in (
            "/cases/",
            "/zh-hans/cases/",
            "/matrix/",
            "/pairs/",
            "/cases/feed/",
            "/api/facets/",
            "/cases/values/level/",
        ):
            assert client.get(f"{address}?{odd}").status_code == 200, (address, odd)
    assert "nothing here is called" in client.get(f"/cases/?value={stage}=l-9..").content.decode()


def test_search_inside_a_long_facet(content) -> None:
    client = Client()
    assert "Search inside" in client.get("/cases/").content.decode()
    found = client.get("/cases/values/place/?find=zhej&level=county")
    assert [value.key for value in found.context["values"]] == ["zhejiang"]
    assert 'name="level" value="county"' in found.content.decode()
    # What is chosen and has no box here stays chosen, whichever of the two forms is sent.
    kept = client.get("/cases/values/place/?find=zhej&place=guizhou&place=zhejiang").content.decode()
    assert (kept.count('name="place" value="guizhou"'), kept.count('name="place" value="zhejiang"')) == (2, 2)
    assert client.get("/cases/values/year/?year=2010..2015").content.decode().count('name="year" value="2010..2015"') == 2
    assert [value.key for value in client.get("/cases/values/place/", {"find": "德清"}).context["values"]] == ["deqing"]
    provinces = ("chongqing", "guangdong", "guizhou", "henan", "sichuan", "zhejiang")  # 重庆 … 浙江
    for order in ("name", "english"):
        places = client.get(f"/cases/values/place/?order={order}").context["values"]
        assert [value.key for value in places if value.key in provinces] == sorted(provinces), order
        depths = {value.key: value.depth for value in places}
        assert depths["china"] < depths["zhejiang"] < depths["deqing"]
    levels = {order: [value.key for value in client.get(f"/zh-hans/cases/values/level/?order={order}").context["values"]]
              for order in ("name", "count", "nonsense")}  # fmt: skip
    assert levels["count"] == levels["nonsense"] != levels["name"]
    assert client.get("/cases/values/place/?find=xqz").context["number"] == 0
    assert client.get("/cases/values/nonsense/").status_code == 404


def test_a_list_has_a_feed_of_what_is_new_in_it(content, monkeypatch, django_assert_max_num_queries) -> None:
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
    monkeypatch.setattr(case_lists, "FEW_DOCUMENTS", 1)  # among many they are looked for in the order of publication
    assert client.get("/cases/feed/?level=county").content.split(b"<entry>")[1:] == answer.content.split(b"<entry>")[1:]
    assert feed.find(f"{atom}entry/{atom}id").text.endswith(f"#{county.revision.number + 1}")
    assert "/zh-hans/cases/" in client.get("/zh-hans/cases/feed/?level=county").content.decode()
    assert client.get("/cases/feed/?level=nonsense&q=%00&year=9..1").status_code == 200
