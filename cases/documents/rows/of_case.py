"""The columns of a case’s items, a function for each list."""

from cases.documents.rows.claims import link_columns
from cases.documents.rows.columns import Ids, ItemTable, Later, Row, both
from cases.documents.schema.case import (
    BenchmarkItem,
    CaseLink,
    CodingItem,
    EventItem,
    FindingItem,
    HypothesisItem,
    InvolvementItem,
    PhaseItem,
    ProcessTestItem,
    RelationStateItem,
)
from cases.models import (
    BenchmarkUse,
    Coding,
    Event,
    Finding,
    Hypothesis,
    Involvement,
    Link,
    Phase,
    ProcessTest,
    RelationState,
)
from cases.validators import date_bounds


def _phase(phase: PhaseItem, ids: Ids) -> Row:
    return {
        **both("title", phase.title),
        "starts": phase.starts or "",
        "ends": phase.ends or "",
        "dates_blank": phase.dates_blank or "",
    }


def _coding(coding: CodingItem, ids: Ids) -> Row:
    return {
        "code_id": ids["code"][coding.code],
        "phase": coding.phase or "",
        "period": coding.period or "",
        "slot": coding.slot,
        "accepted": coding.accepted,
        "value": coding.value,
        "level": coding.level or "",
        "blank": coding.blank or "",
        **both("text", coding.text),
    }


def _link(link: CaseLink, ids: Ids) -> Row:
    return {
        **link_columns(link, ids),
        "owner_id": None,
        "from_code_id": ids["code"][link.from_code],
        "study_id": None,
        "actor_id": ids["actor"][link.actor] if link.actor else None,
        "level": "",
        "cerqual": {},
        **both("text", link.text),
    }


def _dated(item: EventItem | FindingItem) -> Row:
    first, last = date_bounds(item.date) if item.date else (None, None)
    return {"date": item.date or "", "date_min": first, "date_max": last, "date_blank": item.date_blank or ""}


def _event(event: EventItem, ids: Ids) -> Row:
    return {**both("title", event.title), **_dated(event), "phase": event.phase or "", "strand": event.strand or ""}


def _finding(finding: FindingItem, ids: Ids) -> Row:
    return {**both("text", finding.text), **_dated(finding), "aspect": finding.aspect or ""}


def _involvement(part: InvolvementItem, ids: Ids) -> Row:
    return {
        "actor_id": ids["actor"][part.actor],
        **both("role", part.role),
        "phase": part.phase or "",
        "period": part.period or "",
    }


def _relation_state(tie: RelationStateItem, ids: Ids) -> Row:
    return {
        "actor_id": ids["actor"][tie.actor],
        "other_id": ids["actor"][tie.other],
        "tie": tie.tie,
        "interaction_id": ids["code"][tie.state] if tie.state else None,
        "phase": tie.phase or "",
        "period": tie.period or "",
        "share": tie.share,
        **both("trigger", tie.trigger),
        "trigger_blank": tie.trigger_blank or "",
    }


def _benchmark(use: BenchmarkItem, ids: Ids) -> Row:
    return {
        "benchmark_id": ids["case"][use.benchmark],
        "code_id": ids["code"][use.code] if use.code else None,
        "blank": use.blank or "",
        **both("text", use.text),
    }


def _hypothesis(hypothesis: HypothesisItem, ids: Ids) -> Row:
    return {**both("text", hypothesis.text), "rival_of": hypothesis.rival_of or "", "coder": hypothesis.coder}


def _process_test(test: ProcessTestItem, ids: Ids) -> Row:
    return {
        "hypothesis_id": Later(Hypothesis, test.hypothesis),
        "test_type": test.test_type,
        **both("expected", test.expected),
        "result": test.result,
    }


OF_CASE = [
    ItemTable("phases", Phase, _phase),
    ItemTable("codings", Coding, _coding),
    ItemTable("links", Link, _link),
    ItemTable("events", Event, _event),
    ItemTable("findings", Finding, _finding),
    ItemTable("involvements", Involvement, _involvement),
    ItemTable("relation_states", RelationState, _relation_state),
    ItemTable("benchmarks", BenchmarkUse, _benchmark),
    ItemTable("hypotheses", Hypothesis, _hypothesis),
    ItemTable("process_tests", ProcessTest, _process_test),
]
