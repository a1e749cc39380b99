"""Rows of cases that list what sources report: ties with dates, events, findings, studies, methods, sources."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Blank, MemberRole
from cases.models import Case, Event, Finding, RelationState, StudyMember
from cases.queries.comparison.table import Cell, Entry, Row, named, tie_of


def ties_row(cases: Sequence[Case], ties: dict[int, list[RelationState]]) -> Row:
    """Ties that stand in no phase, in the order of their dates, with who holds what."""
    cells = []
    for case in cases:
        undated_last = sorted((tie for tie in ties[case.pk] if not tie.phase), key=lambda tie: tie.period or "9")
        cells.append(Cell([tie_of(case, tie) for tie in undated_last]))
    return Row(_("Relation of government and enterprise"), _("Ties with dates"), cells, detailed=True, key="ties")


def event_row(cases: Sequence[Case], events: dict[int, list[Event]]) -> Row:
    """What happened, in the order of dates; what has no date comes last."""
    cells = []
    for case in cases:
        rows = sorted(events[case.pk], key=lambda event: (event.date_min is None, str(event.date_min), event.order))
        found = [Entry(f"case:{case.slug}/{one.ref}", named(one, "title"), one, date=one.date) for one in rows]
        cells.append(Cell(found))
    return Row(_("What sources report"), _("Events"), cells, key="events")


def finding_row(cases: Sequence[Case], findings: dict[int, list[Finding]]) -> Row:
    cells = [
        Cell([Entry(f"case:{case.slug}/{one.ref}", named(one, "text"), one, date=one.date) for one in findings[case.pk]])
        for case in cases
    ]
    return Row(_("What sources report"), _("Findings"), cells, key="findings")


def study_row(cases: Sequence[Case], members: dict[int, list[StudyMember]]) -> Row:
    cells = []
    for case in cases:
        entries = [
            Entry(
                f"case:{case.slug}/study-{member.study.slug}",
                named(member.study, "title"),
                url=member.study.get_absolute_url(),
                detail=str(MemberRole(member.role).label),
            )
            for member in members[case.pk]
        ]
        cells.append(Cell(entries, Blank.NOT_APPLICABLE))
    return Row(_("Methods and sources"), _("Study and role"), cells, detailed=True, key="study")


def method_row(cases: Sequence[Case], members: dict[int, list[StudyMember]]) -> Row:
    cells = []
    for case in cases:
        entries = [
            Entry(f"case:{case.slug}/method-{member.study.slug}-{number}", method, names=[member.study.get_absolute_url()])
            for member in members[case.pk]
            for number, method in enumerate(member.study.revision.document["methods"])
        ]
        cells.append(Cell(entries, Blank.NOT_REPORTED if members[case.pk] else Blank.NOT_APPLICABLE))
    return Row(_("Methods and sources"), _("Methods"), cells, key="methods")


def source_row(keys: Sequence[str], rows: Sequence[Row]) -> Row:
    """The sources of all passages in each column: counted from the table itself, once its evidence is read."""
    cells = []
    for place, key in enumerate(keys):
        sources: dict[str, Any] = {}
        uses: dict[str, set[int]] = {}
        for entry in (entry for row in rows for entry in row.cells[place].entries):
            for use in entry.evidence:
                sources[use.excerpt.source.uid] = use.excerpt.source
                uses.setdefault(use.excerpt.source.uid, set()).add(use.excerpt_id)
        entries = [
            Entry(f"{key}/source-{uid}", named(source, "title"), url=source.get_absolute_url(), detail=_passages(len(uses[uid])))
            for uid, source in sources.items()
        ]
        cells.append(Cell(entries))
    return Row(_("Methods and sources"), _("Sources"), cells, detailed=True, key="sources")


def _passages(number: int) -> str:
    return ngettext("%(number)s passage", "%(number)s passages", number) % {"number": number}
