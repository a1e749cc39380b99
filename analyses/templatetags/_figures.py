"""The figures of an analysis as SVG."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from analyses.enums import CaseKind
from analyses.queries.figures import BASE, BOTTOM, LEFT, RIGHT, TOP, WIDE, Distribution, Overlap, Point

WORD, LOWER, HIGHER = 110.0, 5.0, 25.0
"""Room that the word above an anchor takes on a phone, and the two heights at which it may stand."""
MIDDLE_X, MIDDLE_Y = (LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2


def xy_svg(points: Sequence[Point], title: str, x_words: str, y_words: str, against: str) -> SafeString:
    """Cross-hair at .5, the diagonal, a dot for each unit: filled in both, ringed red where it speaks against, else hollow."""
    parts = [f'<svg viewBox="0 0 640 560" role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>']
    for tenth in range(0, 11, 2):
        x, y = LEFT + tenth / 10 * (RIGHT - LEFT), BOTTOM - tenth / 10 * (BOTTOM - TOP)
        parts.append(f'<path class="gr" d="M{x:.1f} {BOTTOM:g}V{TOP:g}M{LEFT:g} {y:.1f}H{RIGHT:g}"/>')
        parts.append(f'<text class="tx3" x="{x:.1f}" y="530" text-anchor="middle">{tenth / 10:.1f}</text>')
        parts.append(f'<text class="tx3" x="48" y="{y + 4:.1f}" text-anchor="end">{tenth / 10:.1f}</text>')
    parts.append(f'<path class="ax" stroke-dasharray="5 4" d="M{LEFT:g} {BOTTOM:g}L{RIGHT:g} {TOP:g}"/>')
    parts.append(f'<path class="ax2" d="M{MIDDLE_X:g} {BOTTOM:g}V{TOP:g}M{LEFT:g} {MIDDLE_Y:g}H{RIGHT:g}"/>')
    parts.append(f'<text class="tx2" x="{RIGHT:g}" y="552" text-anchor="end">{escape(x_words)}</text>')
    parts.append(f'<text class="tx2" x="{LEFT:g}" y="10">{escape(y_words)}</text>')
    for point in points:
        spot = f'cx="{point.at_x:.1f}" cy="{point.at_y:.1f}"'
        words = f"{point.name}: {point.x:.3f}, {point.y:.3f}"
        if point.kind in (CaseKind.TYPICAL, CaseKind.TYPICAL_INCONSISTENT):
            shape = f'<circle {spot} r="4.4" class="fill-ink"/>'
        elif point.kind == against:
            shape = f'<circle {spot} r="4.2" class="st-accent" stroke-width="2"/>'
        else:
            shape = f'<circle {spot} r="4.2" class="st-ink" stroke-width="1.1"/>'
        parts.append(f"<g><title>{escape(words)}</title>{shape}</g>")
    for point in points:
        if point.label:
            anchor = f' text-anchor="{point.anchor}"' if point.anchor != "start" else ""
            parts.append(
                f'<text class="tx halo" x="{point.label_x:.1f}" y="{point.label_y:.1f}"{anchor}>{escape(point.label)}</text>'
            )
    return mark_safe("".join([*parts, "</svg>"]))


def distribution_svg(drawn: Distribution, title: str, field: str = "") -> SafeString:
    """Values as dots; each anchor is a line that a script lets people drag, writing into the field of that name."""
    top = drawn.top
    data = f' data-anchors="{escape(field)}" data-low="{drawn.low:.12g}" data-high="{drawn.high:.12g}"' if field else ""
    parts = [
        f'<svg class="dist" viewBox="0 {top - 42:g} {WIDE:g} {BASE - top + 66:g}" role="img" aria-label="{escape(title)}"{data}>'
        f"<title>{escape(title)}</title>"
    ]
    parts.append(f'<path class="ax" d="M24 {BASE:g}H{WIDE - 24:g}"/>')
    for x, text in drawn.ticks:
        parts.append(f'<path class="ax" d="M{x:.1f} {BASE:g}v4"/>')
        parts.append(f'<text class="tx3" x="{x:.1f}" y="{BASE + 18:g}" text-anchor="middle">{escape(text)}</text>')
    for dot in drawn.dots:
        words = f"{dot.name}: {dot.value:g}"
        parts.append(f'<circle class="fill-2" cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="3.6"><title>{escape(words)}</title></circle>')
    for at, anchor in enumerate(drawn.anchors):
        # A word that would run into the one before it stands a line higher.
        high = at % 2 == 1 and any(abs(anchor.x - other.x) < WORD for other in drawn.anchors if other is not anchor)
        y = top - (HIGHER if high else LOWER)
        edge = "start" if anchor.x < 60 else "end" if anchor.x > WIDE - 60 else "middle"
        parts.append(
            f'<g class="anchor" data-anchor="{at}">'
            f'<path class="st-accent" stroke-width="1.6" d="M{anchor.x:.1f} {BASE + 4:g}V{top:g}"/>'
            f'<rect class="grip" x="{anchor.x - 8:.1f}" y="{top:g}" width="16" height="{BASE - top:g}"/>'
            f'<text class="tx3 halo" x="{anchor.x:.1f}" y="{y:g}" text-anchor="{edge}">{escape(anchor.role)}</text></g>'
        )
    return mark_safe("".join([*parts, "</svg>"]))


def overlap_svg(shared: Sequence[Overlap], paths: Sequence[str], title: str) -> SafeString:
    """An UpSet plot: a column for each set of paths that units share, its height their number."""
    most = max((len(one.units) for one in shared), default=1)
    rows, left, step = len(paths), 96.0, 44.0
    width, tall = left + step * max(len(shared), 1) + 12, 110.0
    height = tall + 26 * rows + 14
    title = escape(title)
    parts = [
        f'<svg class="upset" width="{width:g}" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
    ]
    for row, name in enumerate(paths):
        y = tall + 26 * row + 18
        parts.append(
            f'<text class="tx" x="0" y="{y + 4:g}">{escape(name)}</text><path class="gr" d="M{left - 8:g} {y:g}H{width:g}"/>'
        )
    for column, one in enumerate(shared):
        x = left + step * column + step / 2
        size = len(one.units) / most * (tall - 26)
        units = ", ".join(one.units)
        parts.append(f"<g><title>{escape(units)}</title>")
        parts.append(f'<rect class="fill-2" x="{x - 11:g}" y="{tall - size:g}" width="22" height="{size:g}"/>')
        parts.append(f'<text class="tx" x="{x:g}" y="{tall - size - 6:g}" text-anchor="middle">{len(one.units)}</text>')
        ys = [tall + 26 * row + 18 for row in one.paths]
        if len(ys) > 1:
            parts.append(f'<path class="ax2" stroke-width="2" d="M{x:g} {min(ys):g}V{max(ys):g}"/>')
        for row in range(rows):
            y = tall + 26 * row + 18
            inside = row in one.paths
            parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="6" class="{"fill-ink" if inside else "hollow"}"/>')
        parts.append("</g>")
    return mark_safe("".join([*parts, "</svg>"]))


def bar_svg(value: float | None, cutoff: float) -> SafeString:
    """A consistency from .5 to 1 as a bar, the cut-off a red line across it."""
    if value is None:
        return mark_safe("")
    wide = max(0.0, (value - 0.5) * 176)
    line = (cutoff - 0.5) * 176
    mark = f'<path class="st-accent" stroke-width="1.5" d="M{line:.1f} 0v9"/>' if 0 <= line <= 88 else ""
    return mark_safe(
        '<span class="barcell"><svg class="bar" viewBox="0 0 88 9" aria-hidden="true"><rect class="a" width="88" height="9"/>'
        f'<rect class="b" width="{wide:.1f}" height="9"/>{mark}</svg></span>'
    )


def symbol_html(cell: dict) -> SafeString:
    """A condition in a configuration: filled present, crossed absent; large core, small peripheral; with its words."""
    if cell["value"] is None:
        return mark_safe(f'<span class="vh">{escape(_("either way"))}</span>')
    core = _("core") if cell["core"] else _("peripheral")
    if cell["multivalue"]:
        state = _("value %(value)s") % {"value": cell["value"]}
        digit = f'<span class="mv">{cell["value"]}</span>'
    else:
        state, digit = (_("present") if cell["value"] else _("absent")), ""
    shape = "q-abs" if not cell["value"] and not cell["multivalue"] else "q-core" if cell["core"] else "q-per"
    size = "core" if cell["core"] else "per"
    return mark_safe(
        f'<svg class="{size}" viewBox="0 0 22 22" aria-hidden="true"><use href="#{shape}"/></svg>{digit}'
        f'<span class="vh">{escape(state)}{escape(_(", "))}{escape(core)}</span>'
    )
