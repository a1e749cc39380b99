"""A site that has outgrown SQLite moves to PostgreSQL with every row, and back."""

import subprocess
import sys

import pytest

from tests import postgres
from tests.durability.site import ROOT, environment, run_module
from tests.migrations.test_forward import DUMPS

pytestmark = [pytest.mark.long, pytest.mark.durability]


def test_every_row_moves_to_postgresql_and_back_and_the_site_goes_on(tmp_path, figure):
    if not postgres.programs():
        pytest.skip("no PostgreSQL server here")
    old, back = f"sqlite:///{tmp_path}/old.sqlite3", f"sqlite:///{tmp_path}/back.sqlite3"
    run_module(old, "tests.migrations.forward", str(DUMPS[-1]))
    with postgres.cluster() as server:
        there = run_module(server.url, "tests.migrations.moved", old)
        again = run_module(back, "tests.migrations.moved", server.url)
        refused = subprocess.run(
            [sys.executable, "manage.py", "move_from", old], cwd=ROOT, env=environment(server.url), capture_output=True, text=True
        )
    for told in (there, again):
        assert told["wrong"] == []
        assert {address: status for address, status in told["pages"].items() if status != 200} == {}
        assert told["new"] == 1
    assert again["rows"] > there["rows"] > 300
    assert refused.returncode
    assert "holds people or records already" in refused.stderr
    figure(f"moved to PostgreSQL {there['rows']} rows, and back {again['rows']}: every one the same")


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://root:pass-word@localhost/old",
        "postgresql://root:pass-word/@localhost/old",
        "sqlite:////nowhere/old.sqlite3",
        "postgresql://root:pass-word@127.0.0.1:1/old",
    ],
)
def test_an_address_without_a_database_is_refused_in_words(url, tmp_path):
    new = environment(f"sqlite:///{tmp_path}/new.sqlite3")
    done = subprocess.run([sys.executable, "manage.py", "move_from", url], cwd=ROOT, env=new, capture_output=True, text=True)
    assert done.returncode
    assert done.stderr.startswith("CommandError: ")
    assert "Traceback" not in done.stderr
    assert "pass-word" not in done.stdout + done.stderr
