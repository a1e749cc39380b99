"""Databases of the tests' own, on which whole sites run: what these tests prove is not proven inside one process."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import postgres
from tests.durability.site import run

FULL = 20
SHARE = (min(int(os.environ.get("LONG_COUNT") or FULL), FULL) / FULL) ** 3
"""How much of everything is done: all of it with LONG_COUNT=20, an eighth with 10."""
CASES = "60"
COPIES = count()


def rounds(all_of_them: int, least: int = 1) -> int:
    """As many of them as LONG_COUNT leaves."""
    return max(least, int(all_of_them * SHARE))


class Database(NamedTuple):
    """A database with cases and people, and who they are."""

    url: str
    world: dict[str, Any]
    server: postgres.Cluster | None = None

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    path = tmp_path_factory.mktemp("template") / "site.sqlite3"
    return path, run(f"sqlite:///{path}", "prepare", CASES)


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[tuple[postgres.Cluster, dict[str, Any]]]:
    """A server that keeps its promises, with a database to copy."""
    if not postgres.programs():
        pytest.skip("no PostgreSQL server here")
    with postgres.cluster(durable=True) as one:
        yield one, run(one.url, "prepare", CASES)


@pytest.fixture
def on_sqlite(sqlite_template: tuple[Path, dict[str, Any]], tmp_path: Path) -> Database:
    template, world = sqlite_template
    copy = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(template)) as one, closing(sqlite3.connect(copy)) as other:
        one.backup(other)
    return Database(f"sqlite:///{copy}", world)


@pytest.fixture
def on_postgres(postgres_template: tuple[postgres.Cluster, dict[str, Any]]) -> Database:
    server, world = postgres_template
    return Database(server.created(f"copy{next(COPIES)}", "casebase"), world, server)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """One of each kind, that keeps its promises."""
    return request.getfixturevalue(f"on_{request.param}")
