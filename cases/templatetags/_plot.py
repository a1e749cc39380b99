"""The figure of a data set's columns as SVG."""

from collections.abc import Callable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.documents.schema import VariableItem
from cases.queries.datasets.numbers import printed
from cases.queries.datasets.plot import LEFT, RADIUS, RIGHT, TOP, Axis, Dot, Plot
from cases.templatetags._bilingual import wording


def plot_svg(plot: Plot, summary: str, link: Callable[[Dot], str]) -> SafeString:
    """Lines of the grid, words of the axes, then the dots and their names."""
    parts = [
        f'<svg class="plot" viewBox="0 0 {plot.width:g} {plot.height:g}" role="group" aria-label="{escape(summary)}">',
        *_across(plot),
        *(_up(plot.y, plot) if plot.y else ()),
        *(_dot(dot, link(dot)) for dot in plot.dots),
    ]
    return mark_safe("".join([*parts, "</svg>"]))


def axis_title(item: VariableItem) -> str:
    """Name, year and unit of a column."""
    name = wording(item.name)
    parts = [name.text if name else "", str(item.year) if item.year else ""]
    unit = wording(item.unit)
    return _(", ").join(part for part in [*parts, unit.text if unit else ""] if part)


def _across(plot: Plot) -> Iterator[str]:
    for tick in plot.x.ticks:
        yield f'<path class="gr" d="M{tick.at:g} {TOP:g}V{plot.bottom:g}"/>'
        text = f"{tick.value:.{plot.x.decimals}f}"
        yield f'<text class="tx3" x="{tick.at:g}" y="{plot.bottom + 18:g}" text-anchor="middle">{text}</text>'
    yield f'<path class="ax" d="M{LEFT:g} {plot.bottom:g}H{plot.width - RIGHT:g}"/>'
    title = escape(axis_title(plot.x.column.item))
    yield f'<text class="tx2" x="{plot.width - RIGHT:g}" y="{plot.height - 6:g}" text-anchor="end">{title}</text>'


def _up(axis: Axis, plot: Plot) -> Iterator[str]:
    for tick in axis.ticks:
        yield f'<path class="gr" d="M{LEFT:g} {tick.at:g}H{plot.width - RIGHT:g}"/>'
        text = f"{tick.value:.{axis.decimals}f}"
        yield f'<text class="tx3" x="{LEFT - 8:g}" y="{tick.at + 4:g}" text-anchor="end">{text}</text>'
    yield f'<path class="ax" d="M{LEFT:g} {TOP:g}V{plot.bottom:g}"/>'
    yield f'<text class="tx2" x="0" y="14">{escape(axis_title(axis.column.item))}</text>'


def _dot(dot: Dot, address: str) -> str:
    unit = wording(dot.unit.label)
    values = _(", ").join(printed(cell.value, cell.column.item.decimals) for cell in dot.cells if cell.value is not None)
    remark = f" ({_('with a remark')})" if dot.remarked else ""
    title = escape(f"{unit.text if unit else ''}: {values}{remark}")
    named = ""
    if dot.name:
        anchor = f' text-anchor="{dot.anchor}"' if dot.anchor != "start" else ""
        named = f'<text class="tx2 halo" x="{dot.name_x:g}" y="{dot.name_y:g}"{anchor}>{escape(dot.name)}</text>'
    css = "dot remarked" if dot.remarked else "dot"
    circle = f'<circle class="{css}" cx="{dot.x:g}" cy="{dot.y:g}" r="{RADIUS:g}"/>'
    return f'<a href="{escape(address)}" aria-label="{title}"><title>{title}</title>{circle}{named}</a>'
