"""A drawing as SVG: written here and not in a template, because a template takes ten times as long for 200 events."""

from collections.abc import Callable, Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.queries.timeline.shapes import Block, Drawing, Label, Lane, Shape
from cases.queries.timeline.story import FORMATION, GOVERNANCE, INTERACTION, OTHER, POLICY, TIES

Address = Callable[[str], str]
"""From the name of an item to the attributes of its link."""


def drawing_svg(drawing: Drawing, summary: str, link: Address, opened: str = "") -> SafeString:
    """The figure: the axis, then each case with its phases and lanes. Every item is a link to its evidence."""
    parts = [
        f'<svg class="tl" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="group" aria-label="{escape(summary)}">',
        *(f'<path class="gr" d="M{tick.x:g} 20V{drawing.height:g}"/>{words(tick)}' for tick in drawing.ticks),
    ]
    for block in drawing.blocks:
        parts.extend(_block(block, drawing, link, opened))
    return mark_safe("".join([*parts, "</svg>"]))


def _block(block: Block, drawing: Drawing, link: Address, opened: str) -> Iterable[str]:
    if len(drawing.blocks) > 1:
        yield f'<path class="ax" d="M0 {block.y:g}H{drawing.width:g}"/>{words(block.title)}'
    bottom = block.y + block.height
    for x in block.columns:
        yield f'<path class="tl-col" d="M{x:g} {block.phases[0].y:g}V{bottom:g}"/>'
    for phase in block.phases:
        yield f'<g><title>{escape(phase.title)}</title><rect class="tl-phase" {_box(phase)}/>'
        yield f"{words(phase.label) if phase.label else ''}</g>"
    for lane in block.lanes:
        yield f'<text class="tx3" x="0" y="{lane.y - 7:g}"{_lang(lane.lang)}>{escape(lane_words(lane))}</text>'
        for label in lane.triggers:
            yield f'<circle class="fill-ink" cx="{label.x:g}" cy="{label.y - 13:g}" r="3.5"/>'
            yield f'<text class="tx2 halo" x="{label.x + 7:g}" y="{label.y:g}"{_lang(label.lang)}>{escape(label.text)}</text>'
        for shape in lane.shapes:
            yield _item(shape, link, opened)


def lane_words(lane: Lane) -> str:
    """What the lane holds."""
    titles = {
        FORMATION: _("Formation of the subjects"),
        INTERACTION: _("Interaction"),
        GOVERNANCE: _("Governance process"),
        OTHER: _("Events of no strand"),
        TIES: _("Contracts and other ties"),
        POLICY: _("National policy"),
    }
    return titles.get(lane.key) or _("Owners of %(company)s") % {"company": lane.about}


def _item(shape: Shape, link: Address, opened: str) -> str:
    current = ' class="is-open"' if shape.id == opened else ""
    label = words(shape.label) if shape.label else ""
    hit = f'<rect class="tl-hit" x="{shape.x:g}" y="{shape.middle - 12:g}" width="{max(shape.width, 24):g}" height="24"/>'
    name = escape(shape.title)
    return f'<a {link(shape.id)}{current} aria-label="{name}"><title>{name}</title>{hit}{FORMS[shape.form](shape)}{label}</a>'


def _dot(shape: Shape) -> str:
    return f'<circle class="tl-dot" cx="{shape.x + shape.width / 2:g}" cy="{shape.middle:g}" r="4.5"/>'


def _capsule(shape: Shape) -> str:
    return f'<rect class="tl-capsule" {_box(shape)} rx="{shape.height / 2:g}"/>'


def _open(shape: Shape) -> str:
    edges = f"M{shape.x:g} {shape.y:g}h{shape.width:g}M{shape.x:g} {shape.bottom:g}h{shape.width:g}"
    return f'<path class="tl-open" d="{edges}"/>'


def _result(shape: Shape) -> str:
    return f'<path class="ax2" d="M{shape.x + 4:g} {shape.middle:g}h12m-4-4l4 4-4 4"/>'


def _band(shape: Shape) -> str:
    filled = ""
    if shape.fill:
        filled = f'<rect class="tl-filled" x="{shape.x:g}" y="{shape.fill_y:g}" width="{shape.width:g}" height="{shape.fill:g}"/>'
    end = "" if shape.unended else f"M{shape.right:g} {shape.y:g}v{shape.height:g}"
    edges = f"M{shape.x:g} {shape.y:g}h{shape.width:g}M{shape.x:g} {shape.bottom:g}h{shape.width:g}"
    edge = f'<path class="tl-edge{" hedged" if shape.hedged else ""}" d="{edges}M{shape.x:g} {shape.y:g}v{shape.height:g}{end}"/>'
    return f'<rect class="tl-band {escape(shape.css)}" {_box(shape)}/>{filled}{edge}'


FORMS = {"dot": _dot, "capsule": _capsule, "open": _open, "result": _result, "band": _band}


def _box(shape: Shape) -> str:
    return f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'


def words(label: Label) -> str:
    """Words of a figure, with a halo so that lines do not run through them."""
    anchor = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
    return (
        f'<text class="{label.css} halo" x="{label.x:g}" y="{label.y:g}"{anchor}{_lang(label.lang)}>{escape(label.text)}</text>'
    )


def _lang(lang: str) -> str:
    return f' lang="{lang}"' if lang else ""
