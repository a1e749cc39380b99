"""Everything on the page of a code, and on the list of a kind of code."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain as concatenated
from typing import Any

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from cases.documents.schema import CodeDocument
from cases.enums import PATHS, Blank, CodeKind, LinkKind
from cases.models import BenchmarkUse, Case, Code, Coding, Phase, PublishedResult, RelationState, Study, Variable
from cases.queries.case_list import first_keys
from cases.queries.code_chain import Chain, chain
from cases.queries.code_kinds import HEADINGS, Heading, kind_title
from cases.queries.code_links import SHOWN, LinkGroup, group, read_links
from cases.queries.comparison.table import coded_words
from cases.queries.facets import EMPTY, FACETS, facet_index
from cases.queries.footing import Footing
from cases.queries.items import MOST
from cases.queries.narrower import families
from cases.queries.paging import FEW
from cases.queries.value_words import value_words

CASES_SHOWN = 100
"""Claims about cases on a code's page; the list of cases has them all."""
BY_CASE = ("case__sort_key", "case__uid", "order", "pk")
COMPARED = {
    CodeKind.MODEL,
    CodeKind.STRUCTURE,
    CodeKind.MECHANISM,
    CodeKind.INTERACTION,
    CodeKind.PROBLEM,
    CodeKind.COUNTERMEASURE,
    CodeKind.SYSTEM,
    CodeKind.AREA,
    CodeKind.TYPE,
}
"""Kinds of which a reader compares a few."""


@dataclass
class CaseRow:
    """A case and what is said of the code in it: the accepted claims, rivals after them."""

    case: Case
    claims: list[Coding] = field(default_factory=list)
    rivals: list[Coding] = field(default_factory=list)


@dataclass
class CodePage:
    """The parts of the page, each ready to be printed."""

    code: Code
    document: CodeDocument
    siblings: list[Code]
    narrower: list[Code]
    chain: Chain | None
    links: list[LinkGroup]
    cases: list[CaseRow]
    blanks: list[tuple[str, list[Coding]]]
    more: bool
    relation_states: list[RelationState]
    results: list[PublishedResult]
    studies: list[Study]
    variables: list[Variable]
    benchmarks: list[BenchmarkUse]
    passages: Footing

    @cached_property
    def successors(self) -> list[Code]:
        """The codes that took its place when it was retired."""
        named = self.document.successors
        return list(Code.objects.filter(uid__in=named, state="live").in_order()) if named else []

    @property
    def kind(self) -> CodeKind:
        return CodeKind(self.code.code_kind)

    @property
    def facet(self) -> str:
        """The facet by which the list of cases finds the code; empty where it has none."""
        return self.code.code_kind if self.code.code_kind in FACETS else ""

    @property
    def comparable(self) -> bool:
        return self.kind in COMPARED and len(self.siblings) > 1

    @property
    def compare_with(self) -> list[Code]:
        """The other codes of the kind, when all of them fit side by side; of more, a reader chooses in the list."""
        return [code for code in self.siblings if code.pk != self.code.pk] if len(self.siblings) <= MOST else []


def code_page(code: Code) -> CodePage:
    links = read_links(Q(from_code=code) | Q(to_code=code), SHOWN)
    family = list(Code.objects.filter(Q(code_kind=code.code_kind, state="live") | Q(broader=code)).order_by("order", "uid"))
    codings = _codings(code, families([code], family)[code.pk])
    cases, blanks = _by_case(codings[:CASES_SHOWN])
    states = _relation_states(code) if code.code_kind == CodeKind.INTERACTION else []
    results = _results(code) if code.code_kind in (CodeKind.TYPE, CodeKind.CONDITION, CodeKind.OUTCOME) else []
    borrowed = BenchmarkUse.objects.filter(code=code, case__state="live", benchmark__state="live")
    benchmarks = list(borrowed.select_related("case", "benchmark").order_by(*BY_CASE)[:CASES_SHOWN])
    stages = None
    if code.code_kind == CodeKind.MODEL:
        stages = chain(code, [row.case for row in cases if any(claim.value for claim in row.claims)])
        links = [link for link in links if link.link_kind != LinkKind.SHAPES]  # the chain has them
    stage_claims = list(stages.claims()) if stages else []
    groups = group(code, links)
    passages = Footing(concatenated(stage_claims, links, codings[:CASES_SHOWN], states, results, benchmarks))
    in_order = [stage_claims, *(one.links for one in groups), *((*row.claims, *row.rivals) for row in cases)]
    for claims in (*in_order, *(codings for _reason, codings in blanks), states, results, benchmarks):
        passages.number(claims)
    return CodePage(
        code=code,
        document=CodeDocument.model_validate(code.revision.document),
        siblings=[one for one in family if one.code_kind == code.code_kind],
        narrower=[one for one in family if one.broader_id == code.pk],
        chain=stages,
        links=groups,
        cases=cases,
        blanks=blanks,
        more=len(codings) > CASES_SHOWN,
        relation_states=states,
        results=results,
        studies=_studies(code),
        variables=_variables(code),
        benchmarks=benchmarks,
        passages=passages,
    )


def _codings(code: Code, family: list[Code]) -> list[Coding]:
    """Values of the code and of narrower ones before blanks; one more than is shown, to know whether there are more."""
    found = Coding.objects.filter(Q(code=code) | Q(code__in=family, blank=""), case__state="live").select_related("case")
    valued = facet_index().bitmaps.get((code.code_kind, code.uid), EMPTY)
    if len(valued) > FEW:
        found = found.filter(case__in=first_keys(valued, CASES_SHOWN + 1))
    codings = list(found.order_by("blank", "case__sort_key", "order", "pk")[: CASES_SHOWN + 1])
    by_key = {one.pk: one for one in family}
    for coding in codings:
        coding.code = by_key[coding.code_id]
        words = value_words(code, coding) if coding.code == code else coded_words(coding)
        coding.words = words  # type: ignore[attr-defined]  # for the template
    return codings


def _by_case(codings: list[Coding]) -> tuple[list[CaseRow], list[tuple[str, list[Coding]]]]:
    rows: dict[int, CaseRow] = {}
    blanks: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.blank and coding.case_id not in rows:
            blanks.setdefault(coding.blank, []).append(coding)
            continue
        row = rows.setdefault(coding.case_id, CaseRow(coding.case))
        (row.claims if coding.accepted else row.rivals).append(coding)
    return list(rows.values()), [(reason.value, blanks[reason.value]) for reason in Blank if reason.value in blanks]


def _relation_states(code: Code) -> list[RelationState]:
    """Where a study assigns the interaction state, each with the phase it holds in."""
    found = RelationState.objects.filter(interaction=code, case__state="live").select_related("case", "actor", "other")
    states = list(found.order_by(*BY_CASE)[:CASES_SHOWN])
    phases = Phase.objects.filter(case__in=[state.case_id for state in states])
    titles = {(phase.case_id, phase.ref): {"en": phase.title_en, "zh": phase.title_zh} for phase in phases}
    for state in states:
        state.phase_title = titles.get((state.case_id, state.phase))  # type: ignore[attr-defined]  # for the template
    return states


def _results(code: Code) -> list[PublishedResult]:
    """Results that a study printed about a type, with a condition, or for an outcome: one of the three."""
    column = {CodeKind.TYPE: "code", CodeKind.CONDITION: "conditions", CodeKind.OUTCOME: "outcome"}[CodeKind(code.code_kind)]
    found = PublishedResult.objects.filter(**{column: code}, study__state="live").select_related("study__source", "code")
    results = list(found.prefetch_related("conditions", "units").order_by("study__number", "order")[:CASES_SHOWN])
    for result in results:
        result.condition_list = result.conditions.all()  # type: ignore[attr-defined]  # as a study's page has them
        result.unit_list = result.units.all()  # type: ignore[attr-defined]
    return results


def _studies(code: Code) -> list[Study]:
    """Studies that use a theory or explain an outcome."""
    found = Study.objects.filter(state="live").select_related("source").order_by("number")
    if code.code_kind == CodeKind.OUTCOME:
        return list(found.filter(outcome=code))
    if code.code_kind == CodeKind.THEORY:
        # A list in JSON, searched as text: the same on both databases.
        return list(found.annotate(listed=Cast("theories", TextField())).filter(listed__contains=f'"{code.uid}"'))
    return []


def _variables(code: Code) -> list[Variable]:
    """Columns of data sets, each with the number of units that have a value."""
    found = Variable.objects.filter(code=code, dataset__state="live").select_related("dataset", "source")
    return list(found.annotate(filled=Count("observations__value")).order_by("dataset__sort_key", "order"))


@dataclass
class ListedCode:
    code: Code
    depth: int
    count: int
    """Cases that report it."""


@dataclass
class CodeList:
    path: str
    heading: Heading
    kinds: list[tuple[Any, list[ListedCode]]]
    """The plural word for each kind, and its codes."""
    comparable: bool
    facet: str


def code_list(path: str) -> CodeList:
    """The codes under an address: narrower ones below their broader one, each with its number of cases."""
    index = facet_index()
    kinds = []
    for kind in PATHS[path]:
        codes = list(Code.objects.filter(code_kind=kind, state="live", retired_in__isnull=True).order_by("order", "uid"))
        counts = {code.pk: len(index.bitmaps.get((kind.value, code.uid), ())) for code in codes}
        kinds.append((kind_title(kind), [ListedCode(code, depth, counts[code.pk]) for code, depth in in_tree(codes)]))
    kind = PATHS[path][-1]
    return CodeList(path, HEADINGS[path], kinds, kind in COMPARED, kind.value if kind.value in FACETS else "")


def in_tree(codes: list[Code]) -> list[tuple[Code, int]]:
    """Each code followed by its narrower ones, with its depth."""
    known = {code.pk for code in codes}
    below: dict[int | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.broader_id if code.broader_id in known else None, []).append(code)
    rows: list[tuple[Code, int]] = []

    def visit(parent: int | None, depth: int) -> None:
        for code in below.get(parent, ()):
            rows.append((code, depth))
            visit(code.pk, depth + 1)

    visit(None, 0)
    return rows
