"""Codes with those below them: a case of a narrower code is found, and counted, under each broader one of its kind."""

from collections import defaultdict
from collections.abc import Iterable

from cases.models import Code

Families = dict[int, list[Code]]
"""By key of a code: itself first, then those of its kind that are narrower, at any depth."""


def families(codes: Iterable[Code], known: Iterable[Code]) -> Families:
    """Of these codes, among all that are known."""
    below: dict[int | None, list[Code]] = defaultdict(list)
    for code in known:
        below[code.broader_id].append(code)
    found = {}
    for code in codes:
        reached = [code]
        for one in reached:  # grows on the way
            reached += [lower for lower in below[one.pk] if lower not in reached]
        found[code.pk] = [one for one in reached if one.code_kind == code.code_kind]
    return found
