"""Everything is killed in the middle of writing, again and again: what was confirmed is there, and the site starts."""

import random
import time

import pytest

from tests.durability.conftest import Database, rounds
from tests.durability.crowd import Crowd, Ledger
from tests.durability.site import START, Site, run

pytestmark = [pytest.mark.long, pytest.mark.durability]


def test_what_was_confirmed_outlives_a_kill_of_everything(database, tmp_path, figure):
    site, turns = Site(database.url, tmp_path / "log"), rounds(20)
    ledgers: list[Ledger] = []
    try:
        starts = [site.start()]
        for turn in range(turns):
            ledgers.append(killed(site, database, turn))
            starts.append(site.start())  # fails unless it answers within the limit
    finally:
        site.kill()
    stored = run(database.url, "stored")
    assert [lost for ledger in ledgers for lost in ledger.missing(stored)] == []
    assert stored["sound"]
    assert stored["numbered"]
    confirmed = sum(len(ledger.confirmed()) for ledger in ledgers)
    what = f"the site, and the server {(turns + 1) // 2} times," if database.server else "the site"
    figure(
        f"{what} on {database.kind} killed {turns} times while writing: {confirmed} drafts confirmed, 0 lost, integrity ok,"
        f" longest start {max(starts):.1f} s of {START} s"
    )


def killed(site: Site, database: Database, turn: int) -> Ledger:
    """What was confirmed to a few people until everything ended; every second time the server ended too."""
    crowd = Crowd(site.port, database.world, seed=turn)
    crowd.gather(readers=2, programs=6, typists=2, reviewers=2)
    while len(crowd.ledger.confirmed()) < 4:
        time.sleep(0.02)
    time.sleep(random.Random(turn).uniform(0, 0.8))  # noqa: S311 - dice, not secrets
    site.kill()
    server = database.server if turn % 2 == 0 else None
    if server:
        server.kill()
    crowd.stop()
    ledger = crowd.finish(patience=60)
    if server:
        server.start()
    return ledger
