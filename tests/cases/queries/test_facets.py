"""Facet counts equal a plain count over the tables, for any selection, also while cases are published."""

import random
import re
from collections import defaultdict
from functools import partial
from typing import Any

import pytest

from cases.actions.publish import publish
from cases.enums import silence
from cases.models import Case, CaseFacet, Code, Coding
from cases.queries import paging, scales
from cases.queries.case_list import ORDERS, Way, case_list, matching_cases
from cases.queries.facets import ASKED, facet_index
from cases.queries.paging import read, written
from tests.cases import factories as make
from tests.cases.measured import measured

pytestmark = pytest.mark.django_db


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


def test_every_facet_has_a_title() -> None:
    from cases.queries.case_list import facet_titles

    assert set(facet_titles()) == set(ASKED)


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
    assert index.matching({"year": ["0000..9999", "1000..9998", "1903"]}) == index.matching({"year": ["1900..2100"]}) != set()
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
            mark = read(written(page.window.next, "x"), "x", Case, ORDERS[sort])
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
