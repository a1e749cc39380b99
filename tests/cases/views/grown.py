"""A record that uses every kind of code, place, actor, source and data set in some number of cases: for counting queries."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions.publish import publish
from cases.enums import PATH_OF, CodeKind
from cases.queries import facets
from tests.cases import factories as make
from tests.cases.test_seed_rows import by_address

AT_MOST = 12
"""Queries of a page, however much it shows."""


def grow(size: int) -> None:
    """Publish ``size`` of everything; called again with more, the same pages show more."""
    facets._indexes.clear()
    publish([*make.world(), *_codes(), *_cited(size), *_cases(size), *_studies(size), *_datasets(size), *_below(size)], by=None)


def in_turn(addresses: Iterable[str]) -> list[str]:
    """Every address once, in English and Chinese by turns, and the other way round on the other database.

    Those that hold rows of tests/seed_rows.yaml are left out: tests/cases/test_seed_rows.py reads them in both languages.
    """
    first = 0 if connection.vendor == "sqlite" else 1
    addresses = [one for one in addresses if one not in by_address()]
    return [("", "/zh-hans")[(first + number) % 2] + address for number, address in enumerate(addresses)]


def queries(address: str, client: Client | None = None) -> int:
    """Queries of the second request: the facet index is then loaded, as in a process that serves."""
    client = client or Client()
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


def code_addresses() -> list[str]:
    return [f"/{PATH_OF[kind]}/{kind.value}/" for kind in CodeKind]


def _codes() -> list[dict[str, Any]]:
    """One code of each kind, its key the kind's own name, with a link where the model's chain needs one."""
    links = {
        CodeKind.CONSTRAINT: make.stated("l", link_kind="shapes", to_code="model:model"),
        CodeKind.TENSION: make.stated("l", link_kind="drives", to_code="strategy:strategy"),
        CodeKind.MECHANISM: make.stated("l", link_kind="shapes", to_code="structure:structure"),
        CodeKind.STRUCTURE: make.stated("l", link_kind="shapes", to_code="model:model"),
        CodeKind.PROBLEM: make.stated("l", link_kind="answered-by", to_code="countermeasure:countermeasure"),
        CodeKind.CONDITION: make.stated("l", link_kind="leads-to", to_code="outcome:outcome", study="study-1"),
    }
    codes = [make.code(f"{kind.value}:{kind.value}", links=[links[kind]] if kind in links else []) for kind in CodeKind]
    return [*codes, make.code("constraint:narrower", broader="constraint:constraint")]


def _cited(size: int) -> list[dict[str, Any]]:
    return [make.source(f"citing-{number}", cites=["report"]) for number in range(1, size + 1)]


def _cases(size: int) -> list[dict[str, Any]]:
    return [make.case(f"case-{number}", **_claims(number)) for number in range(1, size + 1)]


def _claims(number: int) -> dict[str, Any]:
    """A coding for every kind of code, and one of every other claim. Every third case is blank about most of it."""
    blank = {"blank": "not-reported"} if number % 3 == 0 else {}
    tie: dict[str, Any] = {
        "actor": "government",
        "other": "enterprise",
        "tie": "contract",
        "state": "interaction:interaction",
        "phase": "start",
    }
    return {
        "place": "guizhou",
        "phases": [{"ref": "start", "title": make.text("Start")}],
        "codings": [make.coding(f"{kind.value}:{kind.value}", **({} if kind == CodeKind.MODEL else blank)) for kind in CodeKind],
        "links": [
            make.stated("line", link_kind="shapes", from_code="structure:structure", to_code="model:model", actor="government")
        ],
        "relation_states": [make.stated("tie", **tie, trigger=make.text("a contract"))],
        "events": [
            make.stated("signing", title=make.text("Signed"), date="2020", phase="start", participants=[{"actor": "government"}])
        ],
        "involvements": [make.stated("part", actor="government", role=make.text("buyer"))],
        "benchmarks": [make.stated("borrowed", benchmark="case-1", code="countermeasure:countermeasure")] if number > 1 else [],
    }


def _studies(size: int) -> list[dict[str, Any]]:
    result: dict[str, Any] = {
        "result_kind": "type",
        "label": make.text("A type"),
        "outcome": "outcome:outcome",
        "code": "type:type",
        "conditions": ["condition:condition"],
        "units": ["guizhou"],
    }
    return [
        make.study(
            f"study-{number}",
            cases=tuple(f"case-{one}" for one in range(1, size + 1)),
            number=number,
            outcome="outcome:outcome",
            theories=["theory:theory"],
            results=[make.stated(f"result-{one}", **result) for one in range(1, size + 1)],
        )
        for number in range(1, size + 1)
    ]


def _datasets(size: int) -> list[dict[str, Any]]:
    units = [{"ref": f"unit-{one}", "label": make.text(f"Unit {one}"), "place": "guizhou"} for one in range(1, size + 1)]
    variable = {"ref": "index", "name": make.text("Index"), "printed": "Index", "code": "outcome:outcome"}
    return [
        {
            "kind": "dataset",
            "uid": f"dataset-{number}",
            "title": make.text(f"Data set {number}"),
            "source": "report",
            "edition": "first",
            "basis": "stated",
            "confidence": "high",
            "variables": [{**variable, "direction": "higher-is-more"}],
            "units": units,
            "observations": [{"unit": unit["ref"], "variable": "index", "value": 1.5} for unit in units],
        }
        for number in range(1, size + 1)
    ]


def _below(size: int) -> list[dict[str, Any]]:
    return [make.place(f"city-{number}", "city", parent="guizhou") for number in range(1, size + 1)]
