"""Tags of the comparative pages: ``{% load comparative %}``."""

from typing import Any

from django import template
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.enums import CodeKind
from cases.queries import tracing
from cases.queries.code_kinds import kind_title
from cases.queries.matrix.ask import ATTRIBUTES, CASE, Asked
from cases.queries.pairs.why import Why, read_why

register = template.Library()


@register.simple_tag
def verdict(test_type: str, result: str) -> Any:
    """What a test of this type with this result says of its hypothesis."""
    return tracing.verdict(test_type, result)


@register.simple_tag
def matrix_title(asked: Asked) -> str:
    """What stands in the rows against what stands in the columns."""
    rows = _("Cases") if asked.rows == CASE else kind_title(CodeKind(asked.rows))
    columns = ATTRIBUTES[asked.columns][1] if asked.columns in ATTRIBUTES else kind_title(CodeKind(asked.columns))
    return f"{rows} × {columns}"


@register.simple_tag
def case_query(asked: Any) -> str:
    """The choice of cases as the query of another page."""
    query = QueryDict(mutable=True)
    for name, values in asked.selection.items():
        query.setlist(name, list(values))
    if asked.words:
        query["q"] = asked.words
    return query.urlencode(safe=":,")


@register.simple_tag
def pair_reason(text: str | None) -> Why | None:
    """Why two cases were put side by side, from the address of their comparison."""
    return read_why(text) if text else None
