"""Databases of the tests' own, on which whole sites run: what these tests prove is not proven inside one process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import postgres

FULL = 20
COUNT = min(int(os.environ.get("LONG_COUNT") or FULL), FULL)
"""How much is done: 20 is all of it."""


def rounds(all_of_them: int, least: int = 1) -> int:
    """As many as LONG_COUNT leaves of them."""
    return max(least, all_of_them * COUNT // FULL)


def kind(url: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[url.partition(":")[0]]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database that keeps its promises, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    with request.getfixturevalue("server") as one:
        yield one.url


@pytest.fixture
def server():
    """``with server as one``: a PostgreSQL server that keeps its promises."""
    if not postgres.programs():
        pytest.skip("no PostgreSQL server here")
    return postgres.cluster(durable=True)


@pytest.fixture
def figure(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Say what was measured: scripts/check.py repeats it in its last lines."""

    def say(words: str) -> None:
        with capsys.disabled():
            print(f"\nfigure: {words}", flush=True)  # noqa: T201

    return say
