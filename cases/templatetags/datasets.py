"""Tags of the pages on data sets: ``{% load datasets %}``."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from cases.queries.datasets import numbers
from cases.queries.datasets.plot import Plot
from cases.templatetags import _plot

register = template.Library()


register.filter("figure", numbers.printed)
register.filter("exact", numbers.exact)


@register.simple_tag
def value_url(slug: str, unit: str, variable: str) -> str:
    """The page of one value."""
    return reverse("cases:dataset-value", args=[slug, unit, variable])


@register.simple_tag
def plot_svg(plot: Plot, slug: str, summary: str) -> SafeString:
    """The figure of one column or two; each dot leads to its value, or to its row in the table below."""

    def link(dot: Any) -> str:
        return f"#r-{dot.unit.ref}" if plot.y else value_url(slug, dot.unit.ref, plot.x.column.ref)

    return _plot.plot_svg(plot, summary, link)
