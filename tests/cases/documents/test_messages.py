"""Messages for whatever can be wrong."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from django.utils.translation import override
from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

from cases.documents.messages import AT_FIELD, MESSAGES, anchor, message, message_for, where
from cases.documents.rules import Problem
from cases.documents.schema import DOCUMENT
from tests.cases.stage import STAGE, case, coding

ROOT = Path(__file__).resolve().parents[3] / "cases"
RAISED = [
    re.compile(r'PydanticCustomError\(\s*"(\w+)"'),
    re.compile(r'Problem\([^\n]*, "(\w+)", \{'),
    re.compile(r'(?:"\w+"\)|location), "(\w+)", \{'),
    re.compile(r'return \["(\w+)"\]'),
]


def raised() -> set[str]:
    text = "\n".join(path.read_text() for folder in ("documents", "actions", "forms") for path in (ROOT / folder).rglob("*.py"))
    return {name for pattern in RAISED for name in pattern.findall(text)}


def test_messages_cover_every_type_that_the_code_raises():
    found = raised()
    assert {"edtf", "evidence_missing", "slug_taken", "present_is_one", "dangling", "nothing_changed"} <= found
    assert found - MESSAGES.keys() == set()


def _corrupted(value, spoilt):
    """The document once for each of its values, with that value replaced."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield {**value, name: spoilt}
            yield {other: part for other, part in value.items() if other != name}
            for inner in _corrupted(part, spoilt):
                yield {**value, name: inner}
    elif isinstance(value, list):
        for index, part in enumerate(value):
            for inner in _corrupted(part, spoilt):
                yield [*value[:index], inner, *value[index + 1 :]]


def test_messages_cover_whatever_the_schema_says_of_spoilt_documents():
    types: set[str] = set()
    tree = case(
        share=1, codings=[coding(value=0.5, accepted=True)], links=[], relation_states=[{"share": 300}, {"share": -1}],
        benchmarks=[{"value": "x"}], pseudonym={"level": "moon"},
    )  # fmt: skip
    for document in [*STAGE, tree]:
        wrong: tuple[Any, ...] = (
            None,
            "",
            0,
            1.5,
            "x" * 60_000,
            [],
            {},
            "no such thing",
            float("inf"),
            10**400,
            ["\ud800"],
            b"\xff",
            "\ud800",
        )
        for spoilt in wrong:
            for broken in _corrupted(document, spoilt):
                try:
                    DOCUMENT.validate_python(broken)
                except ValidationError as error:
                    types |= {one["type"] for one in error.errors()}
    assert len(types) > 15
    assert types - MESSAGES.keys() == set()


def test_messages_name_only_types_that_exist():
    builtin = set(get_args(ErrorType))
    assert MESSAGES.keys() - builtin - raised() == set()
    assert {type_ for type_, _ in AT_FIELD} - MESSAGES.keys() == set()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_messages_never_fail_for_want_of_context(language):
    with override(language):
        for type_ in MESSAGES:
            assert message(type_)
        assert message("something new")


def test_message_of_a_field_says_what_to_do_there():
    problem = Problem("source", "a", ("beside", 0, "url"), "string_pattern_mismatch", {"pattern": "…"})
    assert message_for(problem).startswith("This address has no host.")
    assert anchor(problem.location) == "beside-0-url"


def test_message_names_missing_marks_in_words():
    problem = Problem("case", "a", ("codings", 2), "marks_missing", {"fields": "confidence, strength"})
    assert message_for(problem) == "Say how this is known: choose how sure you are, how strongly the source puts it."
    assert where(problem) == ("codings", 2, "confidence")


def test_message_cuts_what_somebody_typed():
    assert len(message("dangling", {"name": "x" * 10_000})) < 300


def test_problem_of_several_fields_is_shown_at_one_of_them():
    assert where(Problem("case", "a", (), "period", {})) == ("period",)
    assert where(Problem("case", "a", ("codings", 0), "evidence_missing", {})) == ("codings", 0, "evidence")
