"""What was found before the solutions: necessity, truth tables, the enhanced analysis; and the memberships behind all."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analyses.enums import Kind, Side
from analyses.queries.run_page import RunPage
from analyses.report.asked import set_name
from analyses.report.parts import Cell, Section, Table, count, fit, joined, listed, named, raw, yes
from analyses.report.plots import necessity_plot
from analyses.templatetags._conditions import necessity_words
from analyses.templatetags.analyses import kind_words, trouble
from cases.templatetags.casebase import plain

DRAWN = 4
"""Plots of what passes the bars, on either side; the page of a run draws any."""


def for_side(page: RunPage, side: str) -> str:
    """“For …” or “For the absence of …”."""
    words = _("For %(outcome)s") if side == Side.PRESENCE else _("For the absence of %(outcome)s")
    return words % {"outcome": plain(page.inputs.outcome.label)}


def configuration(page: RunPage, values: list[int]) -> str:
    """A row of the truth table as an expression."""
    table = page.results["sides"][Side.PRESENCE.value]["table"]
    parts = [
        f"{name}[{value}]" if levels > 2 else name if value else f"~{name}"
        for name, value, levels in zip(table["conditions"], values, table["levels"], strict=True)
    ]
    return "*".join(parts)


# Necessity -----------------------------------------------------------------------------------------


def necessity(page: RunPage) -> Section:
    asked = page.inputs.necessity
    words = [
        _(
            "A condition passes with a consistency of at least %(consistency).3g, a coverage of at least %(coverage).3g and a "
            "relevance of at least %(relevance).3g. The bars are customs of the field, not laws."
        )
        % {"consistency": asked.consistency, "coverage": asked.coverage, "relevance": asked.relevance}
    ]
    tables = []
    for side in Side:
        found = page.results["necessity"][side.value]
        tables.append(_relations(page, f"necessity-{side.value}", for_side(page, side), _("Condition"), found["single"]))
        if found["combinations"]:
            more = found["combination_count"] - len(found["combinations"])
            table = _relations(
                page, f"combinations-{side.value}", joined(for_side(page, side), _("Combinations that pass")), _("Combination"),
                found["combinations"],
            )  # fmt: skip
            table.notes.append(_("An “or” needs one name that covers both sides before it means anything."))
            if more:
                table.notes.append(ngettext("%(number)s more passes.", "%(number)s more pass.", more) % {"number": more})
            tables.append(table)
    plots = [necessity_plot(page, one) for side in Side for one in page.necessary(side.value)[:DRAWN]]
    return Section("necessity", _("Necessity"), words, tables, plots)


def _relations(page: RunPage, key: str, caption: str, what: str, found: list[dict[str, Any]]) -> Table:
    head = [what, _("Expression"), _("Consistency"), _("Coverage"), _("Relevance"), _("Passes the bars")]
    rows = [
        [
            Cell(necessity_words(one, page)), Cell(one["expr"]), fit(one["consistency"]), fit(one["coverage"]),
            fit(one["relevance"]), yes(one["passes"]),
        ]
        for one in found
    ]  # fmt: skip
    return Table(key, caption, head, rows)


# Truth tables --------------------------------------------------------------------------------------


def truth_tables(page: RunPage) -> Section:
    cuts = page.inputs.cutoffs
    words = [
        ngettext(
            "A row counts as sufficient with a consistency of at least %(consistency).3g, a PRI of at least %(pri).3g and at "
            "least %(number)s unit.",
            "A row counts as sufficient with a consistency of at least %(consistency).3g, a PRI of at least %(pri).3g and at "
            "least %(number)s units.",
            cuts.frequency,
        )
        % {"consistency": cuts.consistency, "pri": cuts.pri, "number": cuts.frequency}
    ]
    if cuts.contradiction is not None:
        words.append(
            _("Rows with a consistency from %(low).3g to the cut-off are contradictory (C).") % {"low": cuts.contradiction}
        )
        if page.inputs.contradictions == "remainders":
            words.append(_("Contradictory rows are treated as remainders."))
    if cuts.reason:
        words.append(named(_("Why these cut-offs"), plain(cuts.reason)))
    words += [
        _("%(side)s: row %(row)s counts as %(outcome)s by decision: %(reason)s")
        % {"side": for_side(page, one.side), "row": one.row, "outcome": one.outcome, "reason": plain(one.reason)}
        for one in page.inputs.overrides
    ]
    return Section("truth-tables", _("Truth tables"), words, [_truth_table(page, side) for side in Side])


def _truth_table(page: RunPage, side: Side) -> Table:
    found = page.results["sides"][side.value]["table"]
    head = [_("Row"), *found["conditions"], _("Outcome"), "n", _("Consistency"), "PRI", _("Units")]
    rows = [
        [
            count(row["number"]), *(count(value) for value in row["configuration"]), Cell(_outcome(row)), count(row["n"]),
            fit(row["consistency"]), fit(row["pri"]), Cell(listed(plain(unit.label) for unit in page.named(row["cases"]))),
        ]
        for row in found["rows"]
    ]  # fmt: skip
    notes = [
        _("%(conditions)s conditions make %(possible)s possible rows; %(units)s units fill %(observed)s of them.")
        % {
            "conditions": len(found["conditions"]), "possible": found["possible"], "units": len(page.inputs.units),
            "observed": found["observed"],
        },
        _("1 positive, 0 negative, C contradictory, ? remainder: fewer units than asked for."),
    ]  # fmt: skip
    if found["nowhere"]:
        names = listed(plain(unit.label) for unit in page.named(found["nowhere"]))
        notes.append(named(_("In no row, because a membership is exactly .5"), names))
    return Table(f"truth-table-{side.value}", for_side(page, side), head, rows, notes, is_matrix=True)


def _outcome(row: dict[str, Any]) -> str:
    if row["outcome"] == row["judged"]:
        return row["outcome"]
    words = _("set by decision; the cut-offs say %(judged)s") % {"judged": row["judged"]}
    return f"{row['outcome']} ({words})"


# Enhanced analysis ---------------------------------------------------------------------------------


def enhanced(page: RunPage) -> Section:
    """Which assumptions contradict each other, and what is left without them."""
    found = page.results["enhanced"]
    if not found:
        words = [_("The enhanced analysis needs a solution on both sides, and there is only one.")]
        return Section("enhanced", _("Enhanced analysis"), words)
    none = _("none")
    words = [
        named(_("Remainders assumed both for the outcome and for its absence"), _rows(found["contradictory"]) or none),
        named(_("Rows sufficient for both"), _rows(found["simultaneous"]) or none),
    ]
    if not found.get("exhaustive", True):
        words.insert(1, _("There are more models than could be listed; in those there may be others."))
    if page.inputs.untenable:
        reason = plain(page.inputs.untenable_reason)
        words.append(named(_("Combinations that cannot be"), f"{page.inputs.untenable} — {reason}"))
    tables = []
    for side in Side.values:  # a database may keep the keys of JSON in another order
        own = found["sides"][side]
        if own["solutions"] is None:
            words.append(named(for_side(page, side), _("Nothing has to be excluded: the solutions stand as they are.")))
        elif own["solutions"].get("trouble"):
            words.append(named(for_side(page, side), trouble(own["solutions"]["trouble"])))
        else:
            tables.append(_without(page, side, own))
    return Section("enhanced", _("Enhanced analysis"), words, tables)


def _rows(numbers: list[int]) -> str:
    return listed(str(number) for number in numbers)


def _without(page: RunPage, side: str, own: dict[str, Any]) -> Table:
    caption = _("%(side)s, without the rows %(rows)s") % {"side": for_side(page, side), "rows": _rows(own["excluded"])}
    head = [_("Solution"), pgettext("of a solution", "Model"), _("Expression"), _("Consistency"), "PRI", _("Coverage")]
    rows = []
    for kind in Kind:
        for solution in own["solutions"][kind.value]:
            for number, model in enumerate(solution["models"], start=1):
                rows.append(
                    [
                        Cell(kind_words(kind)), Cell(f"{number} / {solution['count']}"), Cell(model["expr"]),
                        *(fit(model["fit"][name]) for name in ("consistency", "pri", "coverage")),
                    ]
                )  # fmt: skip
    return Table(f"enhanced-{side}", caption, head, rows)


# Memberships ---------------------------------------------------------------------------------------


def memberships(page: RunPage) -> Section:
    """Raw values and memberships of every unit: with these a reader can repeat all of it."""
    head = [_("Unit")]
    for one in page.inputs.sets:
        head += [_("%(set)s (value)") % {"set": one.name}, one.name]
    rows = []
    for unit, number, cells in page.membership_rows:
        row = [Cell(plain(unit.label), unit=number)]
        for value, membership in cells:
            row += [raw(value), fit(membership)]
        rows.append(row)
    notes = [named(one.name, set_name(page, one)) for one in page.inputs.sets]
    caption = _("Raw values and set memberships of every unit")
    table = Table("memberships", caption, head, rows, notes, is_matrix=True)
    return Section("memberships", _("Values and memberships"), tables=[table])
