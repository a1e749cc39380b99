"""Move the database at an address into the new one that DATABASE_URL names, and say as JSON what became of it.

python -m tests.migrations.moved sqlite:////tmp/old.sqlite3
"""

import json
import os
import sys
from typing import Any

import django


def moved(url: str) -> dict[str, Any]:
    from django.core.management import call_command

    from cases.actions.publish import publish
    from cases.models import Actor
    from exchange import moving
    from tests.cases import factories as make
    from tests.migrations.forward import pages

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("move_from", url, verbosity=0)
    wrong, rows = [], 0
    with moving.opened(url):
        for model in moving.tables():
            there = list(model._base_manager.using(moving.OLD).order_by("pk").values())
            rows += len(there)
            if there != list(model._base_manager.order_by("pk").values()):
                wrong.append(model._meta.db_table)
    answers = pages()
    publish([make.actor("a-newcomer")], by=None)  # with keys that nothing has yet
    return {"rows": rows, "wrong": wrong, "pages": answers, "new": Actor.objects.filter(uid="a-newcomer").count()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.durability.settings")
    django.setup()
    sys.stdout.write(f"\n{json.dumps(moved(sys.argv[1]))}\n")
