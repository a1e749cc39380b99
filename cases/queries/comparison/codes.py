"""Codes of one kind side by side: models, structures, countermeasures."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.enums import CodeKind, Strength
from cases.models import Case, Code, Coding, Link, Phase, RelationState
from cases.queries.comparison.table import (
    Cell,
    Entry,
    Row,
    Words,
    group_by_case,
    named,
    tie_entry,
)

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


def code_rows(codes: Sequence[Code]) -> list[Row]:
    kind = CodeKind(codes[0].code_kind)
    links = list(
        Link.objects.filter(Q(from_code__in=codes) | Q(to_code__in=codes), case=None)
        .select_related("from_code", "to_code", "study", "codebook")
        .order_by("from_code__order", "order", "pk")
    )
    rows = [
        Row(_("What it is"), _("Definition"), [_definition(code) for code in codes], key="definition"),
    ]
    rows += _linked_rows(codes, kind, links)
    rows += _relation_rows(codes, kind)
    rows.append(_cases_row(codes))
    rows.append(_by_studies(codes, links))
    return rows


def _definition(code: Code) -> Cell:
    return Cell([Entry(f"{code.uid}/definition", named(code, "short"))] if code.short_en or code.short_zh else [])


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
        rows.append(Row(group, title, cells, key=end.value))
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
    phases = group_by_case(Phase.objects.filter(case__in=cases))
    ties = group_by_case(RelationState.objects.filter(case__in=cases).select_related("interaction"))
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
                        entry = tie_entry(case, tie)
                        entry.detail = _with_trigger(tie, case)
                        entries.append(entry)
            cells.append(Cell(entries))
        if title:
            group = _("How government and enterprise relate, in its cases")
            rows.append(Row(group, title, cells, detailed=True, key=f"phase-{position + 1}"))
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
                case=coding.case,
            )
            for coding in held
            if coding.code_id == code.pk
        ]
        cells.append(Cell(entries))
    return Row(_("Where it is found"), _("Cases"), cells, key="cases")


def _by_studies(codes: Sequence[Code], links: list[Link]) -> Row:
    cells = []
    for code in codes:
        studies = {link.study.uid: link.study for link in links if link.study and code.pk in (link.from_code_id, link.to_code_id)}
        entries = [
            Entry(f"{code.uid}/study-{uid}", named(study, "title"), url=study.get_absolute_url())
            for uid, study in studies.items()
        ]
        cells.append(Cell(entries))
    return Row(_("Where it is found"), _("Studies"), cells, key="studies")
