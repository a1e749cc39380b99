"""The XY plots of a run: the whole solution, one path, one necessary condition or combination."""

from django.utils.translation import gettext as _

from analyses.enums import Side
from analyses.queries.draft_page import Named
from analyses.queries.relating import RelationPlot
from analyses.queries.run_page import Path, RunPage
from analyses.report.parts import Plot
from analyses.templatetags._conditions import necessity_words
from analyses.templatetags.analyses import choice_query


def solution_plot(page: RunPage) -> Plot:
    return Plot(choice_query(page), page.model_cases, _("membership in the solution"), outcome_words(page.choice.side))


def path_plot(page: RunPage, path: Path) -> Plot:
    query = choice_query(page, figure="path", path=path.number)
    words = _("membership in path %(number)s") % {"number": path.number}
    return Plot(query, page.path_cases(path), words, outcome_words(page.choice.side))


def necessity_plot(page: RunPage | Named, drawn: RelationPlot) -> Plot:
    """Of a run, or of a draft, which has no files yet."""
    asked = {"figure": "necessity", "side": drawn.side, "expr": drawn.relation["expr"]}
    query = choice_query(page, **asked) if isinstance(page, RunPage) else ""
    return Plot(query, drawn.lines, necessity_words(drawn.relation, page), outcome_words(drawn.side), necessity=True)


def outcome_words(side: str) -> str:
    return _("membership in the outcome") if side == Side.PRESENCE else _("membership in the absence of the outcome")
