"""Everything that stands between a draft and its publication."""

from collections.abc import Collection, Mapping
from typing import Any

from cases.actions.publish import parse
from cases.documents.bundle import at_home, unpack
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem, check


def examine(
    draft: Mapping[str, Any], *, live: Mapping[str, Any] | None = None, passages: Collection[str] | None = None
) -> tuple[list[Any], list[Problem]]:
    """The documents that the draft unpacks to, and what is wrong with them; no documents if any has no shape.

    ``live`` (sources beside it) and ``passages`` (of all its sources, by name) are what the caller has read already.
    """
    parsed, problems = [], []
    for data in unpack(draft, live):
        try:
            parsed += parse([data])
        except Refusal as refusal:
            problems += refusal.problems
    problems += _masked(draft, problems)
    if not problems:
        problems = check(parsed, passages)
    problems += _sourceless(draft)
    return ([] if problems else parsed), at_home(problems, draft)


def _sourceless(draft: Mapping[str, Any]) -> list[Problem]:
    """A case that somebody writes here rests on something: a source that it names, or a passage."""
    if draft.get("kind") != "case" or draft.get("sources") or any(_quotes(value) for value in draft.values()):
        return []
    return [Problem("case", str(draft.get("uid", "")), ("sources",), "source_missing", {})]


def _quotes(items: Any) -> bool:
    return isinstance(items, list) and any(isinstance(item, dict) and item.get("evidence") for item in items)


def _masked(draft: Mapping[str, Any], problems: list[Problem]) -> list[Problem]:
    """What the schema says of a case as a whole it says only when all fields are right: say it at once."""
    if draft.get("kind") != "case" or not problems:
        return []
    pairs = [("place", "pseudonym", "place_or_pseudonym"), ("period", "period_blank", "period")]
    known = {problem.location[:1] for problem in problems} | {(problem.type,) for problem in problems}
    return [
        Problem("case", str(draft.get("uid", "")), (), type_, {})
        for one, other, type_ in pairs
        if (draft.get(one) is None) == (draft.get(other) is None) and not {(one,), (other,), (type_,)} & known
    ]
