"""The claims in one cell, with their passages: what opens beside the table."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from pyroaring import BitMap

from cases.enums import CodeKind, ScaleKind
from cases.models import Code, Coding, Link
from cases.queries.code_links import GENERAL_FIRST
from cases.queries.comparison.table import coded_words
from cases.queries.footing import Footing
from cases.queries.matrix.ask import ATTRIBUTES, Asked
from cases.queries.matrix.gaps import links_between, within
from cases.queries.narrower import Families
from cases.queries.paging import one_of
from cases.queries.value_words import value_words

CLAIMS = 30


@dataclass
class Opened:
    """A cell's claims, at most ``CLAIMS`` of them."""

    key: str
    row: Any
    column: Any
    claims: list[Any] = field(default_factory=list)
    more: bool = False


def opened(asked: Asked, codes: dict[str, Code], found: BitMap, below: Families) -> Opened | None:
    """The cell that the address opens; None where it names none of this matrix."""
    start, _sign, end = asked.open.partition("/")
    claims: Any = None
    if asked.of_cases and start.startswith("case:") and end in codes:
        claims = Coding.objects.filter(_of(codes[end], below), case__slug=start[5:], case__in=one_of(found))
        claims = claims.select_related("case", "code", "codebook").order_by("-accepted", "order")
    elif start in codes and end in codes and codes[end].code_kind == asked.columns:
        claims = links_between(asked, [codes[start]], [codes[end]], found)
        claims = claims.select_related("case", "from_code", "to_code", "codebook").order_by(*GENERAL_FIRST)
    elif start in codes and asked.columns in ATTRIBUTES and end.startswith(f"{asked.columns}:"):
        value = end.partition(":")[2]
        claims = Coding.objects.filter(_of(codes[start], below), within(asked, found), Q(**{f"case__{asked.columns}": value}))
        claims = claims.select_related("case", "code", "codebook").order_by("blank", "case__sort_key", "order")
    if claims is None or (not asked.of_cases and codes[start].code_kind != CodeKind(asked.rows)):
        return None
    return _with_passages(asked.open, codes, list(claims[: CLAIMS + 1]), start, end)


def _of(code: Code, below: Families) -> Q:
    """What is said of a code or of narrower ones; why there is nothing, of itself alone."""
    return Q(code=code) | Q(code__in=below[code.pk], blank="")


def _with_passages(key: str, codes: dict[str, Code], claims: list[Any], start: str, end: str) -> Opened:
    shown = claims[:CLAIMS]
    footing = Footing(shown)
    asked = [codes[uid].pk for uid in (start, end) if uid in codes]
    for claim in shown:
        claim.footing = footing.uses[_target(claim), claim.pk]
        claim.step = _step(claim, asked)
    row = codes.get(start) or (shown[0].case if shown else None)
    return Opened(key, row, codes.get(end), shown, len(claims) > CLAIMS)


def _target(claim: Any) -> str:
    return "link" if isinstance(claim, Link) else "coding"


def _step(claim: Any, asked: list[int]) -> Any:
    """The place on the code’s scale, and which code it is where that is not the one asked for."""
    if isinstance(claim, Link) or claim.blank:
        return ""
    if claim.code_id not in asked:
        return coded_words(claim)
    return "" if claim.code.scale == ScaleKind.PRESENT else value_words(claim.code, claim)
