"""PostgreSQL restarts, and stays away for a while, under load: a clear page meanwhile, and nothing to do afterwards."""

import time

import pytest

from tests.durability.conftest import rounds
from tests.durability.crowd import Asked, Crowd
from tests.durability.site import run, running

pytestmark = [pytest.mark.long, pytest.mark.durability]
AFTER = 2.0  # seconds after the return within which a failure may still be told
HANG = 10.0  # seconds that nobody waits for an answer
AWAY = 6.0
WARM = 80  # requests until every worker has read its templates


def is_clear(one: Asked) -> bool:
    words = ("does not answer", "没有响应")
    return one.status == 503 and bool(one.retry) and any(word in one.said for word in words) and "Traceback" not in one.said


def test_a_restart_under_load_is_told_clearly_and_is_over_when_the_server_is_back(on_postgres, tmp_path, figure):
    log = tmp_path / "log"
    postgres = on_postgres.server
    with running(on_postgres.url, log) as site:
        crowd = Crowd(site.port, on_postgres.world)
        crowd.gather(readers=10, programs=5, typists=3, reviewers=2)
        while len(crowd.ledger.asked) < WARM:
            time.sleep(0.2)
        warm = len(crowd.ledger.asked)
        back, gone = [], []
        for turn in range(rounds(6, least=2)):
            time.sleep(2)
            gone.append(time.monotonic())
            postgres.stop("fast" if turn % 2 else "immediate")
            time.sleep(AWAY if turn % 2 else 0)
            postgres.start()
            back.append(time.monotonic())
        time.sleep(AFTER + 3)
        crowd.stop()
        ledger = crowd.finish(patience=60)
    stored = run(on_postgres.url, "stored")
    failures = ledger.failures
    assert failures, "nobody noticed: there was no load"
    assert [one for one in failures if not is_clear(one)] == []
    late = [one for one in failures if not any(begun <= one.ended <= end + AFTER for begun, end in zip(gone, back, strict=True))]
    assert late == []
    longest = max(one.ended - one.began for one in ledger.asked[warm:])
    assert longest < HANG
    assert ledger.missing(stored) == []
    assert stored["sound"]
    assert stored["numbered"]
    figure(
        f"PostgreSQL restarted {len(back)} times under load (20 people), away up to {AWAY:.0f} s: {len(ledger.asked)} requests,"
        f" {len(failures)} clear 503 pages, none later than {AFTER:.0f} s after the return, longest answer {longest:.1f} s,"
        f" {len(ledger.confirmed())} drafts confirmed = stored"
    )
