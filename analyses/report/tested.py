"""How the run stood other decisions: every finished test, what stays and what changes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analyses.queries.robust_page import RobustPage
from analyses.report.parts import Cell, Section, Table, count, fit, joined, listed, raw
from analyses.templatetags.analyses import kind_words, side_words, trouble
from analyses.templatetags.robustness import expr_words, robust_words, trial_words
from cases.templatetags.casebase import plain

RATIOS = {"consistency": "RF cons", "coverage": "RF cov", "overlap_all": "RF SC minTS", "overlap_any": "RF SC maxTS",
          "typical_ratio": "RCR typ", "deviant_ratio": "RCR dev"}  # fmt: skip


def robustness(tests: list[RobustPage]) -> Section:
    section = Section("robustness", _("Robustness"))
    if not tests:
        section.words.append(_("No test has been made of this run."))
    for number, page in enumerate(tests, start=1):
        section.words.append(_said(page))
        section.tables += [_stays(page, number), _trials(page, number)]
        if page.results["together"]:
            section.tables.append(_together(page, number, page.results["together"]))
        if page.results["ranges"]:
            section.tables.append(_ranges(page, number))
    return section


def _said(page: RobustPage) -> str:
    words = _(
        "%(count)s trials of the %(kind)s solution for %(side)s; in %(changed)s of them the paths are not the same."
    )  # the words of the page
    return words % {
        "count": len(page.trials), "kind": kind_words(page.options.kind), "side": side_words(page.options.side),
        "changed": len(page.changes),
    }  # fmt: skip


def _about(page: RobustPage, what: str) -> str:
    return joined(what, kind_words(page.options.kind), side_words(page.options.side))


def _stays(page: RobustPage, number: int) -> Table:
    head = [_("Path"), _("Expression"), _("Trials that keep it"), _("Trials")]
    rows = [[Cell(expr_words(one.expr, page)), Cell(one.expr), count(one.kept), count(one.trials)] for one in page.survivals]
    return Table(f"robust-paths-{number}", _about(page, _("What stays")), head, rows)


def _trials(page: RobustPage, number: int) -> Table:
    head = [_("Change"), _("Paths kept"), _("Lost"), _("New"), _("Consistency"), _("Coverage")]
    rows = [[Cell(trial_words(trial, page)), *_trial(trial)] for trial in page.trials]
    return Table(
        f"robust-trials-{number}", _about(page, _("Each trial changes one thing; the rest is as in the run.")), head, rows
    )


def _trial(trial: dict[str, Any]) -> list[Cell]:
    if trial.get("trouble"):
        return [Cell(), Cell(trouble(trial["trouble"])), Cell(), Cell(), Cell()]
    between = pgettext("between items", "; ")
    lost, new = (Cell(between.join(trial[name])) for name in ("lost", "new"))
    return [count(len(trial["kept"])), lost, new, fit(trial["fit"]["consistency"]), fit(trial["fit"]["coverage"])]


def _together(page: RobustPage, number: int, found: dict[str, Any]) -> Table:
    rows = [[Cell(words), fit(found[name])] for name, words in RATIOS.items()]
    rows.append([Cell(_("Rank of the case ratio")), count(found["rank"])])
    rows += [
        [Cell(robust_words(name)), Cell(listed(plain(page.units[ref].label) for ref in refs) or _("none"))]
        for name, refs in found["cases"].items()
    ]
    words = ngettext(
        "Over %(number)s trial with all units. RF near 1 and a case ratio near 1 mean robust (Oana and Schneider 2024).",
        "Over %(number)s trials with all units. RF near 1 and a case ratio near 1 mean robust (Oana and Schneider 2024).",
        found["trials"],
    ) % {"number": found["trials"]}
    head = [_("Measure"), _("Value")]
    return Table(f"robust-together-{number}", _about(page, _("All trials together")), head, rows, [words])


def _ranges(page: RobustPage, number: int) -> Table:
    ranges = page.results["ranges"]
    names = {"consistency": _("Consistency cut-off"), "pri": _("PRI cut-off"), "frequency": _("Units in a row")}
    rows = [_range(words, ranges[name]) for name, words in names.items()]
    anchors = [_("fully out"), _("crossover"), _("fully in")]
    for one, found in page.anchor_ranges:
        rows += [_range(joined(plain(one.label), words), each) for words, each in zip(anchors, found, strict=True)]
    note = _("“Open” means that nothing changed within the steps that were tried.")
    head = [_("Decision"), _("Down to"), _("In the run"), _("Up to")]
    return Table(f"robust-ranges-{number}", _about(page, _("How far each decision can move")), head, rows, [note])


def _range(words: str, found: dict[str, Any]) -> list[Cell]:
    ends = [Cell(_("open")) if found[end] is None else raw(found[end]) for end in ("lower", "upper")]
    return [Cell(words), ends[0], raw(found["start"]), ends[1]]
