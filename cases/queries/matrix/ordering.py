"""Cases in the order asked for: groups of cases from the bitmaps, so that a page costs the same at any size."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db.models import Case as SQLCase
from django.db.models import F, IntegerField, QuerySet, Value, When
from pyroaring import BitMap

from cases.enums import Level, ScaleKind
from cases.models import Case, Code, Coding
from cases.queries.case_list import ORDERS
from cases.queries.facets import EMPTY, Index
from cases.queries.matrix.ask import ROWS, Asked
from cases.queries.paging import FEW, keys_in_order


def page_of_cases(found: BitMap, asked: Asked, index: Index, codes: Sequence[Code], by: Code | None) -> list[Case]:
    """The cases of the page, in order."""
    groups = [group for group in _groups(found, asked, index, codes, by) if group]
    start, stop = (asked.page - 1) * ROWS, asked.page * ROWS
    within: tuple[Any, ...] = ORDERS["name"]
    if asked.order == "time":
        within = (F("period_min").asc(nulls_last=True), *within)
    cases = Case.objects.live().order_by(*within)
    shown: list[BitMap] = []
    end = offset = 0
    for group in groups:
        begin, end = end, end + len(group)
        if begin >= stop or end <= start:
            continue
        skipped = max(start - begin, 0)
        if len(group) > FEW:  # its part of the page is looked up by itself; not more than two such groups have one
            group, skipped = _part(asked, cases, group, skipped), 0
        offset = offset if shown else skipped
        shown.append(group)
    return list(_ranked(cases.select_related("place"), shown)[offset : offset + ROWS]) if shown else []


def _part(asked: Asked, cases: QuerySet[Case], group: BitMap, start: int) -> BitMap:
    if asked.order != "time":
        return BitMap(keys_in_order(cases, ORDERS["name"], group, ROWS, start))
    # No index has this order, in which the cases without a date come last.
    return BitMap([key for key in cases.values_list("pk", flat=True) if key in group][start : start + ROWS])


def _ranked(cases: QuerySet[Case], groups: list[BitMap]) -> QuerySet[Case]:
    """One group after another, each in the order of the cases."""
    cases = cases.filter(pk__in=list(BitMap.union(*groups)))
    if len(groups) == 1:
        return cases
    whens = [When(pk__in=list(group), then=Value(rank)) for rank, group in enumerate(groups[:-1])]
    rank = SQLCase(*whens, default=Value(len(groups)), output_field=IntegerField())
    return cases.annotate(rank=rank).order_by("rank", *cases.query.order_by)


def _groups(found: BitMap, asked: Asked, index: Index, codes: Sequence[Code], by: Code | None) -> list[BitMap]:
    if asked.order == "coded":
        return _by_number_coded(found, index, codes)
    if asked.order == "level":
        return _rest(found, [index.bitmaps.get(("level", level.value), EMPTY) & found for level in Level])
    if asked.order in ("variable", "outcome") and by is not None:
        return _rest(found, [group & found for group in values_of(by, index)])
    return [found]


def _rest(found: BitMap, groups: list[BitMap]) -> list[BitMap]:
    """Each case in the first of its groups; those without any come last."""
    apart, seen = [], BitMap()
    for group in groups:
        apart.append(group - seen)
        seen |= group
    return [*apart, found - seen]


def values_of(code: Code, index: Index) -> list[BitMap]:
    """Cases by their value of a code, the highest first."""
    if code.scale == ScaleKind.LEVELS:
        return [index.bitmaps.get((code.code_kind, f"{code.uid}={step['key']}"), EMPTY) for step in reversed(code.levels)]
    if code.scale == ScaleKind.PRESENT:
        return [index.bitmaps.get((code.code_kind, code.uid), EMPTY)]
    by_value: dict[float, BitMap] = {}
    held = Coding.objects.filter(code=code, accepted=True, value__isnull=False, case__state="live")
    for case, value in held.values_list("case_id", "value"):
        by_value.setdefault(value or 0.0, BitMap()).add(case)
    return [by_value[value] for value in sorted(by_value, reverse=True)]


def _by_number_coded(found: BitMap, index: Index, codes: Sequence[Code]) -> list[BitMap]:
    """Cases by the number of the codes that they have."""
    held = [np.array((index.bitmaps.get((code.code_kind, code.uid), EMPTY) & found).to_array()) for code in codes]
    if not held or not found:
        return [found]
    numbers = np.bincount(np.concatenate(held).astype(np.int64), minlength=max(found) + 1)
    groups = [BitMap(np.flatnonzero(numbers == number).tolist()) for number in range(len(codes), 0, -1)]
    return _rest(found, groups)
