"""How a governance model comes about: constraints → strategies → relation states → structure → mechanism → model."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cases.enums import Blank, CodeKind, LinkKind
from cases.models import Case, Code, Coding, Link, RelationState
from cases.queries.code_links import read_links

STAGES = (
    CodeKind.CONSTRAINT,
    CodeKind.TENSION,
    CodeKind.STRATEGY,
    CodeKind.INTERACTION,
    CodeKind.STRUCTURE,
    CodeKind.MECHANISM,
)


@dataclass
class Step:
    """A code of the chain: what it leads on to, and in which cases of the model it holds."""

    code: Code
    arrows: list[Link] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    states: list[RelationState] = field(default_factory=list)


@dataclass
class Stage:
    kind: CodeKind
    steps: list[Step]
    silent: list[tuple[str, list[Case]]]
    """Cases of the model that are blank at this stage, by reason."""

    @property
    def title(self) -> Any:
        return self.kind.label

    @property
    def size(self) -> int:
        return max(1, len(self.steps))


@dataclass
class Chain:
    stages: list[Stage]

    def claims(self) -> Iterator[Any]:
        """In the order of the page."""
        for stage in self.stages:
            for step in stage.steps:
                yield from step.arrows
                yield from step.codings
                yield from step.states


@dataclass
class Rows:
    """What chains are made of: links in general and within some cases, what is coded in these, and their states."""

    links: list[Link]
    codings: list[Coding]
    states: list[RelationState]

    def within(self, cases: list[Case]) -> "Rows":
        """Those of a few of the cases, with the links that hold in general."""
        keys = {case.pk for case in cases}
        return Rows(
            [link for link in self.links if link.case_id is None or link.case_id in keys],
            [coding for coding in self.codings if coding.case_id in keys],
            [state for state in self.states if state.case_id in keys],
        )


def read_rows(cases: list[Case]) -> Rows:
    """Three queries, however many chains are made of them. The cases are few, and none of their arrows may be lost."""
    links = read_links(Q(link_kind__in=[LinkKind.SHAPES, LinkKind.DRIVES]) & (Q(case__isnull=True) | Q(case__in=cases)))
    kinds = (*STAGES, CodeKind.MODEL)
    codings = Coding.objects.filter(case__in=cases, code__code_kind__in=kinds, accepted=True)
    states = RelationState.objects.filter(case__in=cases, interaction__isnull=False)
    order = ("case__sort_key", "order", "pk")
    return Rows(
        links,
        list(codings.select_related("code__broader", "case").order_by(*order)),
        list(states.select_related("interaction__broader", "case").order_by(*order)),
    )


def chain(model: Code, cases: list[Case], rows: Rows | None = None) -> Chain:
    """From the links that end in the model, walked backwards, and from what is coded in its cases."""
    rows = rows.within(cases) if rows else read_rows(cases)
    steps: dict[int, Step] = {}
    silent: dict[str, dict[str, dict[int, Case]]] = defaultdict(lambda: defaultdict(dict))
    for coding in rows.codings:
        if coding.code.code_kind == CodeKind.MODEL:
            continue
        if coding.blank:
            silent[coding.code.code_kind][coding.blank][coding.case_id] = coding.case
        else:
            steps.setdefault(coding.code_id, Step(coding.code)).codings.append(coding)
    for link in _arrows(model, rows.links, set(steps)):
        steps.setdefault(link.from_code_id, Step(link.from_code)).arrows.append(link)
        if link.to_code_id != model.pk:
            steps.setdefault(link.to_code_id, Step(link.to_code))
    for state in rows.states:
        if state.interaction and (state.trigger_en or state.trigger_zh):
            steps.setdefault(state.interaction.pk, Step(state.interaction)).states.append(state)
    return Chain([_stage(kind, list(steps.values()), silent[kind]) for kind in STAGES])


def _stage(kind: CodeKind, steps: list[Step], silent: dict[str, dict[int, Case]]) -> Stage:
    own = sorted((step for step in steps if step.code.code_kind == kind), key=lambda step: (step.code.order, step.code.uid))
    coded = {coding.case_id for step in own for coding in step.codings}
    reasons = []
    for reason in Blank:
        cases = [case for pk, case in silent.get(reason.value, {}).items() if pk not in coded]
        if cases:
            reasons.append((reason.value, cases))
    return Stage(kind, own, reasons)


def _arrows(model: Code, links: list[Link], coded: set[int]) -> list[Link]:
    """The links that lead to the model, directly or through another step, and those from what its cases are coded with."""
    reached = {model.pk}
    found: dict[int, Link] = {}
    while True:
        before = [link for link in links if link.to_code_id in reached and link.pk not in found]
        if not before:
            break
        found |= {link.pk: link for link in before}
        reached |= {link.from_code_id for link in before}
    onward = (link for link in links if link.from_code_id in coded and link.to_code.code_kind in STAGES)
    found |= {link.pk: link for link in onward}
    return sorted(found.values(), key=lambda link: (link.case_id is not None, link.to_code_id != model.pk, link.pk))
