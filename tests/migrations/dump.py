"""Write down a small database as this version has it: what later versions must be able to migrate.

    python -m tests.migrations.dump tests/migrations/1.2.xz

A few cases of content/ with all that they name, people, a draft and what is waiting; every other table gets one row.
At each release one such file is added (docs/operations.md).
"""

import datetime as dt
import json
import lzma
import os
import re
import sqlite3
import sys
import tempfile
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

CASES = 1
WORD = re.compile(r"[a-z0-9][a-z0-9:-]*")


def dump(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.sqlite3"
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{path}", "DEBUG": "1", "SECRET_KEY": "insecure-for-a-dump",
            "DJANGO_SETTINGS_MODULE": "casebase.settings",
        }  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        write()
        empty = fill_the_rest()
        sys.stdout.write(f"without rows: {', '.join(empty) or 'none'}\n")
        connections.close_all()
        with closing(sqlite3.connect(path)) as opened:
            opened.execute("PRAGMA journal_mode=DELETE")
            opened.execute("VACUUM")
        target.write_bytes(lzma.compress(path.read_bytes(), preset=9))
        sys.stdout.write(f"{target}: {target.stat().st_size // 1024} kB\n")


def write() -> None:
    """Publish the cut, and begin what people begin."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from accounts.actions.tokens import create_token
    from accounts.enums import TokenScope
    from cases.actions.content import publish_content
    from cases.actions.draft import save_draft, submit
    from cases.models import Case
    from exchange.content import read_content

    documents = [one for _, one in read_content(settings.BASE_DIR / "content") if one.get("kind") != "analysis"]
    publish_content(closed(documents))
    people = []
    for name in ("contributor", "coder", "editor"):
        person = get_user_model().objects.create_user(username=name, email=f"{name}@example.org", password="a long pass phrase")  # noqa: S106
        person.groups.set([Group.objects.get(name=name)])
        people.append(person)
    expires = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    create_token(by=people[1], name="kept", scope=TokenScope.DRAFT, expires_at=expires)
    live = Case.objects.select_related("revision").order_by("pk").first().revision  # type: ignore[union-attr]
    changed = json.loads(json.dumps(live.document))
    changed["summary"] |= {"en": "A draft that was under way.", "of": None}
    save_draft(document=changed, by=people[0], base=live)
    submit(revision=save_draft(document=changed, by=people[1], base=live), by=people[1], reason="Handed in.")


def closed(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The smallest cases and the smallest record of each kind, and every document that one of the chosen names."""
    cases = sorted((one for one in documents if one["kind"] == "case"), key=lambda one: len(json.dumps(one)))
    by_uid: dict[str, list[dict[str, Any]]] = {}
    for one in documents:
        by_uid.setdefault(str(one["uid"]), []).append(one)
    studied = [one for one in cases if one.get("codings")]
    kinds = {one["kind"] for one in documents} - {"study", "hypothesis"}  # they bring too much along
    each = [min((one for one in documents if one["kind"] == kind), key=lambda one: len(json.dumps(one))) for kind in sorted(kinds)]
    chosen: dict[int, dict[str, Any]] = {}
    waiting = [*studied[:CASES], *each, *(one for one in documents if one["kind"] == "codebook")]
    while waiting:
        one = waiting.pop()
        chosen[id(one)] = one
        for word in set(WORD.findall(json.dumps(one, default=str))):
            waiting += [named for named in by_uid.get(word, ()) if id(named) not in chosen and may_follow(one, named)]
    return [one for one in documents if id(one) in chosen]


def may_follow(one: dict[str, Any], named: dict[str, Any]) -> bool:
    """Codes and data sets give many cases as examples, which the record can do without."""
    return named["kind"] != "case" or one["kind"] in ("hypothesis", "study")


def fill_the_rest() -> list[str]:
    """One row for every table that still has none, as far as its rules let a made-up one in."""
    from django.apps import apps
    from django.db import Error, transaction

    def empty() -> list[Any]:
        models = [one for one in apps.get_models() if one._meta.managed and not is_projected(one)]
        return [one for one in models if not one._base_manager.exists()]

    for _ in range(3):
        for model in empty():
            try:
                with transaction.atomic():
                    model._base_manager.bulk_create([model(**row(model))])
            except (Error, LookupError, TypeError, ValueError):
                continue
    return [one._meta.label for one in empty()]


def is_projected(model: Any) -> bool:
    """The tables of the record are written from its documents, and hold nothing else."""
    names = {field.name for field in model._meta.get_fields()}
    return {"uid", "revision"} <= names or bool({"case", "claim", "order"} & names) and model._meta.app_label == "cases"


def row(model: Any) -> dict[str, Any]:
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and field.get_internal_type().endswith("AutoField"):
            continue
        values[field.attname] = value(field)
    return values


def value(field: Any) -> Any:
    """Something that the field can hold."""
    kind = field.get_internal_type()
    if field.remote_field:
        found = field.remote_field.model._base_manager.order_by("pk").first()
        if found is None and not field.null:
            raise LookupError(field.name)
        return found.pk if found else None
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if field.choices:
        return next(key for key, _ in field.flatchoices if key != "")
    now = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    plain = {
        "DateTimeField": now, "DateField": now.date(), "BooleanField": False, "UUIDField": uuid.UUID(int=7), "JSONField": {},
        "BinaryField": b"kept", "FloatField": 1.5, "DecimalField": 1,
    }  # fmt: skip
    if kind in plain:
        return plain[kind]
    return 1 if "Integer" in kind else "kept"[: field.max_length]


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    dump(Path(sys.argv[1]).resolve())
