"""Facet counts equal a plain count over the tables, for any selection, also while cases are published."""

import random

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.models import Case, CaseFacet
from cases.queries import facets
from cases.queries.facets import FACETS, facet_index
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
