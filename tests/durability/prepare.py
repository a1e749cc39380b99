"""Fill the database that DATABASE_URL names with cases and people, and say as JSON who they are and what can be read.

python -m tests.durability.prepare 60
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

PASSWORD = "a long enough pass phrase"
PROGRAMS, TYPISTS, REVIEWERS = 30, 10, 10


def prepare(cases: int) -> dict[str, Any]:
    from django.db import connection

    from cases.models import Case
    from tests.benchmarks.fill import addresses, fill

    fill(cases)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
    pages = [some[0] for name, some in addresses()["addresses"].items() if name != "tpl25"]
    pages += ["/", "/zh-hans/", "/zh-hans/cases/", "/api/cases/", "/matrix/", "/zh-hans/search/?q=%E6%95%B0%E5%AD%97"]
    pages += [f"/zh-hans/cases/{slug}/" for slug in Case.objects.values_list("slug", flat=True)[:5]]
    tokens = [token_of(person(f"program-{number}", "coder")) for number in range(PROGRAMS)]
    for number in range(TYPISTS):
        person(f"typist-{number}", "coder")
    for number in range(REVIEWERS):
        person(f"reviewer-{number}", "reviewer")
    return {"pages": pages, "tokens": tokens, "place": "p-0", "source": "s-0"}


def person(name: str, role: str) -> Any:
    from django.contrib.auth.models import Group

    from accounts.models import User

    user = User.objects.create_user(username=name, email=f"{name}@example.org", password=PASSWORD)
    user.groups.set([Group.objects.get(name=role)])
    return user


def token_of(owner: Any) -> str:
    from django.utils import timezone

    from accounts.actions.tokens import create_token
    from accounts.enums import TokenScope

    expires = timezone.now() + timedelta(days=1)
    return create_token(by=owner, name="crowd", scope=TokenScope.DRAFT, expires_at=expires).key


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.durability.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    world = prepare(int(sys.argv[1]))
    call_command("reindex", "--if-needed", verbosity=0)  # as `make prepare` does: the site is ready then
    sys.stdout.write(f"\n{json.dumps(world)}\n")
