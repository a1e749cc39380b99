"""Tags of long lists: ``{% load lists %}``. A template would look the same words up for each of their items."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.queries import tray
from cases.queries.facet_panel import Value
from cases.queries.labels import Passage
from cases.templatetags import _passages, casebase

register = template.Library()


@register.simple_tag
def passage_items(passages: Iterable[Passage]) -> SafeString:
    """The passages of a page, numbered as its claims number them."""
    return _passages.items_html(passages)


@register.simple_tag(takes_context=True)
def tray_toggle(context: template.Context, item: str, name: Any) -> SafeString:
    """Adds an item of a list to the comparison, or takes it out, by the page’s one form."""
    inside = item in tray.names(context.get("request"))
    words = _("Take %(name)s out of the comparison") if inside else _("Add %(name)s to the comparison")
    short = f"− {pgettext('of the comparison', 'Take out')}" if inside else f"+ {pgettext('to the comparison', 'Add')}"
    return format_html(
        '<button class="btn text small" form="tray" name="{}" value="{}" aria-label="{}">{}</button>',
        "remove" if inside else "add",
        item,
        words % {"name": casebase.plain(name)},
        short,
    )


@register.simple_tag
def facet_boxes(name: str, values: Iterable[Value]) -> SafeString:
    """A box to tick for each value of a facet, with how many cases it would give."""
    return mark_safe("".join(_box(name, value) for value in values))


def _box(name: str, value: Value) -> str:
    classes = " ".join([*(["zero"] if not value.count else []), *([f"deep-{value.depth}"] if value.depth else [])])
    attribute = f' class="{classes}"' if classes else ""
    return (
        f'<label{attribute}><input type="checkbox" name="{name}" value="{escape(value.key)}"'
        f"{' checked' if value.chosen else ''}><span>{conditional_escape(casebase.t(value.label))}</span>"
        f"<span>{value.count}</span></label>"
    )
