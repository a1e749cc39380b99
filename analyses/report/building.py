"""The sections of a report, in the order in which a reader can follow and judge an analysis."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analyses.enums import Side
from analyses.queries.around import Around
from analyses.queries.run_page import RunPage
from analyses.report.asked import calibration, question, sets, units
from analyses.report.cases import cases_by_path
from analyses.report.found import enhanced, memberships, necessity, truth_tables
from analyses.report.parts import Report, Section, named
from analyses.report.printed import published
from analyses.report.solved import chosen, solutions
from analyses.report.tested import robustness
from analyses.report.warned import warnings
from cases.templatetags.casebase import plain


def build(page: RunPage, beside: Around) -> Report:
    """Everything that has to be said of a run, and what stands around it; nothing is computed again."""
    sections = [question(page), units(page), sets(page), calibration(page), necessity(page), truth_tables(page)]
    sections += [solutions(page, side) for side in Side]
    sections.append(enhanced(page))
    sections += [part for side in Side if (part := cases_by_path(page, side, chosen(page, side)))]
    sections.append(robustness(beside.tests))
    if beside.printed:
        sections.append(published(page, beside.printed))
    sections += [warnings(page), versions(page), memberships(page)]
    return Report(plain(page.inputs.title), about(page), sections)


def about(page: RunPage) -> list[str]:
    """What was computed, from which data, when."""
    run = page.run
    lines = [
        _("Run %(ref)s") % {"ref": run.ref},
        _("data version %(version)s") % {"version": run.data_version},
        _("engine %(version)s") % {"version": run.engine},
    ]
    if run.codebook:
        lines.insert(2, _("codebook %(version)s") % {"version": run.codebook})
    if run.finished_at:
        lines.insert(1, run.finished_at.strftime("%Y-%m-%d"))
    return lines


def versions(page: RunPage) -> Section:
    """What would give the same numbers again."""
    words = [
        *about(page),
        named(_("SHA-256 of the inputs and the decisions"), page.run.digest),
        _("The run is frozen: the same inputs and decisions lead to the same run, and nothing in it is computed again."),
        _("The R script below reads these data and repeats the analysis with the package QCA, independently of this site."),
    ]
    return Section("versions", pgettext("of data and engine", "Versions"), words)
