"""The figure of actors and ties as SVG."""

from collections.abc import Callable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.queries.network.layout import BOX, LINE, Figure, Tie


def figure_svg(figure: Figure, link: Callable[[str], str], opened: str, address: Callable[[str], str]) -> SafeString:
    """Lines first, then their words, then the boxes; both lead on."""
    summary = _("Actors of the case as boxes, their ties as lines with words; the tables below say the same")
    titles = (
        _("Government and party bodies"),
        _("State-owned and joint companies"),
        _("Private enterprises and others"),
    )
    parts = [
        f'<svg class="net" viewBox="-1 0 {figure.width + 2:g} {figure.height:g}" role="group" aria-label="{escape(summary)}">'
    ]
    for x, column in figure.columns:
        last = x + BOX >= figure.width  # no words may run out of the drawing
        at = f'x="{figure.width:g}" text-anchor="end"' if last else f'x="{x:g}"'
        parts.append(f'<text class="tx3" {at} y="14">{escape(titles[column])}</text>')
    parts += [f'<g class="{"hedged" if tie.hedged else ""}"><path class="tieline" d="{tie.path}"/></g>' for tie in figure.ties]
    for box in figure.boxes:
        lines = box.lines
        lang = f' lang="{box.lang}"' if box.lang else ""
        top = box.middle + 4 - 7.5 * (len(lines) - 1)
        words = "".join(
            f'<text class="tx" x="{box.x + 8:g}" y="{top + 15 * place:g}"{lang}>{escape(line)}</text>'
            for place, line in enumerate(lines)
        )
        parts.append(
            f'<a href="{escape(address(box.key))}" class="box{"" if box.present else " absent"}" aria-label="{escape(box.full)}">'
            f'<title>{escape(box.full)}</title><rect x="{box.x:g}" y="{box.y:g}" width="{BOX}" height="{box.tall:g}"/>{words}</a>'
        )
    parts += [_tie(tie, link, opened) for tie in figure.ties]
    return mark_safe("".join([*parts, "</svg>"]))


def _tie(tie: Tie, link: Callable[[str], str], opened: str) -> str:
    css = " ".join(filter(None, (f"st-{escape(tie.state)}" if tie.state else "", "is-open" if tie.id == opened else "")))
    full = escape(tie.full)
    top = tie.y + 4 - LINE / 2 * (len(tie.words) - 1)
    words = "".join(
        f'<text class="tx2" x="{tie.x:g}" y="{top + LINE * place:g}" text-anchor="middle">{escape(text)}</text>'
        for place, text in enumerate(tie.words)
    )
    box = f'x="{tie.x - tie.width / 2:g}" y="{tie.y - tie.height / 2:g}" width="{tie.width:g}" height="{tie.height:g}"'
    return f'<a {link(tie.id)} class="{css}" aria-label="{full}"><title>{full}</title><rect class="tiebox" {box}/>{words}</a>'
