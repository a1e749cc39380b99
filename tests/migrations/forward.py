"""Take a small database of an earlier version (tests/migrations/*.xz) to this one, and say as JSON what became of it.

    python -m tests.migrations.forward tests/migrations/1.2.xz        into the empty database that DATABASE_URL names

On PostgreSQL the tables are first made as they were then, by the same migrations, and filled with the same rows.
"""

import json
import lzma
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import django

Rows = dict[str, dict[str, dict[str, Any]]]
"""By table and key, each row by column."""
INDEX = "cases_search"
"""Tokens: written again from the record where the analyser has changed."""


def old_rows(path: Path) -> Rows:
    """Every row of the file, as it stood."""
    with closing(sqlite3.connect(path)) as opened:
        opened.row_factory = sqlite3.Row
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if not name.startswith((f"{INDEX}_", "sqlite_")) and name != INDEX]
        return {name: by_key([dict(row) for row in opened.execute(f'SELECT * FROM "{name}"')]) for name in kept}  # noqa: S608


def by_key(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By the row's own key: its number, else the numbers of those that it joins, else its first column."""
    names = list(rows[0]) if rows else []
    key = ["id"] if "id" in names else [name for name in names if name.endswith("_id")] or names[:1]
    return {" ".join(row[name].hex if isinstance(row[name], UUID) else str(row[name]) for name in sorted(key)): row for row in rows}


def put_back(rows: Rows) -> None:
    """On PostgreSQL: the tables of then, with the rows of then."""
    from django.core.management import call_command
    from django.db import connection, transaction

    last: dict[str, str] = {}
    for row in sorted(rows["django_migrations"].values(), key=lambda row: row["id"]):
        last[row["app"]] = max(row["name"], last.get(row["app"], ""))
    for app, name in last.items():
        call_command("migrate", app, name, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows come in no order
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in rows))
        for table, some in rows.items():
            types = {column.name: column for column in connection.introspection.get_table_description(cursor, table)}
            for row in some.values():
                plain = {name: bool(one) if types[name].type_code == 16 and one is not None else one for name, one in row.items()}
                names = ", ".join(f'"{name}"' for name in plain)
                marks = ", ".join(["%s"] * len(plain))
                cursor.execute(
                    f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE VALUES ({marks})',  # noqa: S608
                    list(plain.values()),
                )
            for sequence in connection.introspection.get_sequences(cursor, table):
                column = sequence["column"]
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'),"  # noqa: S608
                    f' (SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}"), false)'
                )


def now_rows(tables: list[str]) -> Rows:
    from django.db import connection

    found: Rows = {}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in tables:
            if table in there:
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                names = [column[0] for column in cursor.description]
                found[table] = by_key([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    return found


def lost(old: Rows, new: Rows) -> list[str]:
    """Every row that is no longer there."""
    return [f"{table} {key}" for table, rows in old.items() for key in rows if key not in new.get(table, {})]


def changed(old: Rows, new: Rows) -> list[str]:
    """Every document, and every word of a person or a draft, that no longer says what it said."""
    wrong = []
    for table, columns in {"cases_revision": ("document", "state", "reason"), "accounts_user": ("username", "password")}.items():
        for key, row in old[table].items():
            wrong += [f"{table} {key} {name}" for name in columns if plain(row[name]) != plain(new[table][key][name])]
    return wrong


def plain(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def pages() -> dict[str, int]:
    """How the pages of every record answer, to a stranger and to an editor."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from cases.models import Case, Code, Source
    from cases.models.heads import HEADS

    addresses = ["/", "/zh-hans/", "/cases/", "/search/?q=government", "/api/cases/", "/matrix/", "/readyz"]
    addresses += [one.get_absolute_url() for model in (Case, Code, Source) for one in model.objects.all()[:8]]
    addresses += [f"/history/{kind}/{one.uid}/" for kind, model in HEADS.items() for one in model._default_manager.all()[:1]]
    cases = Case.objects.all()[:2]
    addresses += [f"/{page}/?items=" + ",".join(f"case:{one.slug}" for one in cases) for page in ("compare", "timeline")]
    stranger, editor = Client(), Client()
    editor.force_login(get_user_model().objects.get(username="editor"))
    answers = {address: stranger.get(address).status_code for address in addresses}
    return answers | {address: editor.get(address).status_code for address in ("/contribute/", "/review/", "/me/", "/upkeep/")}


def forward(dump: Path) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from tests.cases.every_row import every_row

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.sqlite3"
        path.write_bytes(lzma.decompress(dump.read_bytes()))
        old = old_rows(path)
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).write_bytes(path.read_bytes())
        else:
            put_back(old)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("reindex", "--if-needed", verbosity=0)
    new = now_rows(list(old))
    answers = pages()
    before = every_row()
    call_command("rebuild", verbosity=0)
    return {
        "rows": sum(map(len, old.values())),
        "lost": lost(old, new),
        "changed": changed(old, new),
        "rebuilt": differing(before, every_row()),
        "pages": answers,
    }


def differing(before: dict[str, list], after: dict[str, list]) -> list[str]:
    """Every row that is no longer as it was, or was not there."""
    wrong = []
    for table in before:
        if before[table] != after[table]:
            wrong += [f"{table} was {row}" for row in before[table] if row not in after[table]]
            wrong += [f"{table} is {row}" for row in after[table] if row not in before[table]]
    return wrong


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.durability.settings")
    django.setup()
    sys.stdout.write(f"\n{json.dumps(forward(Path(sys.argv[1])))}\n")
