"""Verdicts follow from the type of a test and its result, and from nothing else."""

from types import SimpleNamespace

import pytest

from cases.enums import TestResult, TestType
from cases.queries.tracing import traced, verdict

WORDING = {
    ("straw-in-the-wind", "passed"): "slightly supported",
    ("straw-in-the-wind", "failed"): "slightly weakened",
    ("hoop", "passed"): "still in play",
    ("hoop", "failed"): "eliminated",
    ("smoking-gun", "passed"): "confirmed by this test",
    ("smoking-gun", "failed"): "weakened",
    ("doubly-decisive", "passed"): "confirmed, rivals eliminated",
    ("doubly-decisive", "failed"): "eliminated",
}


@pytest.mark.parametrize("result", list(TestResult))
@pytest.mark.parametrize("kind", list(TestType))
def test_every_verdict_has_its_wording(kind, result) -> None:
    assert verdict(kind.value, result.value) == WORDING.get((kind.value, result.value), "undecided")


def standings(tests: dict[str, list[tuple[str, str]]], rivals: dict[str, str]) -> dict[str, str]:
    """Where the tests leave hypotheses, given their tests and whom each rivals."""
    hypotheses = [SimpleNamespace(ref=ref, rival_of=rivals.get(ref, "")) for ref in tests]
    made = [
        SimpleNamespace(hypothesis=ref, test_type=kind, result=result) for ref, some in tests.items() for kind, result in some
    ]
    return {one.hypothesis.ref: str(one.standing) for one in traced(hypotheses, made, lambda test: test.hypothesis)}


@pytest.mark.parametrize(
    ("tests", "standing"),
    [
        ([], "not yet tested"),
        ([("hoop", "inconclusive")], "undecided"),
        ([("hoop", "passed")], "still in play"),
        ([("hoop", "passed"), ("straw-in-the-wind", "passed")], "slightly supported"),
        ([("hoop", "passed"), ("straw-in-the-wind", "failed")], "slightly weakened"),
        ([("straw-in-the-wind", "passed"), ("smoking-gun", "failed")], "still in play, with evidence both ways"),
        ([("smoking-gun", "failed")], "weakened"),
        ([("smoking-gun", "passed"), ("straw-in-the-wind", "failed")], "confirmed by a test"),
        ([("doubly-decisive", "passed")], "confirmed, rivals eliminated"),
        ([("hoop", "failed"), ("straw-in-the-wind", "passed")], "eliminated"),
        ([("hoop", "failed"), ("smoking-gun", "passed")], "contested: its tests contradict one another"),
    ],
)
def test_all_tests_together(tests, standing) -> None:
    assert standings({"one": tests}, {})["one"] == standing


def test_a_doubly_decisive_test_eliminates_rivals_and_nobody_else() -> None:
    tests = {"main": [("doubly-decisive", "passed")], "rival": [("hoop", "passed")], "third": [], "apart": [("hoop", "passed")]}
    found = standings(tests, {"rival": "main", "third": "rival"})
    assert found == {
        "main": "confirmed, rivals eliminated",
        "rival": "eliminated by a test of its rival",
        "third": "eliminated by a test of its rival",
        "apart": "still in play",
    }


def test_two_that_name_each_other_are_rivals() -> None:
    found = standings({"a": [("doubly-decisive", "passed")], "b": []}, {"a": "b", "b": "a"})
    assert found["b"] == "eliminated by a test of its rival"
