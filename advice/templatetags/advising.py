"""Tags of the pages of advice: ``{% load advising %}``."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from advice.queries.plans import due_plans
from advice.queries.sankey import BOX, COLUMNS, Sankey
from cases.templatetags.casebase import plain

register = template.Library()
WORDS = 26
"""Letters of a name beside its box; the rest is in its title and in the table."""


@register.simple_tag(takes_context=True)
def plans_due(context: template.Context) -> list[Any]:
    """Plans of whoever is signed in with measures to be looked at again."""
    return due_plans(context["request"].user)


@register.simple_tag
def sankey_svg(figure: Sankey) -> SafeString:
    """The flow as SVG: bands first, then the boxes with their names; each leads to its page."""
    summary = _("Flow from problems over countermeasures to systems; the table below has the same numbers")
    titles = (_("Problems"), _("Countermeasures"), _("Systems"))
    parts = [f'<svg class="sankey" viewBox="0 0 {figure.width} {figure.height:g}" role="group" aria-label="{escape(summary)}">']
    parts += [f'<text class="tx3" x="{x}" y="14">{escape(title)}</text>' for x, title in zip(COLUMNS, titles, strict=True)]
    for band in figure.bands:
        words = f"{plain(_name(band.tie.start))} → {plain(_name(band.tie.end))}: {band.tie.number}"
        kind = "inferred" if band.inferred else "stated"
        parts.append(
            f'<path class="band {kind}" d="{band.path}" stroke-width="{band.width - 2:g}"><title>{escape(words)}</title></path>'
        )
        if band.inferred:
            parts.append(f'<path class="seam" d="{band.path}"/>')
    for node in figure.nodes:
        name = plain(node.name)
        short = name if len(name) <= WORDS else f"{name[: WORDS - 1]}…"
        x, anchor = (node.x - 6, "end") if node.column == 0 else (node.x + BOX + 6, "start")
        parts.append(
            f'<a href="{escape(node.address)}" aria-label="{escape(name)}: {node.number}">'
            f"<title>{escape(name)}: {node.number}</title>"
            f'<rect class="fill-ink" x="{node.x}" y="{node.y:g}" width="{BOX}" height="{node.height:g}"/>'
            f'<text class="tx halo" x="{x}" y="{node.middle + 4:g}" text-anchor="{anchor}">{escape(short)}</text></a>'
        )
    return mark_safe("".join([*parts, "</svg>"]))


def _name(code) -> dict[str, str]:
    return {"en": code.name_en, "zh": code.name_zh}
