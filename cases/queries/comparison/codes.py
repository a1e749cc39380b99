"""Codes of one kind side by side: models, structures, countermeasures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Window
from django.db.models.functions import DenseRank
from django.utils.translation import gettext as _

from cases.enums import CodeKind, Strength
from cases.models import Case, Code, Coding, Link, Phase, RelationState
from cases.queries.comparison.table import (
    Cell,
    Entry,
    Row,
    Words,
    group_by_case,
    join,
    named,
    tie_entry,
)
from cases.queries.lookup import in_reader_language

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
SHOWN = 100
"""Cases of a code that stand in a comparison; the list of cases has them all."""


@dataclass
class Held:
    """What puts a code into its first cases, and how many cases there are besides."""

    codings: list[Coding] = field(default_factory=list)
    more: int = 0

    @property
    def cases(self) -> list[Case]:
        """Those of which it was accepted, each once."""
        return list({coding.case_id: coding.case for coding in self.codings if coding.accepted}.values())


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
    held = _held(codes)
    rows += _linked_rows(codes, kind, links)
    rows += _relation_rows(codes, kind, held)
    rows.append(_cases_row(codes, held))
    rows.append(_by_studies(codes, links))
    return rows


def _held(codes: Sequence[Code]) -> dict[int, Held]:
    """By code, its first cases by name."""
    codings = Coding.objects.filter(code__in=codes, blank="", case__state="live")
    by_name = ("case__sort_key", "case__uid")
    place = Window(DenseRank(), partition_by=F("code"), order_by=by_name)
    first = codings.alias(place=place).filter(place__lte=SHOWN).values("pk")
    held = {code.pk: Held() for code in codes}
    for coding in Coding.objects.filter(pk__in=first).select_related("case", "code").order_by(*by_name, "order", "pk"):
        held[coding.code_id].codings.append(coding)
    for code, number in codings.values_list("code").annotate(number=Count("case", distinct=True)).order_by():
        held[code].more = max(number - SHOWN, 0)
    return held


def _more(codes: Sequence[Code], held: dict[int, Held]) -> list[str]:
    """What a row says of cases that it leaves out."""
    rest = [f"{in_reader_language(code.name_en, code.name_zh)} {held[code.pk].more}" for code in codes if held[code.pk].more]
    words = _("The first %(shown)s cases by name stand here. How many more there are: %(more)s.")
    return [words % {"shown": SHOWN, "more": join(rest)}] if rest else []


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


def _relation_rows(codes: Sequence[Code], kind: CodeKind, held: dict[int, Held]) -> list[Row]:
    """For models: the states of the relation, phase by phase, in the cases that have the model."""
    if kind != CodeKind.MODEL:
        return []
    cases = [case for some in held.values() for case in some.cases]
    phases = group_by_case(Phase.objects.filter(case__in=cases))
    ties = group_by_case(RelationState.objects.filter(case__in=cases).select_related("interaction"))
    length = max((len(some) for some in phases.values()), default=0)
    rows = []
    for position in range(length):
        cells, title = [], None
        for code in codes:
            entries = []
            for case in held[code.pk].cases:
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
            rows.append(Row(group, title, cells, detailed=True, key=f"phase-{position + 1}", notes=_more(codes, held)))
    return rows


def _with_trigger(tie: RelationState, case: Case) -> Words:
    if not (tie.trigger_en or tie.trigger_zh):
        return named(case, "label")
    return {"en": f"{case.label_en}; trigger: {tie.trigger_en}", "zh": f"{case.label_zh}；触发因素：{tie.trigger_zh}"}


def _cases_row(codes: Sequence[Code], held: dict[int, Held]) -> Row:
    cells = []
    for code in codes:
        entries = [
            Entry(
                f"case:{coding.case.slug}/{coding.ref}",
                named(coding.case, "label"),
                coding,
                coding.case.get_absolute_url(),
                also=not coding.accepted,
                date=coding.period,
                case=coding.case,
            )
            for coding in held[code.pk].codings
        ]
        cells.append(Cell(entries))
    return Row(_("Where it is found"), _("Cases"), cells, key="cases", notes=_more(codes, held))


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
