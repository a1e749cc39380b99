"""Publishes cases and accepts imports until it is killed, saying each time what was acknowledged.

python -m tests.exchange.writer 3        the number of the round, with DATABASE_URL naming the database
python -m tests.exchange.writer 9f3a…    the ref of a long import that waits to be published: the worker's part of it
"""

import os
import sys
from itertools import count

import django

IMPORTED = 15


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def write(turn: str) -> None:
    from accounts.models import User
    from cases.actions import batch as importing
    from cases.actions.batch import Wanted
    from cases.actions.publish import publish
    from tests.cases import factories as make

    editor = User.objects.get(username="killed")
    for number in count():
        uid = f"r{turn}-{number}"
        publish([make.case(uid, codings=[make.coding("problem:formalism")])], by=None)
        say("case", uid)
        rows = [Wanted(place, f"{uid}-{place}", "", make.case(f"{uid}-{place}")) for place in range(IMPORTED)]
        batch = importing.read("many.json", rows, by=editor, twice="twice")
        importing.accept(batch, by=editor, reason="import")
        say("import", batch.ref)


def work(ref: str) -> None:
    from cases.actions import bulk
    from cases.models import ImportBatch

    class Telling(bulk.Pace):
        MOST = 10

        def took(self, rows: int) -> None:
            super().took(rows)
            say(str(batch.rows.exclude(made=None).count()))

    batch = ImportBatch.objects.get(ref=ref)
    say("begun")
    bulk.accept(batch, Telling())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    django.setup()
    (write if sys.argv[1].isdigit() and len(sys.argv[1]) < 4 else work)(sys.argv[1])
