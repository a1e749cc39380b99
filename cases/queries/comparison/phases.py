"""Phases of cases side by side: one stage of a process beside another."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import Blank, CodeKind, Level
from cases.models import Coding, Event, Involvement, Phase, RelationState
from cases.queries.comparison.table import Cell, Entry, Row, coded_words, group_by_case, named, tie_of

RESULTS = (CodeKind.MODEL, CodeKind.STRUCTURE, CodeKind.MECHANISM, CodeKind.CONSTRAINT, CodeKind.STRATEGY)


def phase_rows(phases: Sequence[Phase]) -> list[Row]:
    cases = [phase.case for phase in phases]
    ties = group_by_case(RelationState.objects.filter(case__in=cases).select_related("interaction", "actor", "other"))
    events = group_by_case(Event.objects.filter(case__in=cases))
    parts = group_by_case(Involvement.objects.filter(case__in=cases).select_related("actor"))
    codings = group_by_case(Coding.objects.filter(case__in=cases).select_related("code"))
    order = group_by_case(Phase.objects.filter(case__in=cases))
    relation = _("Relation of government and enterprise")
    return [
        *_setting(phases, order),
        Row(relation, _("State"), _cells(phases, ties, _tie), detailed=True, key="state"),
        Row(relation, _("Trigger"), [_triggers(phase, ties[phase.case_id]) for phase in phases], key="trigger"),
        Row(_("What sources report"), _("Events"), _cells(phases, events, _event), key="events"),
        Row(_("Organisation"), _("Key actors"), _cells(phases, parts, _part), detailed=True, key="actors"),
        *(_coded(phases, codings, kind) for kind in RESULTS),
    ]


def _setting(phases: Sequence[Phase], order: dict[int, list[Phase]]) -> list[Row]:
    group = _("Setting")
    places = []
    for phase in phases:
        refs = [one.ref for one in order[phase.case_id]]
        words = _("%(number)s of %(total)s") % {"number": refs.index(phase.ref) + 1, "total": len(refs)}
        places.append(Cell([_fact(phase, "order", words)]))
    dates = [
        Cell([Entry(f"{_id(phase)}-period", f"{phase.starts}/{phase.ends}", is_date=True)] if phase.starts or phase.ends else [],
             phase.dates_blank or Blank.NOT_REPORTED)
        for phase in phases
    ]  # fmt: skip
    cases = [
        Cell([Entry(f"{_id(one)}-case", named(one.case, "label"), url=one.case.get_absolute_url(), case=one.case)])
        for one in phases
    ]
    levels = [Cell([_fact(phase, "level", str(Level(phase.case.level).label))]) for phase in phases]
    return [
        Row(group, _("Case"), cases, key="case"),
        Row(group, _("Level"), levels, key="level"),
        Row(group, _("Place in the order of phases"), places, key="order"),
        Row(group, _("Period"), dates, key="period"),
    ]


def _id(phase: Phase) -> str:
    return f"case:{phase.case.slug}/{phase.ref}"


def _fact(phase: Phase, name: str, words: Any) -> Entry:
    return Entry(f"{_id(phase)}-{name}", words)


def _cells(phases: Sequence[Phase], rows: dict[int, list[Any]], entry: Callable[[Phase, Any], Entry]) -> list[Cell]:
    return [Cell([entry(phase, row) for row in rows[phase.case_id] if row.phase == phase.ref]) for phase in phases]


def _tie(phase: Phase, tie: RelationState) -> Entry:
    return tie_of(phase.case, tie)


def _event(phase: Phase, event: Event) -> Entry:
    return Entry(f"case:{phase.case.slug}/{event.ref}", named(event, "title"), event, date=event.date)


def _part(phase: Phase, part: Involvement) -> Entry:
    url = part.actor.get_absolute_url()
    return Entry(f"case:{phase.case.slug}/{part.ref}", named(part.actor), part, url, detail=named(part, "role"))


def _triggers(phase: Phase, ties: Iterable[RelationState]) -> Cell:
    here = [tie for tie in ties if tie.phase == phase.ref]
    entries = [
        Entry(f"case:{phase.case.slug}/{tie.ref}.trigger", named(tie, "trigger"), tie)
        for tie in here
        if tie.trigger_en or tie.trigger_zh
    ]
    return Cell(entries, next((tie.trigger_blank for tie in here if tie.trigger_blank), Blank.NOT_REPORTED))


def _coded(phases: Sequence[Phase], codings: dict[int, list[Coding]], kind: CodeKind) -> Row:
    """Codes of a kind that are coded for the phase itself."""
    cells = []
    for phase in phases:
        here = [one for one in codings[phase.case_id] if one.phase == phase.ref and one.code.code_kind == kind]
        entries = [
            Entry(f"case:{phase.case.slug}/{one.ref}", coded_words(one), one, one.code.get_absolute_url(), also=not one.accepted)
            for one in here
            if not one.blank
        ]
        cells.append(Cell(entries, next((one.blank for one in here if one.blank), Blank.NOT_YET_CODED)))
    return Row(_("What is coded for the phase"), str(kind.label).capitalize(), cells, key=kind.value)
