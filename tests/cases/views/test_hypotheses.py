"""Process tracing: published with the case, refused where it hangs in the air, read on the case and in the list."""

import re

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.documents.refusal import Refusal
from cases.models import Evidence, Hypothesis, ProcessTest
from tests.cases import factories as make
from tests.cases.views.grown import AT_MOST, queries

pytestmark = pytest.mark.django_db


def hypothesis(ref: str, **more) -> dict:
    return {"ref": ref, "text": make.text(f"Because of {ref}."), "coder": "A. Coder", **more}


def trial(hypothesis: str, **more) -> dict:
    said = {"test_type": "hoop", "expected": make.text(f"A trace of {hypothesis}."), "result": "passed", **more}
    return make.stated(f"test-{hypothesis}", hypothesis=hypothesis, reasoning=make.text("It was seen."), **said)


def case(uid: str = "traced", **more) -> dict:
    base = {
        "hypotheses": [hypothesis("money"), hypothesis("power", rival_of="money")],
        "process_tests": [trial("money", result="failed"), trial("power", test_type="smoking-gun")],
    }
    return make.case(uid, **(base | more))


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_is_published_with_its_evidence_and_goes_with_it() -> None:
    publish([*make.world(), case()], by=None)
    assert list(Hypothesis.objects.order_by("order").values_list("ref", "rival_of")) == [("money", ""), ("power", "money")]
    assert [test.hypothesis.ref for test in ProcessTest.objects.order_by("order")] == ["money", "power"]
    assert Evidence.objects.filter(process_test__isnull=False).count() == 2
    publish([case(process_tests=[trial("money")])], by=None)
    assert ProcessTest.objects.get().result == "passed"
    assert Evidence.objects.filter(process_test__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"process_tests": [trial("envy")]}, "hypothesis"),
        ({"hypotheses": [hypothesis("money", rival_of="envy")], "process_tests": []}, "rival_of"),
        ({"hypotheses": [hypothesis("money", rival_of="money")], "process_tests": []}, "rival"),
        ({"process_tests": [trial("money", test_type="guess")]}, "test_type"),
        ({"process_tests": [trial("money") | {"result": None}]}, "result"),
        ({"process_tests": [{**trial("money"), "basis": "judgement", "reasoning": None}]}, "reasoning"),
    ],
)
def test_is_refused_where_it_hangs_in_the_air(change, where) -> None:
    with pytest.raises(Refusal) as refused:
        publish([*make.world(), case(**change)], by=None)
    assert where in str(refused.value.problems)
    assert not Hypothesis.objects.exists()


@pytest.mark.parametrize("address", ["/hypotheses/", "/cases/traced/"])
def test_is_read_with_verdicts_and_evidence(address) -> None:
    publish([*make.world(), case()], by=None)
    page = Client().get(address).content.decode()
    words = text(page)
    for said in ("Because of money.", "A trace of power.", "eliminated", "confirmed by this test", "It was seen."):
        assert said in words
    assert 'href="#e-1"' in page
    assert 'id="e-1"' in page


def test_the_list_needs_few_queries_however_long() -> None:
    publish([*make.world(), case("one")], by=None)
    few = queries("/hypotheses/")
    publish([case(f"case-{number}") for number in range(5)], by=None)
    assert queries("/hypotheses/") == few <= AT_MOST


def test_nothing_proposed_says_what_to_do_next() -> None:
    publish(make.world(), by=None)
    assert "No case holds a hypothesis yet." in text(Client().get("/hypotheses/?page=x").content.decode())


def test_the_worked_pair_is_a_judgement_and_decides_nothing(content, outsider: Client) -> None:
    tests = ProcessTest.objects.filter(case__slug="guangdong-government")
    assert tests.count() == 5
    assert {test.basis for test in tests} == {"judgement"}
    assert all(test.reasoning_en and test.reasoning_zh and test.evidence.exists() for test in tests)
    page = outsider.get("/hypotheses/")
    found = {one.hypothesis.ref: str(one.standing) for row in page.context["rows"] for one in row.hypotheses}
    assert found == {"state-control": "slightly supported", "headquarters-bargain": "still in play"}
    assert "竞争假设" in outsider.get("/zh-hans/hypotheses/").content.decode()
