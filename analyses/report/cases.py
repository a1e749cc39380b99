"""Cases by path: which are typical, which deviate, which no path explains."""

from typing import Any

from django.utils.translation import gettext as _

from analyses.queries.run_page import RunPage
from analyses.report.found import configuration, for_side
from analyses.report.parts import Cell, Section, Table, count, fit, joined, named
from analyses.report.plots import path_plot
from analyses.templatetags._conditions import path_words
from cases.templatetags.casebase import plain


def cases_by_path(page: RunPage, side: str, looked: RunPage) -> Section | None:
    """For the first intermediate model of one side; nothing where there is no model."""
    if looked.model is None:
        return None
    head = [_("Path"), _("Kind"), _("Unit"), _("In the path"), _("In the outcome"), _("Best case"), _("In no other path")]
    rows = []
    for path in looked.paths:
        for words, cases in ((_("typical"), path.typical), (_("deviant in consistency"), path.deviant)):
            rows += [_line(looked, path.number, words, one) for one in cases]
    section = Section(f"cases-{side}", joined(_("Cases by path"), for_side(page, side)))
    section.words = [named(_("Path %(number)s") % {"number": path.number}, path_words(path)) for path in looked.paths]
    section.plots = [path_plot(looked, path) for path in looked.paths]
    section.tables.append(Table(f"cases-{side}", _("Typical and deviant units of each path, the best one first"), head, rows))
    uncovered = looked.model["cases"]["uncovered"]
    if uncovered:
        section.tables.append(_uncovered(looked, side, uncovered))
    return section


def _line(page: RunPage, number: int, kind: str, one: dict[str, Any]) -> list[Cell]:
    best, unique = (_("yes") if one[name] else "" for name in ("best", "unique"))
    return [count(number), Cell(kind), _unit(page, one["case"]), fit(one["x"]), fit(one["y"]), Cell(best), Cell(unique)]


def _unit(page: RunPage, ref: str) -> Cell:
    return Cell(plain(page.units[ref].label), unit=page.numbers[ref])


def _uncovered(page: RunPage, side: str, found: list[dict[str, Any]]) -> Table:
    head = [_("Unit"), _("In the solution"), _("In the outcome"), _("Its configuration")]
    rows = [
        [_unit(page, one["case"]), fit(one["x"]), fit(one["y"]), Cell(configuration(page, one["configuration"]))] for one in found
    ]
    caption = _("Deviant in coverage: units with the outcome that no path covers")
    return Table(f"uncovered-{side}", caption, head, rows)
