"""A database of every earlier version comes forward with each of its rows, and its pages open."""

from pathlib import Path

import pytest

from tests import postgres
from tests.durability.conftest import SHARE
from tests.durability.site import run_module

pytestmark = [pytest.mark.long, pytest.mark.durability]
DUMPS = sorted(Path(__file__).parent.glob("*.xz"))
SOME = DUMPS if SHARE == 1 else [DUMPS[0], DUMPS[-1]]


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_every_row_of_an_earlier_version_comes_forward_and_pages_open(kind, tmp_path, figure):
    if kind == "SQLite":
        rows = [forward(f"sqlite:///{tmp_path}/{dump.stem}.sqlite3", dump) for dump in SOME]
    else:
        if not postgres.programs():
            pytest.skip("no PostgreSQL server here")
        with postgres.cluster() as server:
            rows = [forward(server.created(dump.stem), dump) for dump in SOME]
    figure(f"migrations on {kind} from {', '.join(dump.stem for dump in SOME)}: {sum(rows)} rows, 0 lost, 0 changed, all pages open")


def forward(url: str, dump: Path) -> int:
    told = run_module(url, "tests.migrations.forward", str(dump))
    assert told["rows"] > 300
    assert told["lost"] == []
    assert told["changed"] == []
    assert told["rebuilt"] == []
    assert {address: status for address, status in told["pages"].items() if status != 200} == {}
    return told["rows"]
