"""Everything that stands between a draft and its publication."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from cases.actions.publish import parse
from cases.documents.bundle import at_home, unpack
from cases.documents.markup import MarkupTooComplex, render_markdown
from cases.documents.parts import Prose
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem, check
from cases.documents.walk import Location


def examine(draft: Mapping[str, Any]) -> tuple[list[Any], list[Problem]]:
    """The documents that the draft unpacks to, and what is wrong with them; no documents if any has no shape."""
    parsed, problems = [], []
    for data in unpack(draft):
        try:
            parsed += parse([data])
        except Refusal as refusal:
            problems += refusal.problems
    problems += _masked(draft, problems)
    if not problems:
        problems = [*check(parsed), *(problem for document in parsed for problem in _unshowable(document))]
    return ([] if problems else parsed), at_home(problems, draft)


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


def _unshowable(document: Any) -> list[Problem]:
    """Narratives that nothing could render: they are refused here, at their field, and not when somebody reads them."""
    found = []
    for location, prose in _prose(document):
        for language in ("en", "zh"):
            try:
                render_markdown(getattr(prose, language) or "")
            except MarkupTooComplex:
                found.append(Problem(document.kind, document.uid, (*location, language), "markup_too_complex", {}))
    return found


def _prose(item: BaseModel, location: Location = ()) -> list[tuple[Location, Prose]]:
    found = []
    for name in type(item).model_fields:
        value = getattr(item, name)
        if isinstance(value, Prose):
            found.append(((*location, name), value))
    return found
