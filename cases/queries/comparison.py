"""Cases or codes side by side: rows are questions, cells are claims with their evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.enums import Blank, CodeKind, Completeness, Level, LinkKind, MemberRole, Strength, Tie, Unit
from cases.models import BenchmarkUse, Case, Code, Coding, Evidence, Involvement, Link, Phase, RelationState, StudyMember
from cases.queries.items import Item

Words = dict[str, str] | str


@dataclass
class Entry:
    """One claim in a cell: its words, how it is known, and the passages under it."""

    id: str
    words: Words
    claim: Any = None
    """None for what the record says of itself (level, unit): an editor's judgement without a passage."""
    url: str = ""
    also: bool = False
    """A rival claim that is not the accepted one."""
    detail: Words = ""
    blank: str = ""
    evidence: list[Evidence] = field(default_factory=list)
    numbers: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def codebook(self) -> str:
        return self.claim.codebook.uid if self.claim else ""


@dataclass
class Cell:
    entries: list[Entry]
    blank: str = Blank.NOT_REPORTED
    """Why there is nothing, where there are no entries."""

    @property
    def content(self) -> Any:
        """What makes two cells say the same, whoever says it."""
        return sorted(str(entry.words) for entry in self.entries) or self.blank


@dataclass
class Row:
    group: str
    title: Words
    cells: list[Cell]
    url: str = ""
    detailed: bool = False
    """Whether the cells print their entries' details; otherwise the evidence panel does."""

    @property
    def same(self) -> bool:
        return all(cell.content == self.cells[0].content for cell in self.cells)

    @property
    def coded(self) -> bool:
        return any(cell.entries for cell in self.cells)


@dataclass
class Column:
    item: Item
    record: Any
    """The Case or Code."""

    @property
    def anonymous(self) -> bool:
        return getattr(self.record, "anonymous", False)


@dataclass
class Comparison:
    columns: list[Column]
    groups: list[tuple[str, list[Row]]]
    notes: list[str]
    entries: dict[str, Entry]
    passages: list[tuple[int, Any]]

    @property
    def hidden(self) -> int:
        """How many rows “differences only” leaves out."""
        return sum(row.same for _, rows in self.groups for row in rows)


def compare(columns: Sequence[Column]) -> Comparison:
    """The comparison of cases, or of codes of one kind."""
    records = [column.record for column in columns]
    rows = _case_rows(records) if isinstance(records[0], Case) else _code_rows(records)
    entries = {entry.id: entry for row in rows for cell in row.cells for entry in cell.entries}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    notes = _case_notes(records, rows) if isinstance(records[0], Case) else _code_notes(records)
    passages = _number(entries.values())
    return Comparison(list(columns), list(groups.items()), notes, entries, passages)


def _number(entries: Iterable[Entry]) -> list[tuple[int, Any]]:
    """Number the passages in the order of the table and attach them to the entries."""
    _attach_evidence(entries)
    numbers: dict[int, int] = {}
    excerpts = {}
    for entry in entries:
        for use in entry.evidence:
            number = numbers.setdefault(use.excerpt_id, len(numbers) + 1)
            excerpts[number] = use.excerpt
            entry.numbers.append((number, f"{use.excerpt.source.uid}#{use.excerpt.ref}", use.stance))
    return sorted(excerpts.items())


TARGETS = {Coding: "coding", Link: "link", RelationState: "relation_state", Involvement: "involvement", BenchmarkUse: "benchmark"}


def _attach_evidence(entries: Iterable[Entry]) -> None:
    """All passages of all claims in one query."""
    claims: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        if entry.claim is not None:
            claims[TARGETS[type(entry.claim)]][entry.claim.pk].append(entry)
    wanted = Q()
    for target, by_id in claims.items():
        wanted |= Q(**{f"{target}_id__in": list(by_id)})
    if not wanted:
        return
    for use in Evidence.objects.filter(wanted).select_related("excerpt__source").order_by("order", "pk"):
        for target, by_id in claims.items():
            for entry in by_id.get(getattr(use, f"{target}_id"), ()):
                entry.evidence.append(use)


def named(record: Any, stem: str = "name") -> Words:
    return {"en": getattr(record, f"{stem}_en"), "zh": getattr(record, f"{stem}_zh")}


# Cases --------------------------------------------------------------------------------------------


class CaseClaims:
    """All claims of some cases, by case."""

    def __init__(self, cases: Sequence[Case]):
        self.codings: dict[int, list[Coding]] = _group(Coding.objects.filter(case__in=cases).select_related("code__broader"))
        self.ties: dict[int, list[RelationState]] = _group(
            RelationState.objects.filter(case__in=cases).select_related("interaction", "actor", "other")
        )
        self.involvements: dict[int, list[Involvement]] = _group(
            Involvement.objects.filter(case__in=cases).select_related("actor")
        )
        self.links: dict[int, list[Link]] = _group(Link.objects.filter(case__in=cases).select_related("from_code", "to_code"))
        self.benchmarks: dict[int, list[BenchmarkUse]] = _group(
            BenchmarkUse.objects.filter(case__in=cases).select_related("benchmark", "code")
        )
        self.members: dict[int, list[StudyMember]] = _group(
            StudyMember.objects.filter(case__in=cases).select_related("study__source", "study__revision")
        )
        self.phases: dict[int, list[Phase]] = _group(Phase.objects.filter(case__in=cases))


def _group(rows: Any) -> dict[int, list[Any]]:
    groups = defaultdict(list)
    for row in rows.order_by("order", "pk"):
        groups[row.case_id].append(row)
    return groups


def _case_rows(cases: Sequence[Case]) -> list[Row]:
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
    periods = [Cell([fact(case, "period", case.period)] if case.period else [], case.period_blank) for case in cases]
    return [
        Row(group, _("Level"), [Cell([fact(case, "level", str(Level(case.level).label))]) for case in cases]),
        Row(group, _("Place"), places),
        Row(group, _("Period"), periods),
        Row(group, _("Unit of analysis"), [Cell([_unit(case)]) for case in cases], detailed=True),
        Row(group, _("Study and role"), [_studies(case, claims) for case in cases], detailed=True),
        Row(group, _("Methods"), [_methods(case, claims) for case in cases]),
    ]


def _unit(case: Case) -> Entry:
    return Entry(f"case:{case.slug}/unit", str(Unit(case.unit).label), detail=named(case, "subject"))


def _studies(case: Case, claims: CaseClaims) -> Cell:
    entries = [
        Entry(
            f"case:{case.slug}/study-{member.study.slug}",
            named(member.study, "title"),
            url=member.study.get_absolute_url(),
            detail=str(MemberRole(member.role).label),
        )
        for member in claims.members[case.pk]
    ]
    return Cell(entries, Blank.NOT_APPLICABLE)


def _methods(case: Case, claims: CaseClaims) -> Cell:
    entries = [
        Entry(f"case:{case.slug}/method-{number}", method)
        for member in claims.members[case.pk]
        for number, method in enumerate(member.study.revision.document["methods"])
    ]
    return Cell(entries)


def _conditions(cases: Sequence[Case], claims: CaseClaims) -> list[Row]:
    """A row per condition that any of the cases was asked about."""
    by_code = _by_code(cases, claims, CodeKind.CONDITION)
    codes = sorted(
        {code.uid: code for found in by_code.values() for code in found}.values(), key=lambda code: (code.order, code.uid)
    )
    rows = []
    for code in codes:
        cells = [_coding_cell(case, by_code[case.pk].get(code, [])) for case in cases]
        rows.append(Row(_("Conditions (TOE)"), named(code), cells, code.get_absolute_url(), detailed=True))
    return rows


def _by_code(cases: Sequence[Case], claims: CaseClaims, kind: CodeKind) -> dict[int, dict[Code, list[Coding]]]:
    found: dict[int, dict[Code, list[Coding]]] = {case.pk: defaultdict(list) for case in cases}
    for case in cases:
        for coding in claims.codings[case.pk]:
            if coding.code.code_kind == kind:
                found[case.pk][coding.code].append(coding)
    return found


def _coding_cell(case: Case, codings: list[Coding]) -> Cell:
    """The values of one question; if there are none, the reason."""
    entries = [_coding_entry(case, coding) for coding in codings if not coding.blank]
    blanks = [coding.blank for coding in codings if coding.blank]
    return Cell(sorted(entries, key=lambda entry: entry.also), blanks[0] if blanks else Blank.NOT_YET_CODED)


def _coding_entry(case: Case, coding: Coding) -> Entry:
    level = next((step["label"] for step in coding.code.levels if step["key"] == coding.level), None)
    return Entry(
        f"case:{case.slug}/{coding.ref}",
        level or named(coding.code),
        coding,
        coding.code.get_absolute_url() if not level else "",
        also=not coding.accepted,
        detail=named(coding, "text"),
    )


def _kinds(cases: Sequence[Case], claims: CaseClaims, group: str, kinds: Sequence[CodeKind]) -> list[Row]:
    """A row per kind of code: which of its codes are present."""
    rows = []
    for kind in kinds:
        by_code = _by_code(cases, claims, kind)
        cells = [_coding_cell(case, [coding for codings in by_code[case.pk].values() for coding in codings]) for case in cases]
        rows.append(Row(group, str(kind.label).capitalize(), cells))
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
    return Row(_("Organisation"), _("Key actors"), cells, detailed=True)


def _relations(cases: Sequence[Case], claims: CaseClaims) -> list[Row]:
    """A row per phase in order, aligned by position: sources that give no dates give an order."""
    length = max((len(claims.phases[case.pk]) for case in cases), default=0)
    rows = []
    for position in range(length):
        phases = [claims.phases[case.pk][position] if position < len(claims.phases[case.pk]) else None for case in cases]
        ties = [
            [tie for tie in claims.ties[case.pk] if phase and tie.phase == phase.ref]
            for case, phase in zip(cases, phases, strict=True)
        ]
        if not any(ties):
            continue
        title = next(named(phase, "title") for phase in phases if phase)
        cells = [Cell([_tie_entry(case, tie) for tie in some]) for case, some in zip(cases, ties, strict=True)]
        rows.append(Row(_("Relation of government and enterprise"), title, cells))
        triggers = [
            Cell([_trigger(case, tie) for tie in some if tie.trigger_en or tie.trigger_zh])
            for case, some in zip(cases, ties, strict=True)
        ]
        rows.append(Row(_("Relation of government and enterprise"), _trigger_title(title), triggers))
    undated = [Cell([_tie_entry(case, tie) for tie in claims.ties[case.pk] if not tie.phase]) for case in cases]
    if any(cell.entries for cell in undated):
        rows.append(Row(_("Relation of government and enterprise"), _("Ties with dates"), undated, detailed=True))
    return rows


def _trigger_title(title: Words) -> Words:
    if isinstance(title, str):
        return title
    return {"en": f"{title['en']}: trigger", "zh": f"{title['zh']}：触发因素" if title["zh"] else ""}


def hedged(words: Words, claim: Any) -> Words:
    """A state with the source's “may” kept in its words."""
    if claim.strength != Strength.MAY or isinstance(words, str):
        return words
    return {"en": f"may be {words['en'][:1].lower()}{words['en'][1:]}", "zh": f"可能{words['zh']}" if words["zh"] else ""}


def _tie_entry(case: Case, tie: RelationState) -> Entry:
    words: Words = named(tie.interaction) if tie.interaction else str(Tie(tie.tie).label)
    url = tie.interaction.get_absolute_url() if tie.interaction else ""
    return Entry(f"case:{case.slug}/{tie.ref}", hedged(words, tie), tie, url, detail=tie.period)


def _trigger(case: Case, tie: RelationState) -> Entry:
    return Entry(f"case:{case.slug}/{tie.ref}.trigger", named(tie, "trigger"), tie)


def _answers(cases: Sequence[Case], claims: CaseClaims) -> Row:
    """The pairings of problems and measures made within the cases."""
    cells = []
    for case in cases:
        entries = []
        for link in claims.links[case.pk]:
            if link.link_kind == LinkKind.ANSWERED_BY:
                words = {
                    lang: f"{getattr(link.from_code, f'name_{lang}')} → {getattr(link.to_code, f'name_{lang}')}"
                    for lang in ("en", "zh")
                }
                entries.append(Entry(f"case:{case.slug}/{link.ref}", words, link))
        cells.append(Cell(entries))
    return Row(_("Problems and answers"), _("Which measure answers which problem"), cells)


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
    return Row(_("Benchmarks"), _("Held up against"), cells, detailed=True)


def _case_notes(cases: Sequence[Case], rows: list[Row]) -> list[str]:
    """What makes the comparison less than it seems."""
    notes = []
    levels = list(dict.fromkeys(str(Level(case.level).label) for case in cases))
    if len(levels) > 1:
        notes.append(_("The cases stand at different levels: %(levels)s.") % {"levels": _and(levels)})
    units = list(dict.fromkeys(str(Unit(case.unit).label) for case in cases))
    if len(units) > 1:
        notes.append(_("Different things were studied: %(units)s.") % {"units": _and(units)})
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
    return notes + _reading_notes(cases) + _model_notes(rows)


def _reading_notes(cases: Sequence[Case]) -> list[str]:
    members = StudyMember.objects.filter(case__in=cases, study__source__completeness=Completeness.ABSTRACT)
    if members.exists():
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
    return isinstance(claim, Coding) and claim.code.code_kind == CodeKind.MODEL


def _and(words: Sequence[str]) -> str:
    return pgettext("between items", "; ").join(words)


# Codes --------------------------------------------------------------------------------------------

ALWAYS = {
    CodeKind.MODEL: (
        CodeKind.CONSTRAINT, CodeKind.TENSION, CodeKind.STRATEGY, CodeKind.MECHANISM, CodeKind.STRUCTURE,
        CodeKind.INTERACTION, CodeKind.PROBLEM,
    ),
    CodeKind.COUNTERMEASURE: (CodeKind.PROBLEM, CodeKind.SYSTEM, CodeKind.CONDITION),
    CodeKind.SYSTEM: (CodeKind.QUALITY, CodeKind.COUNTERMEASURE),
    CodeKind.PROBLEM: (CodeKind.COUNTERMEASURE,),
}  # fmt: skip
"""Kinds whose row is shown even when it is blank for all: the questions that are asked of each."""


def _code_rows(codes: Sequence[Code]) -> list[Row]:
    kind = CodeKind(codes[0].code_kind)
    links = list(
        Link.objects.filter(Q(from_code__in=codes) | Q(to_code__in=codes), case=None)
        .select_related("from_code", "to_code", "study", "codebook")
        .order_by("from_code__order", "order", "pk")
    )
    rows = [
        Row(_("What it is"), _("Definition"), [Cell([Entry(f"{code.uid}/definition", named(code, "short"))]) for code in codes]),
    ]
    rows += _linked_rows(codes, kind, links)
    rows += _relation_rows(codes, kind)
    rows.append(_cases_row(codes))
    rows.append(_by_studies(codes, links))
    return rows


def _linked_rows(codes: Sequence[Code], kind: CodeKind, links: list[Link]) -> list[Row]:
    """A row per kind of code at the other end of the links."""
    found: dict[CodeKind, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    here = {code.pk for code in codes}
    for link in links:
        for own, other in ((link.from_code, link.to_code), (link.to_code, link.from_code)):
            if own.pk in here:
                found[CodeKind(other.code_kind)][own.pk].append(_link_entry(own, other, link))
    asked = ALWAYS.get(kind, ())
    rows = []
    for end in [*asked, *(one for one in CodeKind if one not in asked and one in found)]:
        cells = [Cell(found[end][code.pk]) for code in codes]
        group = _("What shapes it") if kind == CodeKind.MODEL and end != CodeKind.PROBLEM else _("What it is tied to")
        title = _("Risks and problems") if kind == CodeKind.MODEL and end == CodeKind.PROBLEM else str(end.label).capitalize()
        rows.append(Row(group, title, cells))
    return rows


def _link_entry(own: Code, other: Code, link: Link) -> Entry:
    words = hedged_link(named(other), link)
    return Entry(f"{link.from_code.uid}/{link.ref}.{own.slug}", words, link, other.get_absolute_url())


def hedged_link(words: Words, link: Link) -> Words:
    if link.strength != Strength.MAY or isinstance(words, str):
        return words
    return {"en": f"{words['en']} (may)", "zh": f"{words['zh']}（可能）" if words["zh"] else ""}


def _relation_rows(codes: Sequence[Code], kind: CodeKind) -> list[Row]:
    """For models: the states of the relation, phase by phase, in the cases that have the model."""
    if kind != CodeKind.MODEL:
        return []
    held = Coding.objects.filter(code__in=codes, blank="", accepted=True, case__state="live").select_related("case")
    by_code: dict[int, list[Case]] = defaultdict(list)
    for coding in held:
        by_code[coding.code_id].append(coding.case)
    cases = [case for some in by_code.values() for case in some]
    phases = _group(Phase.objects.filter(case__in=cases))
    ties = _group(RelationState.objects.filter(case__in=cases).select_related("interaction"))
    length = max((len(some) for some in phases.values()), default=0)
    rows = []
    for position in range(length):
        cells, title = [], None
        for code in codes:
            entries = []
            for case in by_code[code.pk]:
                phase = phases[case.pk][position] if position < len(phases[case.pk]) else None
                for tie in ties[case.pk]:
                    if phase and tie.phase == phase.ref:
                        title = title or named(phase, "title")
                        entry = _tie_entry(case, tie)
                        entry.detail = _with_trigger(tie, case)
                        entries.append(entry)
            cells.append(Cell(entries))
        if title:
            rows.append(Row(_("How government and enterprise relate, in its cases"), title, cells, detailed=True))
    return rows


def _with_trigger(tie: RelationState, case: Case) -> Words:
    if not (tie.trigger_en or tie.trigger_zh):
        return named(case, "label")
    return {"en": f"{case.label_en}; trigger: {tie.trigger_en}", "zh": f"{case.label_zh}；触发因素：{tie.trigger_zh}"}


def _cases_row(codes: Sequence[Code]) -> Row:
    held = (
        Coding.objects.filter(code__in=codes, blank="", case__state="live")
        .select_related("case", "code")
        .order_by("case__sort_key")
    )
    cells = []
    for code in codes:
        entries = [
            Entry(
                f"case:{coding.case.slug}/{coding.ref}",
                named(coding.case, "label"),
                coding,
                coding.case.get_absolute_url(),
                also=not coding.accepted,
            )
            for coding in held
            if coding.code_id == code.pk
        ]
        cells.append(Cell(entries))
    return Row(_("Where it is found"), _("Cases"), cells)


def _by_studies(codes: Sequence[Code], links: list[Link]) -> Row:
    cells = []
    for code in codes:
        studies = {link.study.uid: link.study for link in links if link.study and code.pk in (link.from_code_id, link.to_code_id)}
        entries = [
            Entry(f"{code.uid}/study-{uid}", named(study, "title"), url=study.get_absolute_url())
            for uid, study in studies.items()
        ]
        cells.append(Cell(entries))
    return Row(_("Where it is found"), _("Studies"), cells)


def _code_notes(codes: Sequence[Code]) -> list[str]:
    held = Coding.objects.filter(code__in=codes, blank="", case__state="live", accepted=True).select_related("case")
    cases = {coding.case for coding in held}
    notes = []
    levels = list(dict.fromkeys(str(Level(case.level).label) for case in sorted(cases, key=lambda case: case.uid)))
    if len(levels) > 1:
        notes.append(_("The cases behind them stand at different levels: %(levels)s.") % {"levels": _and(levels)})
    if cases and all(case.anonymous for case in cases):
        notes.append(_("All cases behind them are anonymised by their study."))
    if held and all(coding.basis == "inferred" for coding in held):
        notes.append(_("Which case goes with which of them is inferred by the coder."))
    return notes
