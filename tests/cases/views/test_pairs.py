"""The pair finder and similar cases: ranked, with reasons, and no anonymous case given away."""

import re

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.models import Case
from cases.queries.pairs import Wanted, find_pairs, similar_cases
from tests.cases import factories as make
from tests.cases.views.grown import AT_MOST, grow, queries

pytestmark = pytest.mark.django_db
MODELS = ("model:market-based", "model:other")


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def case(uid: str, model: int | None = None, talent: str = "", problems: tuple[str, ...] = (), **more) -> dict:
    codings = [make.coding(MODELS[model])] if model is not None else []
    codings += [make.coding("condition:talent", level=talent)] if talent else []
    codings += [make.coding(f"problem:{problem}") for problem in problems]
    return make.case(uid, codings=codings, **more)


def anonymous(uid: str, level: str, **more) -> dict:
    return case(
        uid, pseudonym={"as_printed": uid, "level": level}, place=None, period=None, period_blank="withheld", **more
    )  # fmt: skip


def world() -> list[dict]:
    return [*make.world(), make.code("model:other"), make.code("problem:silos")]


def names(page) -> list[tuple[str, str]]:
    return [(pair.first.slug, pair.second.slug) for pair in page.pairs]


ON = ("condition:talent", "problem")


def test_most_similar_differ_in_the_outcome_nearest_first_with_reasons() -> None:
    publish(
        [
            *world(), case("a", 0, "weak", ("formalism",)), case("b", 1, "weak", ("formalism", "silos")),
            case("c", 1, "strong", ("silos",)), case("d", 0, "strong"), case("e", None, "weak", ("formalism",)),
        ],
        by=None,
    )  # fmt: skip
    page = find_pairs(Wanted(on=ON))
    assert names(page) == [("c", "d"), ("a", "b"), ("a", "c"), ("b", "d")]
    pair = page.pairs[1]
    assert pair.distance == pytest.approx(0.25)
    assert [(reason.distance, reason.share) for reason in pair.reasons] == [(0.5, 0.25), (0, 0)]
    assert (pair.both, pair.of) == (2, 2)
    assert (page.pairs[0].both, page.pairs[0].of) == (1, 2)
    assert any("1 case is left out because its outcome is not known" in note for note in page.notes)


def test_most_different_have_the_outcome_in_common() -> None:
    publish([*world(), case("a", 0, "weak"), case("b", 0, "strong"), case("c", 0, "weak")], by=None)
    page = find_pairs(Wanted(design="most-different", on=ON))
    assert names(page)[:1] == [("a", "b")]
    assert page.pairs[-1].distance == 0
    assert any("rule conditions out" in note for note in page.notes)
    assert any("all cases whose outcome is known have the same one" in note for note in page.notes)


def test_choosing_cases_by_their_outcome_is_flagged() -> None:
    publish([*world(), case("a", 0, "weak"), case("b", 0, "strong")], by=None)
    page = find_pairs(Wanted(on=ON, selection={"model": ["model:market-based"]}))
    assert any("chosen by it" in note for note in page.notes)


def test_an_anonymous_case_is_not_paired_with_a_named_one_of_its_level() -> None:
    twice = {"model": 0, "talent": "weak", "problems": ("formalism",)}
    publish(
        [
            *world(), make.place("a-county", "county", parent="guizhou"), make.place("a-district", "district", parent="guizhou"),
            anonymous("county-x", "county", **twice), case("named", 1, "weak", ("formalism",), place="a-county"),
            case("district", 1, "weak", ("formalism",), place="a-district"), case("province", 1, "weak", place="guizhou"),
            anonymous("county-y", "county", model=1, talent="weak"),
        ],
        by=None,
    )  # fmt: skip
    page = find_pairs(Wanted(on=("condition:talent",)))
    with_x = {slug for pair in names(page) if "county-x" in pair for slug in pair} - {"county-x"}
    assert with_x == {"province", "county-y"}
    assert any("kept back" in note for note in page.notes)
    x, named = Case.objects.get(slug="county-x"), Case.objects.get(slug="named")
    assert {one.case.slug for one in similar_cases(x)} == {"county-y", "province"}
    assert "county-x" not in {one.case.slug for one in similar_cases(named)}
    publish([make.study("together", cases=("county-x", "named"))], by=None)
    assert "named" in {one.case.slug for one in similar_cases(x)}


def test_nothing_of_its_place_or_time_enters_the_distance_of_an_anonymous_case() -> None:
    hidden = anonymous("hidden", "city", model=0, talent="weak") | {"period": "2019", "period_blank": None}
    publish([*world(), hidden, case("open", 1, "weak", place="guizhou", period="2019")], by=None)
    pair = find_pairs(Wanted(on=("time", "condition:talent"))).pairs[0]
    assert (pair.both, pair.of) == (1, 2)


def test_similar_cases_say_why_and_level_alone_is_not_enough() -> None:
    publish([*world(), case("a", 0, "weak", ("formalism",)), case("b", 1, "weak", ("formalism",)), case("bare")], by=None)
    page = Client().get("/cases/a/")
    similar = page.context["page"].similar
    assert [one.case.slug for one in similar] == ["b"]
    assert "Problems" in similar[0].alike
    assert "Governance models" in similar[0].apart
    address = re.search(r'href="(/compare/\?items=case:a,case:b&amp;why=[^"]+)"', page.content.decode())
    assert address
    assert "alike on what is known of both" in text(Client().get(address[1].replace("&amp;", "&")).content.decode())
    assert Client().get("/cases/bare/").context["page"].similar == []


def test_the_reason_goes_along_to_the_comparison(content, outsider: Client) -> None:
    page = outsider.get("/pairs/").content.decode()
    address = re.search(r'href="(/compare/[^"]*why=[^"]*)"', page)
    assert address
    compared = text(outsider.get(address[1].replace("&amp;", "&")).content.decode())
    assert "most similar, with different outcomes (Governance models), on: Level; Unit of analysis" in compared


@pytest.mark.parametrize("why", ["<b>bought</b>", "similar;;", "most-similar;nobody;level", "a;b", "similar;;%00", "x" * 9000])
def test_an_invented_reason_is_not_repeated(content, outsider: Client, why) -> None:
    page = outsider.get("/compare/", {"items": "case:province-a,case:city-b", "why": why})
    assert page.status_code == 200
    assert "Put side by side" not in page.content.decode()


@pytest.mark.databases
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("design=nearest", "“nearest” is no design."),
        ("outcome=weather", "“weather” cannot be an outcome."),
        ("on=weather", "“weather” is no background condition"),
        ("on=model&on=level", "what is to be explained cannot stand on both sides"),
        ("q=zzzzzz", "No pair fits."),
        ("level=castle", "nothing here is called “castle”"),
        ("on=%00&outcome=%00", "No pair fits."),
        ("design=most-different", "rule conditions out"),
    ],
)
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_any_address_is_answered(content, outsider: Client, language, query, said) -> None:
    response = outsider.get(f"{language}/pairs/?{query}")
    assert response.status_code == 200
    if not language and "%00" not in query:
        assert said in text(response.content.decode())


@pytest.mark.parametrize("address", ["/pairs/", "/pairs/?design=most-different&level=province&study=study-1", "/cases/case-1/"])
def test_queries_do_not_grow(address) -> None:
    grow(2)
    few = queries(address)
    grow(9)
    assert queries(address) == few <= AT_MOST
