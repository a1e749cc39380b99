"""Cases side by side."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.enums import Blank, CodeKind, Level, Unit
from cases.models import BenchmarkUse, Case, Code, Involvement, RelationState, StudyMember
from cases.queries.comparison.coded import Coded, coded
from cases.queries.comparison.reported import event_row, finding_row, method_row, study_row, ties_row
from cases.queries.comparison.table import (
    Cell,
    Entry,
    Row,
    Words,
    coded_words,
    group_by_case,
    named,
    tie_entry,
)
from cases.queries.comparison.told import told
from cases.queries.value_words import value_words


class CaseClaims:
    """All claims of some cases, by case."""

    def __init__(self, cases: Sequence[Case]):
        self.ties: dict[int, list[RelationState]] = group_by_case(
            RelationState.objects.filter(case__in=cases).select_related("actor", "other", "interaction")
        )
        self.involvements: dict[int, list[Involvement]] = group_by_case(
            Involvement.objects.filter(case__in=cases).select_related("actor")
        )
        self.benchmarks: dict[int, list[BenchmarkUse]] = group_by_case(
            BenchmarkUse.objects.filter(case__in=cases, benchmark__state="live").select_related("benchmark", "code")
        )
        self.members: dict[int, list[StudyMember]] = group_by_case(
            StudyMember.objects.filter(case__in=cases).select_related("study__source", "study__revision")
        )
        self.told = told(cases)
        self.codings: dict[str, dict[int, dict[Code, list[Coded]]]] = defaultdict(lambda: {case.pk: {} for case in cases})
        """By kind of code, case and code."""
        for coding in coded(cases):
            self.codings[coding.code.code_kind][coding.case_id].setdefault(coding.code, []).append(coding)


def case_rows(cases: Sequence[Case]) -> list[Row]:
    claims = CaseClaims(cases)
    return [
        *_setting(cases, claims),
        *_conditions(cases, claims),
        *_kinds(cases, claims, _("Constraints"), (CodeKind.CONSTRAINT, CodeKind.TENSION, CodeKind.STRATEGY)),
        *_kinds(cases, claims, _("Organisation"), (CodeKind.MECHANISM, CodeKind.STRUCTURE)),
        _actors(cases, claims),
        *_relations(cases, claims),
        *_kinds(cases, claims, _("Result"), (CodeKind.MODEL,)),
        *_kinds(cases, claims, _("Problems and answers"), (CodeKind.PROBLEM, CodeKind.COUNTERMEASURE)),
        _answers(cases, claims),
        *_kinds(cases, claims, _("What was achieved"), (CodeKind.ACHIEVEMENT, CodeKind.OUTCOME)),
        _benchmarks(cases, claims),
        event_row(cases, claims.told.events),
        finding_row(cases, claims.told.findings),
        study_row(cases, claims.members),
        method_row(cases, claims.members),
    ]


def fact(case: Case, name: str, words: Words, url: str = "") -> Entry:
    """What the record says of itself."""
    return Entry(f"case:{case.slug}/{name}", words, url=url)


def _setting(cases: Sequence[Case], claims: CaseClaims) -> list[Row]:
    group = _("Setting")
    places = [
        Cell([], Blank.WITHHELD)
        if case.anonymous or case.place is None
        else Cell([fact(case, "place", named(case.place), case.place.get_absolute_url())])
        for case in cases
    ]
    periods = [Cell([_period(case)] if case.period else [], case.period_blank) for case in cases]
    return [
        Row(group, _("Level"), [Cell([fact(case, "level", str(Level(case.level).label))]) for case in cases], key="level"),
        Row(group, _("Place"), places, key="place"),
        Row(group, _("Period"), periods, key="period"),
        Row(group, _("Unit of analysis"), [Cell([_unit(case)]) for case in cases], detailed=True, key="unit"),
    ]


def _period(case: Case) -> Entry:
    return Entry(f"case:{case.slug}/period", case.period, is_date=True)


def _unit(case: Case) -> Entry:
    return Entry(f"case:{case.slug}/unit", str(Unit(case.unit).label), detail=named(case, "subject"))


def _conditions(cases: Sequence[Case], claims: CaseClaims) -> list[Row]:
    """A row per condition that any of the cases was asked about."""
    by_code = claims.codings[CodeKind.CONDITION]
    codes = sorted(
        {code.uid: code for found in by_code.values() for code in found}.values(), key=lambda code: (code.order, code.uid)
    )
    rows = []
    for code in codes:
        cells = [_coding_cell(case, by_code[case.pk].get(code, []), titled=True) for case in cases]
        rows.append(Row(_("Conditions (TOE)"), named(code), cells, code.get_absolute_url(), detailed=True, key=code.uid))
    return rows


def _coding_cell(case: Case, codings: list[Coded], titled: bool = False) -> Cell:
    """The values of one question; if there are none, the reason. Each names its code, unless that is the title of the row."""
    entries = [_coding_entry(case, coding, titled) for coding in codings if not coding.blank]
    blanks = [coding.blank for coding in codings if coding.blank]
    return Cell(sorted(entries, key=lambda entry: entry.also), blanks[0] if blanks else "")


def _coding_entry(case: Case, coding: Coded, titled: bool) -> Entry:
    return Entry(
        f"case:{case.slug}/{coding.ref}",
        value_words(coding.code, coding) if titled else coded_words(coding),
        coding,
        "" if titled else coding.code.get_absolute_url(),
        also=not coding.accepted,
        detail=named(coding, "text"),
        date=coding.period,
    )


def _kinds(cases: Sequence[Case], claims: CaseClaims, group: str, kinds: Sequence[CodeKind]) -> list[Row]:
    """A row per kind of code: which of its codes are present."""
    rows = []
    for kind in kinds:
        by_code = claims.codings[kind]
        cells = [_coding_cell(case, [coding for codings in by_code[case.pk].values() for coding in codings]) for case in cases]
        rows.append(Row(group, str(kind.label).capitalize(), cells, key=kind.value))
    return rows


def _actors(cases: Sequence[Case], claims: CaseClaims) -> Row:
    cells = []
    for case in cases:
        entries = [
            Entry(
                f"case:{case.slug}/{part.ref}", named(part.actor), part, part.actor.get_absolute_url(), detail=named(part, "role")
            )
            for part in claims.involvements[case.pk]
        ]
        cells.append(Cell(entries))
    return Row(_("Organisation"), _("Key actors"), cells, detailed=True, key="actors")


def _relations(cases: Sequence[Case], claims: CaseClaims) -> list[Row]:
    """A row per phase in order, aligned by position: sources that give no dates give an order."""
    told_of = claims.told.phases
    length = max(map(len, told_of.values()), default=0)
    rows = []
    for position in range(length):
        phases = [told_of[case.pk][position] if position < len(told_of[case.pk]) else None for case in cases]
        ties = [
            [tie for tie in claims.ties[case.pk] if phase and tie.phase == phase.ref]
            for case, phase in zip(cases, phases, strict=True)
        ]
        if not any(ties):
            continue
        title = next(named(phase, "title") for phase in phases if phase)
        cells = [Cell([tie_entry(case, tie) for tie in some]) for case, some in zip(cases, ties, strict=True)]
        rows.append(Row(_("Relation of government and enterprise"), title, cells, key=f"phase-{position + 1}"))
        triggers = [
            Cell([_trigger(case, tie) for tie in some if tie.trigger_en or tie.trigger_zh])
            for case, some in zip(cases, ties, strict=True)
        ]
        key = f"phase-{position + 1}-trigger"
        rows.append(Row(_("Relation of government and enterprise"), _trigger_title(title), triggers, key=key))
    if any(not tie.phase for case in cases for tie in claims.ties[case.pk]):
        rows.append(ties_row(cases, claims.ties))
    return rows


def _trigger_title(title: Words) -> Words:
    if isinstance(title, str):
        return title
    return {"en": f"{title['en']}: trigger", "zh": f"{title['zh']}：触发因素" if title["zh"] else ""}


def _trigger(case: Case, tie: RelationState) -> Entry:
    return Entry(f"case:{case.slug}/{tie.ref}.trigger", named(tie, "trigger"), tie)


def _answers(cases: Sequence[Case], claims: CaseClaims) -> Row:
    """The pairings of problems and measures made within the cases."""
    cells = [
        Cell([Entry(f"case:{case.slug}/{link.ref}", words, link) for words, link in claims.told.answers[case.pk]])
        for case in cases
    ]
    return Row(_("Problems and answers"), _("Which measure answers which problem"), cells, key="answers")


def _benchmarks(cases: Sequence[Case], claims: CaseClaims) -> Row:
    cells = []
    for case in cases:
        entries = []
        for use in claims.benchmarks[case.pk]:
            borrowed: Words = (
                named(use.code) if use.code else _("what was borrowed: %(reason)s") % {"reason": Blank(use.blank).label}
            )
            url = use.benchmark.get_absolute_url()
            entries.append(Entry(f"case:{case.slug}/{use.ref}", named(use.benchmark, "label"), use, url, detail=borrowed))
        cells.append(Cell(entries, Blank.NOT_APPLICABLE))
    return Row(_("Benchmarks"), _("Held up against"), cells, detailed=True, key="benchmarks")
