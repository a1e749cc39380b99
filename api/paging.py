"""Pages of lists by where the last one ended, so that a deep page costs what the first one does."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pyroaring import BitMap
from rest_framework import status
from rest_framework.request import Request

from api.errors import mistake
from api.parsing import is_storable
from cases.queries.paging import after, first_of

SIZE, LARGEST_SIZE = 50, 200
BIGGEST_INT = 2**63 - 1


def page_of(
    queryset: QuerySet, order: Sequence[str], cursor: str, size: int, among: BitMap | None = None
) -> tuple[list[Any], str | None]:
    """Rows after the cursor in this order, and the cursor of the next page. The last field of the order is unique.

    ``among`` narrows to these keys when they are too many to be named in SQL.
    """
    try:
        if cursor:
            queryset = queryset.filter(after(order, _decoded(cursor, len(order))))
        if among is not None:
            queryset = queryset.filter(pk__in=[row[0] for row in first_of(queryset, order, among, size + 1)])
        rows = list(queryset.order_by(*order)[: size + 1])
    except (TypeError, ValueError) as error:  # a word where the field holds a number
        raise _no_such_page() from error
    if len(rows) <= size:
        return rows, None
    return rows[:size], _encoded([_field(rows[size - 1], name.removeprefix("-")) for name in order])


def next_url(request: Request, cursor: str | None) -> str | None:
    """The address of the next page of this very list."""
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _field(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _encoded(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decoded(cursor: str, count: int) -> list[Any]:
    try:
        values = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _no_such_page() from error
    if not isinstance(values, list) or len(values) != count or not all(_plain(value) for value in values):
        raise _no_such_page()
    return values


def _plain(value: Any) -> bool:
    if type(value) is int:
        return abs(value) <= BIGGEST_INT
    return isinstance(value, str) and is_storable(value)


def _no_such_page():
    message = _("This is no cursor of this list. Begin without one, and follow “next”.")
    return mistake(status.HTTP_400_BAD_REQUEST, "cursor_invalid", message, ("cursor",))
