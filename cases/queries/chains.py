"""How models come about, side by side: constraints → strategies → relation states → structure → mechanism → model."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import CodeKind
from cases.models import Case, Code, Coding
from cases.queries.code_chain import STAGES, Chain, Rows, Stage, Step, chain, read_rows
from cases.queries.footing import TARGET_OF, Footing
from cases.validators import SLUG

MOST = 4
LONGEST = 200
ENDS = (*STAGES, CodeKind.MODEL)


@dataclass
class Column:
    """A model, or a case with the model that it results in."""

    item: str
    record: Any
    stages: list[Stage]
    claims: list[Any] = field(default_factory=list)

    @property
    def anonymous(self) -> bool:
        return getattr(self.record, "anonymous", False)

    @property
    def is_case(self) -> bool:
        return isinstance(self.record, Case)


@dataclass
class Chains:
    columns: list[Column]
    rows: list[tuple[Any, list[Stage]]]
    """The word for each stage, and what each column has there."""
    left_out: list[str]
    claims: dict[str, Any]
    passages: Footing

    @property
    def items(self) -> str:
        return ",".join(column.item for column in self.columns)

    @property
    def kind(self) -> str:
        """One word when all columns are of one kind: they can be compared."""
        kinds = {column.item.partition(":")[0] for column in self.columns}
        return kinds.pop() if len(kinds) == 1 and len(self.columns) > 1 else ""

    def evidence(self, claim: Any) -> list[tuple[Any, str]]:
        """The passages under a claim, with the stance of each."""
        return self.passages.uses[TARGET_OF[type(claim)], claim.pk] if claim else []


def chains(texts: Iterable[str]) -> Chains:
    """The columns that an address names, with every claim of theirs and its passages."""
    left_out: list[str] = []
    found = _look_up(texts, left_out)
    cases = [record for _item, record in found if isinstance(record, Case)]
    models = [record for _item, record in found if isinstance(record, Code)]
    members = _members(models)
    rows = read_rows(list({case.pk: case for case in (*cases, *(one for some in members.values() for one in some))}.values()))
    columns = []
    for item, record in found:
        if isinstance(record, Case):
            stages = _case_stages(record, rows)
        else:
            stages = _model_stages(record, members.get(record.pk, []), rows)
        columns.append(Column(item, record, stages))
    for column in columns:
        column.claims = list(Chain(column.stages).claims())
    claims = {claim_id(claim): claim for column in columns for claim in column.claims}
    passages = Footing(claims.values())
    passages.number(claims.values())
    table = [(kind.label, [column.stages[place] for column in columns]) for place, kind in enumerate(ENDS)]
    return Chains(columns, table, left_out, claims, passages)


def claim_id(claim: Any) -> str:
    """A name for the address: arrows and values of one record are told apart by their kind."""
    return f"{type(claim).__name__.lower()}-{claim.pk}"


def _look_up(texts: Iterable[str], left_out: list[str]) -> list[tuple[str, Any]]:
    """Models and cases may stand beside each other; what is unknown is named."""
    items = list(dict.fromkeys(text.strip()[:LONGEST] for text in texts if text.strip()))[: 10 * MOST]
    parts = [(item, *item.partition(":")[::2]) for item in items]
    good = {item for item, kind, slug in parts if kind in ("case", "model") and re.match(SLUG, slug)}
    slugs = [slug for item, _kind, slug in parts if item in good]
    records: dict[str, Any] = {f"case:{case.slug}": case for case in Case.objects.live().filter(slug__in=slugs)} if good else {}
    models = Code.objects.filter(code_kind=CodeKind.MODEL, slug__in=slugs, state="live") if good else []
    records |= {f"model:{code.slug}": code for code in models}
    found: list[tuple[str, Any]] = []
    for item in items:
        if item not in good:
            words = _("“%(item)s” is neither a model nor a case. Write, for instance, model:administrative.")
            left_out.append(words % {"item": item})
        elif item not in records:
            left_out.append(_("“%(item)s” is not in the record.") % {"item": item})
        elif len(found) == MOST:
            left_out.append(
                _("“%(item)s” is left out: at most %(most)s chains stand side by side.") % {"item": item, "most": MOST}
            )
        else:
            found.append((item, records[item]))
    return found


def _members(models: list[Code]) -> dict[int, list[Case]]:
    """The cases in which each model is the result."""
    members: dict[int, list[Case]] = {}
    codings = Coding.objects.filter(code__in=models, value__gt=0, accepted=True, case__state="live").select_related("case")
    for coding in codings.order_by("case__sort_key", "case__uid", "pk")[:100] if models else ():
        cases = members.setdefault(coding.code_id, [])
        if coding.case not in cases:
            cases.append(coding.case)
    return members


def _model_stages(model: Code, cases: list[Case], rows: Rows) -> list[Stage]:
    """The chain of the model page, with the model itself at its end."""
    end = Step(model, codings=[one for one in rows.within(cases).codings if one.code_id == model.pk and one.value])
    return [*chain(model, cases, rows).stages, Stage(CodeKind.MODEL, [end], [])]


def _case_stages(case: Case, rows: Rows) -> list[Stage]:
    """What is coded in a case at every stage, its states with their triggers, and the links between what is there."""
    rows = rows.within([case])
    steps: dict[int, Step] = {}
    silent: dict[str, dict[str, bool]] = {}
    for coding in rows.codings:
        if coding.blank:
            silent.setdefault(coding.code.code_kind, {})[coding.blank] = True
        elif coding.value != 0:
            steps.setdefault(coding.code_id, Step(coding.code)).codings.append(coding)
    for state in rows.states:
        if state.interaction:
            steps.setdefault(state.interaction.pk, Step(state.interaction)).states.append(state)
    for link in rows.links:
        own = link.case_id == case.pk
        if own:
            for end in (link.from_code, link.to_code):
                if end.code_kind in ENDS:
                    steps.setdefault(end.pk, Step(end))
        if link.from_code_id in steps and (own or link.to_code_id in steps):
            steps[link.from_code_id].arrows.append(link)
    found = []
    for kind in ENDS:
        own_steps = sorted(
            (step for step in steps.values() if step.code.code_kind == kind), key=lambda step: (step.code.order, step.code.uid)
        )
        reasons = [(reason, [case]) for reason in silent.get(kind, {})] if not own_steps else []
        found.append(Stage(kind, own_steps, reasons))
    return found
