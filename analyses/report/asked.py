"""What was asked: the question, the units, the sets with their sources, their calibration."""

from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analyses.documents.inputs import Dropped, SetInput
from analyses.queries.run_page import RunPage
from analyses.report.parts import Cell, Section, Table, count, fit, listed, named, raw, say
from analyses.templatetags._conditions import expectation
from analyses.templatetags.analyses import anchors_words, method_words
from cases.templatetags.casebase import plain


def question(page: RunPage) -> Section:
    inputs = page.inputs
    words = [plain(inputs.question)] if inputs.question else []
    conditions = listed(plain(one.label) for one in inputs.conditions)
    words += [named(_("Outcome"), plain(inputs.outcome.label)), named(_("Conditions"), conditions)]
    return Section("question", _("Question"), words)


def units(page: RunPage) -> Section:
    """Who is in, who dropped out and why."""
    inputs = page.inputs
    names = listed(plain(unit.label) for unit in inputs.units)
    many = ngettext("%(number)s unit", "%(number)s units", len(inputs.units)) % {"number": len(inputs.units)}
    tables = []
    if inputs.dropped:
        rows = [[Cell(plain(one.label)), Cell(_why(one))] for one in inputs.dropped]
        tables.append(Table("dropped", _("Units that dropped out"), [_("Unit"), _("Reason")], rows))
    words = [named(many, names)] + ([] if inputs.dropped else [_("No unit dropped out.")])
    return Section("units", _("Units"), words, tables)


def _why(one: Dropped) -> str:
    if one.reason:
        return plain(one.reason)
    number = len(one.missing)
    words = ngettext("no value in %(number)s column", "no value in %(number)s columns", number) % {"number": number}
    return f"{words} ({listed(one.missing)})"


def sets(page: RunPage) -> Section:
    """What each set is, what measures it, where that comes from and what theory expects."""
    head = [_("Set"), _("Short name"), _("Measured by"), _("Year"), _("Source"), _("Theory expects that"), _("Because")]
    rows = [
        [
            Cell(set_name(page, one)), Cell(one.name), Cell(_measure(one)), Cell(str(one.year or "")), Cell(_source(one)),
            Cell("" if one is page.inputs.outcome else expectation(one)), say(one.expected_reason),
        ]
        for one in page.inputs.sets
    ]  # fmt: skip
    return Section("sets", _("Sets and their sources"), tables=[Table("sets", _("The outcome and the conditions"), head, rows)])


def set_name(page: RunPage, one: SetInput) -> str:
    name = plain(one.label)
    return _("%(set)s (outcome)") % {"set": name} if one is page.inputs.outcome else name


def _measure(one: SetInput) -> str:
    return _(", ").join(part for part in (plain(one.measure), plain(one.unit)) if part)


def _source(one: SetInput) -> str:
    return ". ".join(part for part in (plain(one.source_label), one.edition) if part)


def calibration(page: RunPage) -> Section:
    """Anchors with reasons, and what the raw values look like."""
    reasons = [
        [Cell(set_name(page, one)), Cell(method_words(one.calibration.method)), Cell(_anchors(one)), say(one.calibration.reason)]
        for one in page.inputs.sets
    ]
    head = [_("Set"), _("Method"), _("Anchors"), _("Reason")]
    described = Table(
        "described",
        _("The raw values, and how many units are members"),
        [_("Set"), _("Lowest"), _("Mean"), _("Highest"), pgettext("of a set", "Members"), _("Share of members")],
        [_described(page, one) for one in page.inputs.sets],
    )
    return Section(
        "calibration",
        _("Calibration"),
        tables=[Table("anchors", _("Anchors and the reasons for them"), head, reasons), described],
    )


def _anchors(one: SetInput) -> str:
    words = anchors_words(one.calibration)
    if one.calibration.nudge:
        nudged = _("%(nudge)s added to exactly .5") % {"nudge": one.calibration.nudge}
        words += f" ({nudged})"
    return words


def _described(page: RunPage, one: SetInput) -> list[Cell]:
    values = [value.value for value in one.values if value.value is not None]
    members = page.results["notes"][one.name]["members"]
    return [
        Cell(set_name(page, one)), raw(min(values)), fit(fmean(values)), raw(max(values)), count(members),
        fit(members / len(values)),
    ]  # fmt: skip
