"""Two PostgreSQL servers, one following the other: who wrote reads what they wrote, and reading outlives the primary."""

import time
from collections.abc import Callable

import psycopg
import pytest

from tests.durability.conftest import rounds
from tests.durability.crowd import Crowd, Ledger, Person, review, write_by_api
from tests.durability.site import run, running

pytestmark = [pytest.mark.long, pytest.mark.durability]


def tell(url: str, sql: str) -> object:
    with psycopg.connect(url, autocommit=True) as opened:
        answer = opened.execute(sql)
        return answer.fetchone()[0] if answer.description else None


def wait_for(what: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_who_wrote_reads_what_they_wrote_and_reading_outlives_the_primary(on_postgres, tmp_path, figure):
    primary, world, address = on_postgres.server, on_postgres.world, on_postgres.url
    with primary.followed() as replica:
        following = replica.address(address.rpartition("/")[2])
        with running(address, tmp_path / "log", DATABASE_REPLICA_URL=following) as site:
            own_writes(site.port, world, replica.url)
            ledger = without_primary(site, world, primary, replica)
            without_replica(site.port, replica, primary)
        stored = run(address, "stored")
        followed = run(following, "stored")
    assert ledger.missing(stored) == []
    assert followed["drafts"] == stored["drafts"]
    assert followed["cases"] == stored["cases"]
    assert stored["sound"]
    assert stored["numbered"]
    reads = [one for one in ledger.asked if one.who.startswith("reader")]
    refused = [one for one in ledger.failures if not one.who.startswith("reader")]
    figure(
        f"PostgreSQL with a replica: {len(reads)} pages read while the primary went away {rounds(4)} times and came back,"
        f" 0 failures; {len(refused)} requests of writers told so by a clear 503; {len(ledger.confirmed())} drafts confirmed ="
        " stored on both"
    )


def own_writes(port: int, world: dict, replica: str) -> None:
    """With the replica standing still, a stranger sees the state before, and whoever published sees what they did."""
    ledger = Ledger()
    author, reviewer = Person("program-0", port, ledger, world["tokens"][0]), Person("reviewer-0", port, ledger)
    stranger = Person("stranger", port, ledger)
    assert reviewer.sign_in()
    assert write_by_api(author, world, "seen-at-once")
    draft = ledger.waiting.get_nowait()
    wait_for(lambda: reviewer.ask("GET", f"/api/drafts/{draft.pk}/")[0] == 200)
    tell(replica, "SELECT pg_wal_replay_pause()")
    assert review(reviewer, draft)
    for address, before in (("/api/cases/seen-at-once/", 404), ("/cases/?q=seen-at-once", 200), ("/search/?q=seen-at-once", 200)):
        assert "seen-at-once/" in reviewer.ask("GET", address)[1], address
        status, text, _ = stranger.ask("GET", address)
        assert (status, "seen-at-once/" in text) == (before, False), address
        assert author.ask("GET", address)[0] == 200
    forged = Person("forger", port, ledger)
    for mark in ("x", "FFFFFFFF/FFFFFFFF", "'; SELECT 1"):
        forged.cookies["casebase_written"] = mark
        assert forged.ask("GET", "/cases/")[0] == 200
    tell(replica, "SELECT pg_wal_replay_resume()")
    wait_for(lambda: stranger.ask("GET", "/api/cases/seen-at-once/")[0] == 200)
    for person in (author, reviewer, stranger, forged):
        person.connection.close()


def without_primary(site, world: dict, primary, replica) -> Ledger:
    """A crowd reads and writes while the primary stops and comes back: nobody who reads notices, nothing written is lost."""
    crowd = Crowd(site.port, world, seed=1)
    crowd.gather(readers=6, programs=3, typists=2, reviewers=2)
    signed_in = Person("reviewer-9", site.port, Ledger())
    assert signed_in.sign_in()
    for turn in range(rounds(4)):
        time.sleep(4)
        primary.stop("immediate" if turn % 2 else "fast")
        assert site.is_ready("/readyz")
        assert signed_in.ask("GET", "/zh-hans/contribute/")[0] == 200
        assert signed_in.send("/api/drafts/1/accept/", {"reason": ""})[0] == 503
        time.sleep(3)
        primary.start()
        wait_for(lambda: signed_in.send("/api/drafts/1/accept/", {"reason": ""})[0] in (403, 404, 409))
    time.sleep(3)
    crowd.stop()
    ledger = crowd.finish(patience=60)
    signed_in.connection.close()
    assert [one for one in ledger.failures if one.who.startswith("reader")] == []
    assert [one for one in ledger.failures if one.status != 503 or not one.retry or "Traceback" in one.said] == []
    assert any("not confirmed as saved" in one.said for one in ledger.failures)
    wait_for(lambda: bool(tell(replica.url, f"SELECT pg_last_wal_replay_lsn() >= '{_lsn(primary.url)}'::pg_lsn")))
    return ledger


def _lsn(url: str) -> object:
    return tell(url, "SELECT pg_current_wal_lsn()")


def without_replica(port: int, replica, primary) -> None:
    """Pages then come from the primary, and from the replica again once it is back."""
    reader = Person("reader", port, Ledger())
    replica.stop("fast")
    assert [reader.ask("GET", address)[0] for address in ("/", "/cases/", "/zh-hans/cases/", "/readyz")] == [200] * 4
    replica.start()
    wait_for(lambda: bool(tell(replica.url, f"SELECT pg_last_wal_replay_lsn() >= '{_lsn(primary.url)}'::pg_lsn")))
    primary.stop("fast")  # who is answered now is answered by the replica, which is looked for every few seconds
    wait_for(lambda: reader.ask("GET", "/cases/")[0] == 200)
    primary.start()
    reader.connection.close()
