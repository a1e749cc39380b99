"""A process that is killed while it writes loses nothing that it acknowledged, and leaves nothing half-done."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from cases.actions import bulk, bulk_reading
from cases.actions.batch import Wanted
from cases.actions.publish import publish
from cases.models import Case, ImportBatch, ImportRow, PublishSequence, Revision
from tests.cases import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
ROUNDS = min(int(os.environ.get("LONG_COUNT", "20")), 20)
ROOT = Path(__file__).resolve().parent.parent.parent


def address() -> str:
    """The tests' own database, for another process."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    who = quote(place["USER"]) + (f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else "")
    host = quote(str(place["HOST"] or ""), safe="")
    return f"postgresql://{who}@{host}:{place['PORT']}/{place['NAME']}"


def killed(turn: str, after: float, lines: int = 1) -> list[str]:
    """What a writer acknowledged before it was killed, so many seconds after so many lines."""
    said: list[str] = []
    environment = os.environ | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.exchange.writer", turn]
    writer = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert writer.stdout

    def read() -> None:
        said.extend(line.strip() for line in writer.stdout or ())

    reading = threading.Thread(target=read)
    reading.start()
    while len(said) < lines and writer.poll() is None:
        time.sleep(0.01)
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    reading.join()
    writer.communicate()
    return said


def test_what_was_acknowledged_outlives_a_kill_and_no_import_is_half_done(person) -> None:
    publish(make.world(), by=None)
    person("killed", "editor")
    dice = random.Random(9)  # noqa: S311
    said = [line for turn in range(ROUNDS) for line in killed(str(turn), dice.uniform(0.0, 0.6))]
    cases = {line.split()[1] for line in said if line.startswith("case")}
    imports = {line.split()[1] for line in said if line.startswith("import")}
    assert len(cases) >= ROUNDS
    assert cases <= set(Case.objects.live().values_list("uid", flat=True))
    assert imports <= set(ImportBatch.objects.filter(state="done").values_list("ref", flat=True))
    there = set(Case.objects.values_list("uid", flat=True))
    for batch in ImportBatch.objects.all():
        rows = list(ImportRow.objects.filter(batch=batch).values_list("uid", "made"))
        assert len(rows) == 15
        done = batch.state == "done"
        assert all((uid in there) == done and (made is not None) == done for uid, made in rows), batch.ref
    sound()


def sound() -> None:
    """Every publication is numbered, each number once, and none beyond the counter."""
    numbers = list(Revision.objects.exclude(sequence=None).order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, PublishSequence.objects.get().value + 1))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone()[0] == "ok"


def test_a_long_import_is_rolled_forward_after_its_worker_was_killed(person) -> None:
    publish(make.world(), by=None)
    editor = person("killed", "editor")
    batch = bulk_reading.bring("many.jsonl", [], by=editor, language="en")
    number = 40 * ROUNDS
    codings = [make.coding("problem:formalism", excerpt="new#p1")]
    cases = [Wanted(at, f"long-{at}", "", make.case(f"long-{at}", codings=codings)) for at in range(number)]
    bulk_reading.read(batch, [*cases, Wanted(number, "new", "", make.source("new", ("p1",)), kind="source")], twice="twice")
    batch.refresh_from_db()
    bulk.begin(batch, by=editor, reason="import", language="en")
    dice = random.Random(9)  # noqa: S311
    reached = []
    for turn in range(ROUNDS):
        left = killed(batch.ref, dice.uniform(0.0, 0.3), lines=2 - turn % 2)  # every second one has published a part
        made = batch.rows.exclude(made=None)
        # What the worker told of is there, and what is there is told at its row.
        assert made.count() >= max((int(line) for line in left if line.isdigit()), default=0)
        there = set(Case.objects.filter(uid__startswith="long-").values_list("uid", flat=True))
        assert there == set(made.filter(kind="case").values_list("uid", flat=True))
        reached.append(made.count())
        publish([make.case(f"meanwhile-{turn}")], by=None)
    assert any(0 < at <= number for at in reached)  # a worker was killed on its way
    batch.refresh_from_db()
    bulk.work(batch)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.total) == ("done", number + 1, number + 1)
    assert Case.objects.live().filter(uid__startswith="long-").count() == number
    sound()
