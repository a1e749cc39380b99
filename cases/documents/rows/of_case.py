"""The rows of a case’s items."""

from collections.abc import Iterator

from django.db.models import Model

from cases.documents.rows.claims import claim, link_columns
from cases.documents.rows.columns import Ids, Later, Row, both
from cases.documents.schema import (
    CaseDocument,
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


def of_case(d: CaseDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, phase in enumerate(d.phases):
        yield (
            Phase,
            {
                "case_id": owner,
                "ref": phase.ref,
                "order": order,
                **both("title", phase.title),
                "starts": phase.starts or "",
                "ends": phase.ends or "",
                "dates_blank": phase.dates_blank or "",
            },
        )
    for order, coding in enumerate(d.codings):
        yield (
            Coding,
            {
                **claim(coding, ids, order),
                "case_id": owner,
                "code_id": ids["code"][coding.code],
                "phase": coding.phase or "",
                "period": coding.period or "",
                "slot": coding.slot,
                "accepted": coding.accepted,
                "value": coding.value,
                "level": coding.level or "",
                "blank": coding.blank or "",
                **both("text", coding.text),
            },
        )
    for order, link in enumerate(d.links):
        yield (
            Link,
            {
                **claim(link, ids, order),
                **link_columns(link, ids),
                "case_id": owner,
                "owner_id": None,
                "from_code_id": ids["code"][link.from_code],
                "study_id": None,
                "actor_id": ids["actor"][link.actor] if link.actor else None,
                "level": "",
                "cerqual": {},
                **both("text", link.text),
            },
        )
    for order, event in enumerate(d.events):
        first, last = date_bounds(event.date) if event.date else (None, None)
        yield (
            Event,
            {
                **claim(event, ids, order),
                "case_id": owner,
                **both("title", event.title),
                "date": event.date or "",
                "date_min": first,
                "date_max": last,
                "date_blank": event.date_blank or "",
                "phase": event.phase or "",
                "strand": event.strand or "",
            },
        )
    for order, finding in enumerate(d.findings):
        first, last = date_bounds(finding.date) if finding.date else (None, None)
        yield (
            Finding,
            {
                **claim(finding, ids, order),
                "case_id": owner,
                **both("text", finding.text),
                "date": finding.date or "",
                "date_min": first,
                "date_max": last,
                "date_blank": finding.date_blank or "",
                "aspect": finding.aspect or "",
            },
        )
    for order, part in enumerate(d.involvements):
        yield (
            Involvement,
            {
                **claim(part, ids, order),
                "case_id": owner,
                "actor_id": ids["actor"][part.actor],
                **both("role", part.role),
                "phase": part.phase or "",
                "period": part.period or "",
            },
        )
    for order, tie in enumerate(d.relation_states):
        yield (
            RelationState,
            {
                **claim(tie, ids, order),
                "case_id": owner,
                "actor_id": ids["actor"][tie.actor],
                "other_id": ids["actor"][tie.other],
                "tie": tie.tie,
                "interaction_id": ids["code"][tie.state] if tie.state else None,
                "phase": tie.phase or "",
                "period": tie.period or "",
                "share": tie.share,
                **both("trigger", tie.trigger),
                "trigger_blank": tie.trigger_blank or "",
            },
        )
    for order, use in enumerate(d.benchmarks):
        yield (
            BenchmarkUse,
            {
                **claim(use, ids, order),
                "case_id": owner,
                "benchmark_id": ids["case"][use.benchmark],
                "code_id": ids["code"][use.code] if use.code else None,
                "blank": use.blank or "",
                **both("text", use.text),
            },
        )
    yield from _tracing(d, ids, owner)


def _tracing(d: CaseDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    """Hypotheses and their tests."""
    for order, hypothesis in enumerate(d.hypotheses):
        yield (
            Hypothesis,
            {
                "case_id": owner,
                "ref": hypothesis.ref,
                "order": order,
                **both("text", hypothesis.text),
                "rival_of": hypothesis.rival_of or "",
                "coder": hypothesis.coder,
            },
        )
    for order, test in enumerate(d.process_tests):
        yield (
            ProcessTest,
            {
                **claim(test, ids, order),
                "case_id": owner,
                "hypothesis_id": Later(Hypothesis, test.hypothesis),
                "test_type": test.test_type,
                **both("expected", test.expected),
                "result": test.result,
            },
        )
