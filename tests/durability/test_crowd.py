"""Two hundred people at once: nobody meets a failure of the site, and what was confirmed is stored."""

import pytest

from tests.durability.conftest import kind, rounds
from tests.durability.crowd import Crowd
from tests.durability.prepare import PROGRAMS, REVIEWERS, TYPISTS
from tests.durability.site import run, running

pytestmark = [pytest.mark.long, pytest.mark.durability]
READERS = 150


def test_a_crowd_meets_no_failure_and_all_that_was_confirmed_is_stored(database, tmp_path, figure):
    world = run(database, "prepare", "60")
    log = tmp_path / "log"
    with running(database, log) as site:
        crowd = Crowd(site.port, world)
        crowd.gather(readers=READERS, programs=PROGRAMS, typists=TYPISTS, reviewers=REVIEWERS, rounds=rounds(10))
        ledger = crowd.finish(patience=1200)
    assert ledger.failures == []
    assert ledger.refusals == []
    assert "database is locked" not in log.read_text()
    stored = run(database, "stored")
    assert ledger.missing(stored) == []
    confirmed = ledger.confirmed()
    assert len(stored["drafts"]) == len(ledger.drafts) == len(confirmed)
    published = [draft for draft in confirmed if draft.state == "published"]
    assert len(published) == PROGRAMS * rounds(10)
    assert stored["sound"]
    assert stored["numbered"]
    writes = sum(not one.what.startswith("GET") for one in ledger.asked)
    figure(
        f"{READERS} readers and {PROGRAMS + TYPISTS + REVIEWERS} writers on {kind(database)}, {len(ledger.asked)} requests"
        f" ({writes} writes): 0 × 5xx, 0 × locked; {len(confirmed)} drafts confirmed = stored, {len(published)} published"
    )
