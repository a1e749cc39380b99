"""Pages of lists by where the last one ended, so that a deep page costs what the first one does."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pyroaring import BitMap
from rest_framework import status
from rest_framework.request import Request

from api.errors import mistake
from cases.queries.paging import FEW, after, decoded, encoded, first_of

SIZE, LARGEST_SIZE = 50, 200


def page_of(
    queryset: QuerySet, order: Sequence[str], cursor: str, size: int, among: BitMap | None = None
) -> tuple[list[Any], str | None]:
    """Rows after the cursor in this order, and the cursor of the next page. The last field of the order is unique.

    ``among`` narrows to these keys.
    """
    try:
        if cursor:
            queryset = queryset.filter(after(order, decoded(cursor) or ()))
        if among is not None:
            keys = list(among) if len(among) <= FEW else [row[0] for row in first_of(queryset, order, among, size + 1)]
            queryset = queryset.filter(pk__in=keys)
        rows = list(queryset.order_by(*order)[: size + 1])
    except (TypeError, ValueError) as error:  # not as many values, or a word where the field holds a number
        raise _no_such_page() from error
    if len(rows) <= size:
        return rows, None
    return rows[:size], encoded([_field(rows[size - 1], name.removeprefix("-")) for name in order])


def next_url(request: Request, cursor: str | None) -> str | None:
    """The address of the next page of this very list."""
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _field(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _no_such_page():
    message = _("This is no cursor of this list. Begin without one, and follow “next”.")
    return mistake(status.HTTP_400_BAD_REQUEST, "cursor_invalid", message, ("cursor",))
