"""As much of an unfinished draft as can be shown on the case's own page."""

from collections import defaultdict
from typing import Any

from pydantic import ValidationError

from cases.actions.examine import examine
from cases.documents.bundle import BESIDE, beside, record_of
from cases.documents.difference import Json
from cases.documents.rules import Problem
from cases.documents.schema import CaseDocument
from cases.models import Excerpt, Source

ROUNDS = 4
"""Leaving one item out may leave another without what it refers to."""


def showable(draft: Json) -> tuple[CaseDocument | None, list[Problem]]:
    """The draft without the items and fields that are wrong, and what is wrong; no document if too little is right."""
    record = record_of(draft)
    first: list[Problem] | None = None
    for _round in range(ROUNDS):
        problems = examine({**record, BESIDE: beside(draft)} if beside(draft) else record)[1]
        first = problems if first is None else first
        wrong = [one for one in problems if one.kind == "case" and one.location and one.location[0] != BESIDE]
        if not wrong:
            break
        record = _without(record, wrong)
    try:
        return CaseDocument.model_validate(record), first or []
    except ValidationError:
        return None, first or []


def _without(record: Json, wrong: list[Problem]) -> Json:
    dropped: dict[str, set[int]] = defaultdict(set)
    left = dict(record)
    for problem in wrong:
        name, *rest = problem.location
        if isinstance(left.get(str(name)), list) and rest and isinstance(rest[0], int):
            dropped[str(name)].add(rest[0])
        elif name not in ("sources", "label", "summary"):
            left.pop(str(name), None)
    for name, places in dropped.items():
        left[name] = [item for place, item in enumerate(record[name]) if place not in places]
    return left


def excerpts_beside(draft: Json) -> dict[str, Excerpt]:
    """The passages that the draft brings along, as rows that are not stored."""
    found = {}
    live = {source.uid: source for source in Source.objects.filter(uid__in=[one.get("uid") for one in beside(draft)])}
    for one in beside(draft):
        uid = str(one.get("uid"))
        source = live.get(uid) or Source(uid=uid, slug=uid, **_both("title", one.get("title")))
        for item in one.get("excerpts") or []:
            found[f"{uid}#{item.get('ref')}"] = Excerpt(
                source=source,
                ref=str(item.get("ref")),
                text=str(item.get("text", "")),
                excerpt_kind=str(item.get("excerpt_kind", "")),
                language=str(item.get("language", "")),
                **_both("locator", item.get("locator")),
            )
    return found


def _both(stem: str, text: Any) -> dict[str, str]:
    parts = text if isinstance(text, dict) else {}
    return {f"{stem}_{language}": str(parts.get(language) or "") for language in ("en", "zh")}
