"""Figures as files: the XY plot of a solution, a path or a necessary condition as SVG that stands alone, and as PNG."""

import re
from functools import lru_cache

import resvg_py
from django.utils.translation import gettext as _

from analyses.report.parts import Plot
from analyses.report.plots import necessity_plot, path_plot, solution_plot
from analyses.templatetags.analyses import xy_figure
from exchange.analyses.leaving import Leaving

FONTS = (
    "Inter,'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',"
    "'Liberation Sans','DejaVu Sans',Arial,sans-serif"
)
"""The first that is there draws what it can; for other letters the renderer looks through all fonts of the machine."""
STYLE = (
    f"text{{font-family:{FONTS}}}"
    ".ax{stroke:#8f8b83;stroke-width:1;fill:none}.gr{stroke:#d9d7d1;stroke-width:1;fill:none}"
    ".ax2{stroke:#191816;stroke-width:1;fill:none}.tx{font-size:12px;fill:#191816}.tx2{font-size:12px;fill:#45423d}"
    ".tx3{font-size:11px;fill:#67635c}.halo{paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}"
    ".fill-ink{fill:#191816}.st-ink{stroke:#191816;fill:none}.st-accent{stroke:#a3271b;fill:none}"
)
"""The light colours of the site, since a file knows nothing of its style sheets."""
OPENING = re.compile(r'<svg viewBox="[^"]*" ')
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" width="656" height="576" viewBox="-4 -8 656 576" '
"""A little more room than on the page, so that no letter is cut off."""
ZOOM, IN_TEXT = 3.0, 1.5
"""A file of its own may be printed large; in a text of 13 cm the smaller one has some 190 pixels an inch, and costs a third."""
UNASSIGNED = "\u0378"
"""A code point that no font has a letter for."""


class NoFont(ValueError):
    """The machine has no font for the letters of a figure."""


def to_svg(leaving: Leaving) -> bytes:
    return _asked(leaving).encode()


def to_png(leaving: Leaving) -> bytes:
    return picture(_asked(leaving))


def _asked(leaving: Leaving) -> str:
    """The plot that the address asks for."""
    page, figure = leaving.page, leaving.figure
    if figure.of == "necessity":
        return plot_svg(necessity_plot(page, page.relation(figure.expr)))
    if page.path is None:
        raise LookupError("no solution on this side")
    return plot_svg(path_plot(page, page.path) if figure.of == "path" else solution_plot(page))


def plot_svg(plot: Plot) -> str:
    """The figure of the page with its own colours and letters."""
    drawn = str(xy_figure(plot.lines, plot.x_words, plot.y_words, plot.necessity))
    styled = OPENING.sub(FRAME, drawn, count=1).replace("<title>", f"<style>{STYLE}</style><title>", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{styled}\n'


def picture(svg: str, zoom: float = ZOOM) -> bytes:
    """A PNG on white. Letters that no font here has would become boxes or nothing, so that is refused and said."""
    wanted = {"A"} | ({"中"} if any("\u4e00" <= letter <= "\u9fff" for letter in svg) else set())
    if not all(_has_font(letter) for letter in wanted):
        raise NoFont(
            _("This server has no font for the letters of the figure. Take the SVG, which uses the fonts of your computer.")
        )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="#ffffff", zoom=zoom))


@lru_cache(maxsize=8)
def _has_font(letter: str) -> bool:
    """Whether a letter comes out as something else than nothing and the box for unknown letters."""
    drawn = {one: _letter(one) for one in (letter, UNASSIGNED, " ")}
    return drawn[letter] not in (drawn[UNASSIGNED], drawn[" "])


def _letter(letter: str) -> bytes:
    text = f'<text x="2" y="24" font-size="20" font-family="{FONTS}">{letter}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30">{text}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=svg))
