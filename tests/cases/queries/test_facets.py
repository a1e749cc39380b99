"""Facet counts equal a plain count over the tables, for any selection, also while cases are published."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.enums import silence
from cases.models import Case, CaseFacet, Code, Coding
from cases.queries import case_list as case_lists
from cases.queries import facets, paging, scales
from cases.queries.case_list import ORDERS, Way, case_list, matching_cases
from cases.queries.facets import ASKED, facet_index
from cases.queries.paging import read, written
from tests.cases import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_index() -> None:
    """The index belongs to the process; the database of a test does not."""
    facets._indexes.clear()


def terms_of_cases() -> dict[int, set[tuple[str, str]]]:
    rows: dict[int, set[tuple[str, str]]] = {pk: set() for pk in Case.objects.live().values_list("pk", flat=True)}
    for case, facet, key in CaseFacet.objects.exclude(term__facet="value").values_list("case_id", "term__facet", "term__key"):
        rows[case].add((facet, key))
    return rows


Said = dict[str, set[Any]]


def said_of_cases() -> dict[int, Said]:
    """What is said of each scaled code in each case, read from the codings: a number, the rank of a level, a reason."""
    ranks = {code.uid: [level["key"] for level in code.levels] for code in Code.objects.exclude(scale="present")}
    said: dict[int, Said] = {}
    for pk, origin in Case.objects.live().values_list("pk", "origin"):
        said[pk] = defaultdict(partial(set, [silence(origin).value]))
    codings = Coding.objects.filter(code__uid__in=ranks, case__state="live")
    for case, code, value, level, blank in codings.values_list("case_id", "code__uid", "value", "level", "blank"):
        here = said[case].setdefault(code, set())
        here.add(blank or (ranks[code].index(level) if level else value))
    return said


RANKS = {f"l-{one}": one for one in range(5)} | {"weak": 0, "moderate": 1, "strong": 2}


def in_range(value: str, said: Said) -> bool:
    """Whether one of the answers of a case lies in “code=from..to”, or is the step or reason in “code=step”."""
    code, _, asked = value.partition("=")
    if ".." not in asked and asked not in RANKS and not re.match(r"-?\d", asked):
        return asked in said[code]
    first, _, last = asked.partition("..") if ".." in asked else (asked, "", asked)
    low, high = (RANKS[end] if end in RANKS else float(end) if end else None for end in (first, last))
    numbers = [one for one in said[code] if not isinstance(one, str)]
    return any((low is None or low <= one) and (high is None or one <= high) for one in numbers)


def fits(pk: int, selection: dict[str, list[str]], rows, said) -> bool:
    """OR within a facet and within a scaled code, AND across them."""
    for facet, values in selection.items():
        if facet != "value":
            if not any((facet, value) in rows[pk] for value in values):
                return False
            continue
        for code in {value.partition("=")[0] for value in values}:
            if not any(in_range(value, said[pk]) for value in values if value.startswith(f"{code}=")):
                return False
    return True


def slow_counts(selection: dict[str, list[str]], said=None) -> dict[tuple[str, str], int]:
    """A facet's own choice left out of its own counts."""
    rows, said = terms_of_cases(), said or said_of_cases()
    counts: dict[tuple[str, str], int] = {}
    fitting: dict[str, list[set[tuple[str, str]]]] = {}
    for facet, key in {pair for pairs in rows.values() for pair in pairs}:
        if facet not in fitting:
            others = {name: values for name, values in selection.items() if name != facet}
            fitting[facet] = [pairs for pk, pairs in rows.items() if fits(pk, others, rows, said)]
        counts[facet, key] = sum((facet, key) in pairs for pairs in fitting[facet])
    return counts


def measured(dice: random.Random) -> None:
    """Cases with numbers, memberships and levels of the same codes, some of them several, some blank."""
    levels = [{"key": f"l-{one}", "label": make.text(f"Level {one}")} for one in range(5)]
    publish(
        [
            make.code("outcome:points", scale="number", since="1"),
            make.code("condition:share", scale="membership", since="1"),
            make.code("condition:stage", scale="levels", levels=levels, since="1"),
        ],
        by=None,
    )
    said: dict[str, Callable[[], dict[str, Any]]] = {
        "outcome:points": lambda: {"value": dice.choice([-3.5, 0, 1, 40, 40.25, 57.125, 100, 1e20])},
        "condition:share": lambda: {"value": dice.choice([0, 0.25, 0.5, 1])},
        "condition:stage": lambda: {"level": dice.choice(levels)["key"]},
    }
    cases = []
    for number in range(40):
        codings = []
        for code, answer in said.items():
            for place in range(dice.randint(0, 2)):
                what: dict[str, Any] = answer() if dice.random() < 0.8 else {"blank": dice.choice(["withheld", "not-applicable"])}
                more: dict[str, Any] = {} if "blank" in what else {"excerpt": "county-m#benchmarks"}
                codings.append(make.coding(code, f"{code.replace(':', '-')}-{place}", period=str(2001 + place), **what, **more))
        cases.append(make.case(f"measured-{number}", place="guizhou", period="2001/2005", codings=codings))
    publish(cases, by=None)


def some_range(dice: random.Random) -> str:
    code = dice.choice(["outcome:points", "condition:share", "condition:stage", "condition:leadership-attention"])
    ends = {
        "outcome:points": ["", "-3.5", "0", "0.9", "40", "40.2", "57.125", "60", "1e+20"],
        "condition:share": ["", "0", "0.25", "0.3", "1"],
        "condition:stage": ["", *(f"l-{one}" for one in range(5))],
        "condition:leadership-attention": ["", "weak", "moderate", "strong"],
    }[code]
    if dice.random() < 0.3:
        return f"{code}={dice.choice(['withheld', 'not-applicable', 'not-yet-coded', 'not-reported', ends[-1]])}"
    first, last = dice.choice(ends), dice.choice(ends)
    return f"{code}={first}..{last}" if first or last else f"{code}={ends[1]}.."


def test_counts_equal_a_plain_count_for_random_selections(content, monkeypatch) -> None:
    monkeypatch.setattr(scales, "BLOCK", 2)  # so that ranges hold whole blocks
    dice = random.Random(7)  # noqa: S311 - dice, not secrets
    measured(dice)
    pairs = sorted({pair for row in terms_of_cases().values() for pair in row})
    index, rows, said = facet_index(), terms_of_cases(), said_of_cases()
    for _ in range(60):
        selection: dict[str, list[str]] = {}
        for facet, key in dice.sample(pairs, dice.randint(0, 3)):
            selection.setdefault(facet, []).append(key)
        if ranges := [some_range(dice) for _ in range(dice.randint(0, 3))]:
            selection["value"] = ranges
        counted = {(facet, key): number for facet, row in index.counts(selection).items() for key, number in row.items()}
        assert counted == slow_counts(selection, said), selection
        assert set(matching_cases(selection)) == {pk for pk in rows if fits(pk, selection, rows, said)}, selection
        for one in case_list(selection).ranges:
            others = {**selection, "value": [value for value in ranges if not value.startswith(f"{one.code}=")]}
            around = [said[pk][one.code] for pk in rows if fits(pk, others, rows, said)]
            assert one.count == sum(any(not isinstance(answer, str) for answer in answers) for answers in around), selection
            for option in one.options:
                here = [pk for pk in rows if fits(pk, others, rows, said) and in_range(option.key, said[pk])]
                assert option.count == len(here), (selection, option)


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
    held = {pair: len(cases) for pair, cases in facet_index().bitmaps.items() if pair[0] != "value"}
    assert held == slow_counts({})


def test_a_code_that_gets_a_scale_takes_its_blank_cases_along(db) -> None:
    income = make.code("condition:income", since="1")
    blank = make.case("a", codings=[make.coding("condition:income", blank="not-applicable")])
    publish([make.codebook(released=None), *make.world()[1:], income, blank], by=None)
    publish([{**income, "scale": "number", "unit": make.text("yuan")}], by=None)
    assert CaseFacet.objects.filter(case__uid="a", term__facet="value").count() == 1


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


def test_every_facet_has_a_title() -> None:
    from cases.queries.case_list import facet_titles

    assert set(facet_titles()) == set(ASKED)


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
            page = case_list({}, way=Way(sort, mark))
            starts.append(page.first)
            seen += [case.uid for case in page.cases]
            assert page.last == len(seen)
            if page.window.next is None:
                break
            mark = read(written(page.window.next, "x"), "x", len(ORDERS[sort]))
        assert len(seen) == len(every) == page.total
        assert set(seen) == every
        back = case_list({}, way=Way(sort, page.window.previous))
        assert [case.uid for case in back.cases] == seen[starts[-2] - 1 : starts[-1] - 1]
        assert back.first == starts[-2]


def test_many_cases_are_paged_as_few_are(content, monkeypatch) -> None:
    few = [[case.uid for case in case_list({"level": ["county", "province"]}, way=Way(sort)).cases] for sort in ORDERS]
    monkeypatch.setattr(paging, "FEW", 1)
    monkeypatch.setattr(paging, "FIRST_LOT", 1)
    assert [[case.uid for case in case_list({"level": ["county", "province"]}, way=Way(sort)).cases] for sort in ORDERS] == few


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
