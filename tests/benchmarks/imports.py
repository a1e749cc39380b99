"""What an import of ten thousand cases costs: read, published, undone, while somebody else writes.

DATABASE_URL=… python -m tests.benchmarks.imports 10000 [documents|table]

Documents are the cases of ``corpus.py`` with a source each, in lines of JSON; a table has names, places, periods and summaries.
"""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import django

STEPS = ("read", "publish", "undo")


def lines(size: int) -> Iterator[bytes]:
    from tests.benchmarks.corpus import Corpus

    for document in Corpus().documents(0, size):
        yield json.dumps(document, ensure_ascii=False).encode() + b"\n"


def table(size: int) -> Iterator[bytes]:
    from tests.benchmarks.corpus import Corpus

    corpus = Corpus()
    names = ["uid", "label_en", "label_zh", "origin", "place", "unit", "period", "summary_en", "summary_zh"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for number in range(size):
        corpus.dice.seed(number)
        label, summary = corpus.text(3), corpus.text(20)
        writer.writerow([
            f"t-{number}", label["en"], label["zh"], "contributed", f"p-{number % 400}", "government", "2019/2021",
            summary["en"], summary["zh"],
        ])  # fmt: skip
    yield out.getvalue().encode()


def pieces(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces of a megabyte, as an upload has them."""
    held = b""
    for part in parts:
        held += part
        while len(held) >= 1_000_000:
            yield held[:1_000_000]
            held = held[1_000_000:]
    if held:
        yield held


def step(what: str, pk: int) -> None:
    """One step in a process of its own, as the worker does it; says time and memory."""
    from cases.actions import bulk
    from cases.models import ImportBatch
    from exchange.import_tasks import work

    batch = ImportBatch.objects.get(pk=pk)
    if what == "publish":
        bulk.begin(batch, by=batch.author, reason="import", language="en")
    elif what == "undo":
        bulk.begin_undo(batch, by=batch.author, reason="undone", language="en")
    began, used = time.perf_counter(), time.process_time()
    work.func(pk)
    batch.refresh_from_db()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say({"wall": time.perf_counter() - began, "cpu": time.process_time() - used, "memory_mb": memory, "state": batch.state})


def say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def measured(size: int, kind: str) -> list[dict[str, Any]]:
    """Each step, while this process writes one small record after another and notes how long it waits."""
    from accounts.models import User
    from cases.actions import bulk_reading
    from cases.actions.publish import publish
    from tests.benchmarks.corpus import Corpus
    from tests.cases import factories as make

    publish(Corpus().shared(), by=None)
    editor, _new = User.objects.get_or_create(username="importer")
    name, parts = ("many.jsonl", lines(size)) if kind == "documents" else ("many.csv", table(size))
    batch = bulk_reading.bring(name, pieces(parts), by=editor, language="en")
    found = []
    for what in STEPS:
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.imports", what, str(batch.pk)]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        waits: list[float] = []
        while worker.poll() is None:
            began = time.perf_counter()
            publish([make.actor("meanwhile", name=make.text(f"Written {len(waits)} {what}"))], by=None)
            waits.append(time.perf_counter() - began)
            time.sleep(0.2)
        said = (worker.stdout.read() if worker.stdout else "").strip().splitlines()
        told = json.loads(said[-1])
        waits.sort()
        found.append(
            {"step": what, **told, "writes": len(waits), "longest_wait": waits[-1], "median_wait": waits[len(waits) // 2]}
        )
        say(found[-1])
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    django.setup()
    if sys.argv[1] in STEPS:
        step(sys.argv[1], int(sys.argv[2]))
    else:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        measured(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "documents")
