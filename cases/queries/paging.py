"""Pages of a list by where the last one ended, so that a deep page costs what the first one does."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import IntegerField, Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

FEW = 2_000
"""Up to so many rows are named one by one in SQL; more are met often enough on the way through the order."""
COUNTED = 1_000
"""Rows that are counted beside a page of a long list: “1,000+”."""
FIRST_LOT, GROWTH = 500, 8
"""Rows that are read first, and how many times as many the next time: four queries through a million."""
BIGGEST_INT = 2**63 - 1


@dataclass(frozen=True)
class Mark:
    """A place in a list: the values of its order there, how many rows stand before, and the way to go on."""

    values: tuple[Any, ...]
    before: int
    back: bool


@dataclass
class Window:
    """The keys of a page, how many rows stand before it, and marks of the pages on either side."""

    keys: list[int]
    before: int
    previous: Mark | None
    next: Mark | None


@dataclass
class Listed:
    """A page of a long list, with the words by which an address names the pages on either side."""

    rows: list[Any]
    first: int
    last: int
    counted: int
    more: bool
    """Whether there are more than were counted."""
    previous: str
    next: str
    elsewhere: bool
    """Whether the address named a page of another list, so that this is the first one."""


def listed(rows: QuerySet, order: Sequence[str], size: int, word: str, of: str) -> Listed:
    """The page of the rows that the word of an address names, among as many rows as are counted."""
    mark = read(word, of, rows.model, order)
    seen = window(rows, order, None, size, mark)
    if mark and not seen.keys:  # what stood there has gone
        seen = window(rows, order, None, size)
    found = rows.in_bulk(seen.keys)
    last, number = seen.before + len(seen.keys), up_to(rows, COUNTED)
    return Listed(
        [found[key] for key in seen.keys if key in found],
        first=seen.before + 1,
        last=last,
        counted=max(last, min(number, COUNTED)),
        more=number > COUNTED and seen.next is not None,
        previous=written(seen.previous, of),
        next=written(seen.next, of),
        elsewhere=bool(word and mark is None),
    )


def window(rows: QuerySet, order: Sequence[str], among: BitMap | None, size: int, mark: Mark | None = None) -> Window:
    """The page after the mark, or before it, of these keys or of all. The last field of the order is unique."""
    back = bool(mark and mark.back)
    way = [_turned(name) for name in order] if back else list(order)
    fields = [name.removeprefix("-") for name in order]
    if mark:
        rows = rows.filter(after(way, mark.values))
    if among is None or len(among) <= FEW:
        asked = rows if among is None else rows.filter(pk__in=list(among))
        found = list(asked.order_by(*way).values_list("pk", *fields)[: size + 1])
    else:
        found = first_of(rows, way, among, size + 1)
    beyond, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    start = _start(mark, len(found), BIGGEST_INT if among is None else len(among))
    earlier, later = (beyond, True) if back else (start > 0, beyond)
    return Window(
        [row[0] for row in found],
        start,
        Mark(tuple(found[0][1:]), start, True) if found and earlier else None,
        Mark(tuple(found[-1][1:]), start + len(found), False) if found and later else None,
    )


def first_of(rows: QuerySet, order: Sequence[str], among: BitMap, size: int) -> list[tuple[Any, ...]]:
    """Key and order of the first rows that are among these, met on the way through the order.

    Read in lots that grow, each from where the one before ended: a cursor of PostgreSQL would read everything first.
    """
    fields = [name.removeprefix("-") for name in order]
    rows = rows.order_by(*order).values_list("pk", *fields)
    found: list[tuple[Any, ...]] = []
    lot, rest = max(FIRST_LOT, GROWTH * size), rows
    while True:
        some = list(rest[:lot])
        found += [row for row in some if row[0] in among]
        if len(found) >= size or len(some) < lot:
            return found[:size]
        lot, rest = lot * GROWTH, rows.filter(after(order, some[-1][1:]))


def up_to(rows: QuerySet, cap: int) -> int:
    """How many rows there are; one more than the cap where there are more, and the rest is not looked at."""
    return rows.order_by()[: cap + 1].count()


def keys_in_order(rows: QuerySet, order: Sequence[str], among: BitMap, size: int, start: int = 0) -> list[int]:
    """So many of the keys, in an order whose last field is unique. Of many, some are soon met on the way through it."""
    if len(among) <= FEW:
        return list(rows.filter(pk__in=list(among)).order_by(*order).values_list("pk", flat=True)[start : start + size])
    return [row[0] for row in first_of(rows, order, among, start + size)[start:]]


def one_of(keys: BitMap) -> RawSQL:
    """The keys for a query's ``__in``, as one parameter: a database takes only so many."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys))])


@dataclass(frozen=True)
class Amount:
    """How many there are of something, and whether there are more than were counted."""

    number: int
    more: bool = False


def amount(rows: QuerySet) -> Amount:
    number = up_to(rows, COUNTED)
    return Amount(min(number, COUNTED), number > COUNTED)


def _start(mark: Mark | None, shown: int, total: int) -> int:
    if mark is None:
        return 0
    return max(0, mark.before - shown) if mark.back else min(mark.before, max(0, total - shown))


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) > (x, y) without a row comparison, because directions may differ: a > x, or a = x and b > y.

    The first field is bounded besides, so that the database begins there in its index.
    """
    condition, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.removeprefix("-")
        condition |= same & Q(**{f"{field}__{'lt' if name != field else 'gt'}": value})
        same &= Q(**{field: value})
    first = order[0].removeprefix("-")
    return Q(**{f"{first}__{'lte' if order[0] != first else 'gte'}": values[0]}) & condition


def written(mark: Mark | None, of: str) -> str:
    """The mark as a word of an address, with what tells the list that it belongs to."""
    if mark is None:
        return ""
    return encoded([of, mark.before, int(mark.back), *mark.values])


def read(word: str, of: str, model: type[Model], order: Sequence[str]) -> Mark | None:
    """The mark that was written for this very list, or none."""
    said = decoded(word)
    if said is None or len(said) != len(order) + 3 or said[0] != of:
        return None
    _, before, back, *values = said
    if type(before) is not int or before < 0 or back not in (0, 1):
        return None
    fields = [model._meta.get_field(name.removeprefix("-")) for name in order]
    numbers = [isinstance(field, IntegerField) for field in fields]
    if numbers != [isinstance(value, int) for value in values]:  # nobody but a forger writes a word where a number stands
        return None
    return Mark(tuple(values), before, back == 1)


def encoded(values: Sequence[Any]) -> str:
    """Plain values as a word of an address."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decoded(word: str) -> list[Any] | None:
    """The values that the word stands for: whole numbers and texts that a database takes. None where it is no such word."""
    try:
        values = json.loads(base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return values if isinstance(values, list) and all(map(_plain, values)) else None


def _plain(value: Any) -> bool:
    if type(value) is int:
        return abs(value) <= BIGGEST_INT
    return isinstance(value, str) and "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
