"""How many times as much as 25 plain rows the large pages cost; `pytest tests/benchmarks --benchmark-only` prints it.

The table of docs/performance.md is made by this.
"""

import sys
from collections.abc import Iterable
from itertools import permutations, repeat
from typing import Any

import pytest
from django.urls import clear_url_caches

from cases.actions.publish import publish
from tests.benchmarks.pages import measured, table
from tests.cases import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.benchmarks.urls")]
COLUMNS, ROWS, EVENTS = 6, 60, 200


@pytest.fixture
def record(db) -> None:
    """Cases that answer as many questions as a large table has rows, and one with many events, ties and phases."""
    levels = [{"key": "weak", "label": make.text("weak")}, {"key": "strong", "label": make.text("strong")}]
    codes = [make.code(f"condition:c{number}", scale="levels", levels=levels) for number in range(ROWS)]
    codings = [make.coding(f"condition:c{number}", level="weak", text=make.text("some words")) for number in range(ROWS)]
    cases = [make.case(f"case-{number}", codings=codings) for number in range(25)]
    cases += [make.case(f"small-{number}", codings=codings[:30]) for number in range(4)]
    publish([*make.world(), *codes, *cases, long_story()], by=None)
    clear_url_caches()


def long_story() -> dict[str, Any]:
    phases = [
        {"ref": f"p{number}", "title": make.text(f"Phase {number}"), "starts": str(2010 + 3 * number)} for number in range(4)
    ]
    events = [
        make.stated(f"e{n}", title=make.text(f"Something happened, number {n}"), date=f"{2010 + n % 12}-{n % 12 + 1:02}",
                    participants=[{"actor": "government"}])
        for n in range(EVENTS)
    ]  # fmt: skip
    ties = [
        make.stated(
            f"t{n}", actor="government", other="enterprise", tie="ownership", share=n + 1, period=f"{2010 + n}/{2011 + n}"
        )
        for n in range(10)
    ]
    return make.case("story", phases=phases, events=events, relation_states=ties)


def comparison(items: Iterable[str]) -> str:
    return f"/compare/?items={','.join(items)}"


def test_large_pages_cost_few_times_as_much_as_plain_rows(benchmark, record, capsys) -> None:
    large, small = ([f"case:{stem}-{number}" for number in range(count)] for stem, count in (("case", COLUMNS), ("small", 4)))
    pages = {
        "compare, 4 columns × 30 rows": (repeat(comparison(small)), 4.0),
        f"compare, {COLUMNS} columns × {ROWS} rows": (repeat(comparison(large)), 6.0),
        "the same for its first reader": (map(comparison, permutations(large)), 6.0),
        f"timeline of {EVENTS} events": (repeat("/timeline/?items=case:story"), 6.0),
    }
    figures = benchmark.pedantic(measured, (pages,), rounds=1)
    with capsys.disabled():
        sys.stdout.write(f"{table(figures)}\n")
    assert len(figures) == len(pages) + 1  # the unit stands among them; how dear a page may be is read, not asserted
