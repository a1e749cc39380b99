"""Tags of the pages on processes: ``{% load process %}``."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import template
from django.template import loader
from django.utils.html import escape
from django.utils.safestring import SafeString

from cases.queries import chains
from cases.queries.comparison.table import Comparison, Entry, Row
from cases.queries.network import NetworkPage
from cases.queries.timeline.page import TimelinePage
from cases.templatetags import _comparison, _network, _rows, _timeline

register = template.Library()
PLAIN = re.compile(r"[a-z0-9:/.-]+")


@register.simple_tag(takes_context=True)
def timeline_svg(context: template.Context, page: TimelinePage, summary: str) -> SafeString:
    """The figure of a timeline page; each item opens its evidence beside it, keeping the rest of the address."""
    return _timeline.drawing_svg(page.drawing, summary, *_opening(context, "#timeline"))


@register.simple_tag(takes_context=True)
def network_svg(context: template.Context, page: NetworkPage) -> SafeString:
    """The figure of actors and ties; a box leads to its actor, the words on a line to its evidence."""
    link, opened = _opening(context, "#network")
    return _network.figure_svg(page.figure, link, opened, page.address)


@register.simple_tag(takes_context=True)
def comparison_rows(context: template.Context, comparison: Comparison, groups: list[tuple[str, list[Row]]]) -> SafeString:
    """The rows of a comparison that are shown, the open evidence under its row.

    How a number swaps the table is said once, by the table itself.
    """
    about = {"open": context["open"], "request": context["request"]}
    panel = loader.render_to_string("cases/compare/_panel.html", about) if context["open_shown"] else ""
    return _comparison.Rows(comparison.columns, *_opening(context), panel).html(groups)


def _opening(context: template.Context, target: str = "") -> tuple[Callable[[str], str], str]:
    """How an item of a figure opens its evidence beside it, keeping the rest of the address; and which one is open."""
    query = context["request"].GET.copy()
    opened = query.get("open", "")
    query.pop("open", None)
    here = escape(f"?{query.urlencode(safe=':,/')}&open=")
    swap = f' hx-target="{target}" hx-select="{target}" hx-swap="outerHTML" hx-push-url="true"' if target else ""

    def link(name: str) -> str:
        address = f"{here}{name if PLAIN.fullmatch(name) else quote(name, safe=':/')}"
        return f'href="{address}#panel" hx-get="{address}"{swap}'

    return link, opened


@register.simple_tag
def case_svg(page: TimelinePage, summary: str) -> SafeString:
    """The figure on the page of a case: each item leads to its row in the tables below."""
    return _timeline.drawing_svg(page.drawing, summary, lambda name: f'href="#{escape(name.partition("/")[2])}"')


@register.simple_tag(takes_context=True)
def timeline_rows(context: template.Context, page: TimelinePage) -> SafeString:
    """The same as a table, case by case."""
    return _rows.Rows(*_opening(context, "#timeline"), several=page.several).html(page.entries)


@register.filter
def entry_kind(entry: Any) -> str:
    """What an entry of the table is."""
    return _rows.kind_words()[str(entry.kind)]


@register.filter
def number_id(entry: Entry) -> str:
    """The number in the table that opens this evidence: where closing leads back to."""
    return _comparison.number_id(entry)


@register.filter
def claim_id(claim: Any) -> str:
    """A claim's name in the address of its evidence."""
    return chains.claim_id(claim)
