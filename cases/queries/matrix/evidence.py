"""The claims in one cell, with their passages: what opens beside the table."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from pyroaring import BitMap

from cases.enums import CodeKind
from cases.models import Code, Coding, Link
from cases.queries.code_links import GENERAL_FIRST
from cases.queries.footing import Footing
from cases.queries.matrix.ask import ATTRIBUTES, Asked
from cases.queries.matrix.gaps import links_between, within
from cases.queries.paging import one_of

CLAIMS = 30


@dataclass
class Opened:
    """A cell's claims, at most ``CLAIMS`` of them."""

    key: str
    row: Any
    column: Any
    claims: list[Any] = field(default_factory=list)
    more: bool = False


def opened(asked: Asked, codes: dict[str, Code], found: BitMap) -> Opened | None:
    """The cell that the address opens; None where it names none of this matrix."""
    start, _sign, end = asked.open.partition("/")
    claims: Any = None
    if asked.of_cases and start.startswith("case:") and end in codes:
        claims = Coding.objects.filter(case__slug=start[5:], case__in=one_of(found), code=codes[end])
        claims = claims.select_related("case", "code", "codebook").order_by("-accepted", "order")
    elif start in codes and end in codes and codes[end].code_kind == asked.columns:
        claims = links_between(asked, [codes[start]], [codes[end]], found)
        claims = claims.select_related("case", "from_code", "to_code", "codebook").order_by(*GENERAL_FIRST)
    elif start in codes and asked.columns in ATTRIBUTES and end.startswith(f"{asked.columns}:"):
        value = end.partition(":")[2]
        claims = Coding.objects.filter(within(asked, found), Q(**{f"case__{asked.columns}": value}), code=codes[start])
        claims = claims.select_related("case", "code", "codebook").order_by("blank", "case__sort_key", "order")
    if claims is None or (not asked.of_cases and codes[start].code_kind != CodeKind(asked.rows)):
        return None
    return _with_passages(asked.open, codes, list(claims[: CLAIMS + 1]), start, end)


def _with_passages(key: str, codes: dict[str, Code], claims: list[Any], start: str, end: str) -> Opened:
    shown = claims[:CLAIMS]
    footing = Footing(shown)
    for claim in shown:
        claim.footing = footing.uses[_target(claim), claim.pk]
        claim.step = next((step["label"] for step in _levels(claim) if step["key"] == claim.level), "") if _levels(claim) else ""
    row = codes.get(start) or (shown[0].case if shown else None)
    return Opened(key, row, codes.get(end), shown, len(claims) > CLAIMS)


def _target(claim: Any) -> str:
    return "link" if isinstance(claim, Link) else "coding"


def _levels(claim: Any) -> list[dict[str, Any]]:
    return [] if isinstance(claim, Link) else claim.code.levels
