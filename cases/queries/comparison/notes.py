"""What makes a comparison less than it seems."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import CodeKind, Completeness, Level, Unit
from cases.models import Case, Code, Coding, PublishedResult
from cases.queries.comparison.coded import Coded
from cases.queries.comparison.table import Row, join


def case_notes(cases: Sequence[Case], rows: list[Row]) -> list[str]:
    """What makes the comparison less than it seems."""
    notes = []
    levels = list(dict.fromkeys(str(Level(case.level).label) for case in cases))
    if len(levels) > 1:
        notes.append(_("The cases stand at different levels: %(levels)s.") % {"levels": join(levels)})
    units = list(dict.fromkeys(str(Unit(case.unit).label) for case in cases))
    if len(units) > 1:
        notes.append(_("Different things were studied: %(units)s.") % {"units": join(units)})
    hidden = sum(case.anonymous for case in cases)
    if hidden == len(cases):
        notes.append(_("All of them are anonymised by their study: nothing can be checked on the spot."))
    elif hidden:
        notes.append(_("Some are anonymised by their study, others are named."))
    years = {case.period for case in cases if case.period}
    if len(years) > 1:
        notes.append(_("They concern different periods."))
    if any(not case.period for case in cases):
        notes.append(_("For some no period is reported: the order of phases is known, not their dates."))
    studies = {entry.url for row in rows for cell in row.cells for entry in cell.entries if "/study-" in entry.id}
    if len(studies) > 1:
        notes.append(_("They come from different studies with different methods and questions."))
    return notes + _reading_notes(rows) + _model_notes(rows)


def _reading_notes(rows: list[Row]) -> list[str]:
    """Of what was read in part only."""
    uses = (use for row in rows for cell in row.cells for entry in cell.entries for use in entry.evidence)
    if any(use.excerpt.source.completeness == Completeness.ABSTRACT for use in uses):
        return [_("Only the abstract of a study was read: silence may be the abstract’s, not the study’s.")]
    return []


def _model_notes(rows: list[Row]) -> list[str]:
    claims = [
        entry.claim for row in rows for cell in row.cells for entry in cell.entries if entry.claim and _is_model(entry.claim)
    ]
    if claims and all(claim.basis == "inferred" for claim in claims):
        return [_("Which case goes with which model is inferred by the coder.")]
    return []


def _is_model(claim: Any) -> bool:
    return isinstance(claim, Coding | Coded) and claim.code.code_kind == CodeKind.MODEL


def code_notes(codes: Sequence[Code], rows: list[Row]) -> list[str]:
    """Of the cases behind the codes, which the row of cases has with the claims that put them there."""
    held = [
        entry
        for row in rows
        if row.key == "cases"
        for cell in row.cells
        for entry in cell.entries
        if entry.case and not entry.also
    ]
    cases = {entry.case.uid: entry.case for entry in held if entry.case}
    notes = []
    levels = list(dict.fromkeys(str(Level(cases[uid].level).label) for uid in sorted(cases)))
    if len(levels) > 1:
        notes.append(_("The cases behind them stand at different levels: %(levels)s.") % {"levels": join(levels)})
    if cases and all(case.anonymous for case in cases.values()):
        notes.append(_("All cases behind them are anonymised by their study."))
    if held and all(entry.claim.basis == "inferred" for entry in held):
        notes.append(_("Which case goes with which of them is inferred by the coder."))
    return notes


def result_notes(results: Sequence[PublishedResult]) -> list[str]:
    notes = [_("Results as the studies printed them; nothing here was recomputed.")]
    if len({result.study_id for result in results}) > 1:
        notes.append(_("They come from different studies with different methods and questions."))
    if len({result.outcome_id for result in results}) > 1:
        notes.append(_("They explain different outcomes."))
    if len({result.result_kind for result in results}) > 1:
        notes.append(_("They are results of different kinds."))
    return notes
