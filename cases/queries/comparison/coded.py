"""The codings of cases as plain rows: a large comparison has hundreds, and a model of each costs more than reading them."""

from collections.abc import Sequence
from typing import NamedTuple

from cases.models import Case, Code, Coding


class Coded(NamedTuple):
    """A coding with its code: what a cell and its evidence show of it."""

    case_id: int
    pk: int
    ref: str
    accepted: bool
    value: float | None
    level: str
    blank: str
    period: str
    text_en: str
    text_zh: str
    basis: str
    confidence: str
    strength: str
    coder: str
    reasoning_en: str
    reasoning_zh: str
    book: str
    """The version of the codebook."""
    code: Code


def coded(cases: Sequence[Case]) -> list[Coded]:
    """In their order. The cases share most of their codes: each is read once."""
    fields = [name for name in Coded._fields if name not in ("book", "code")]
    rows = list(Coding.objects.filter(case__in=cases).order_by("order", "pk").values_list(*fields, "codebook__uid", "code_id"))
    codes = Code.objects.in_bulk({key for *_, key in rows})
    return [Coded._make([*values, codes[key]]) for *values, key in rows]
