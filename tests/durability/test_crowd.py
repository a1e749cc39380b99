"""Two hundred people at once, and a backup while they write: nobody meets a failure, and what was confirmed is stored."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.durability.conftest import Database, rounds
from tests.durability.crowd import Crowd, Draft
from tests.durability.prepare import PROGRAMS, REVIEWERS, TYPISTS
from tests.durability.site import ROOT, environment, run, running

pytestmark = [pytest.mark.long, pytest.mark.durability]
READERS = 150


def manage(url: str, *arguments: str) -> None:
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(url), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


def second(database: Database, folder: Path) -> str:
    """An empty database of the same kind."""
    return database.server.created("restored") if database.server else f"sqlite:///{folder}/restored.sqlite3"


def test_a_crowd_meets_no_failure_and_all_that_was_confirmed_is_stored(database, tmp_path, figure):
    log, packed = tmp_path / "log", tmp_path / "backup.tar.gz"
    with running(database.url, log) as site:
        crowd = Crowd(site.port, database.world)
        began = time.monotonic()
        crowd.gather(readers=READERS, programs=PROGRAMS, typists=TYPISTS, reviewers=REVIEWERS, rounds=rounds(6))
        while len(crowd.ledger.confirmed()) < PROGRAMS // 2:
            time.sleep(0.1)
        earlier = [Draft(**vars(draft)) for draft in crowd.ledger.confirmed()]
        begun = time.monotonic()
        manage(database.url, "backup", str(packed))
        done = time.monotonic()
        ledger = crowd.finish(patience=1500)
        took = time.monotonic() - began
    assert ledger.failures == []
    assert ledger.refusals == []
    assert "database is locked" not in log.read_text()
    stored = run(database.url, "stored")
    assert ledger.missing(stored) == []
    confirmed = ledger.confirmed()
    assert len(stored["drafts"]) == len(ledger.drafts) == len(confirmed)
    published = [draft for draft in confirmed if draft.state == "published"]
    assert len(published) == PROGRAMS * rounds(6)
    assert stored["sound"]
    assert stored["numbered"]
    meanwhile = [one for one in ledger.asked if not one.what.startswith("GET") and begun < one.ended < done]
    assert meanwhile
    restored = came_back(second(database, tmp_path), packed, earlier, stored)
    writes = sum(not one.what.startswith("GET") for one in ledger.asked)
    figure(
        f"{READERS} readers and {PROGRAMS + TYPISTS + REVIEWERS} writers on {database.kind}: {len(ledger.asked)} requests"
        f" ({writes} writes) in {took:.0f} s, 0 × 5xx, 0 × locked; {len(confirmed)} drafts confirmed = stored, {len(published)}"
        f" published; the backup amid {len(meanwhile)} writes came back with {restored} versions, each equal"
    )


def came_back(url: str, packed: Path, earlier: list[Draft], stored: dict) -> int:
    """The backup is a state that was: all that had been confirmed before, and each version as it stands in the site."""
    os.chmod(packed, 0o600)
    manage(url, "restore", str(packed), "--yes")
    back = run(url, "stored")
    assert back["sound"]
    assert back["numbered"]
    for draft in earlier:
        assert draft.pk in back["drafts"], draft
        assert int(back["drafts"][draft.pk]["summary"].rpartition(" ")[2]) >= draft.confirmed
    versions = back["versions"]
    assert versions == {number: words for number, words in stored["versions"].items() if number in versions}
    assert sorted(map(int, versions)) == list(range(1, len(versions) + 1))
    assert set(back["cases"]) <= set(stored["cases"])
    return len(versions)
