"""Copies of the whole test database under a name, and the way back to them.

Tests that commit (a live server, a race of two writers) cannot be rolled back. Instead of loading the content again
before each of them, its state is kept once and put back: a file copy on SQLite, a schema of copied tables on PostgreSQL.
On SQLite a copy that one run has made serves every run of the very same code and content, so that the parts of
`make test`, and whoever runs one test after another, migrate and load the content once.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests.settings import RUN_DIR

KEPT = settings.BASE_DIR / "var" / "tests"
SOURCES = ("accounts", "advice", "analyses", "api", "casebase", "cases", "exchange", "methods", "content")
FILES = ("requirements.txt", "tests/conftest.py", "tests/settings.py", "tests/snapshots.py")


@cache
def _made_of() -> str:
    """A digest of all that decides what migrations and content make: the code, the content, the packages, the programs."""
    files = [settings.BASE_DIR / name for name in FILES]
    for name in SOURCES:
        found = sorted((settings.BASE_DIR / name).rglob("*"))
        files += [one for one in found if one.is_file() and one.suffix != ".pyc"]
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for file in files:
        digest.update(f"{file.relative_to(settings.BASE_DIR)} {file.stat().st_size} ".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def _kept(name: str) -> Path:
    return KEPT / f"{_made_of()}-{name}"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two runs that want the same copy: one makes it, the other waits for it."""
    if connection.vendor != "sqlite":
        yield
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetch(name: str, to: Path) -> bool:
    """The copy that another run has kept, if there is one."""
    if connection.vendor != "sqlite" or not _kept(name).exists():
        return False
    shutil.copyfile(_kept(name), to)
    return True


def keep(name: str) -> None:
    """Keep the copy for other runs of this very code, and none of other code."""
    if connection.vendor != "sqlite":
        return
    for old in KEPT.glob("*-*"):
        if not old.name.startswith(_made_of()):
            old.unlink(missing_ok=True)
    half = KEPT / f"{os.getpid()}.half"
    shutil.copyfile(copy_of(name), half)
    half.rename(_kept(name))


def copy_of(name: str) -> Path:
    return RUN_DIR / f"{name}.snapshot"


def refuse_real_database() -> None:
    """Nothing is emptied or put back in a database that is not the tests' own."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
    if not name.startswith("test_"):
        raise RuntimeError(f"the tests are connected to the database {name}, which is not theirs")


def take(name: str) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(copy_of(name)) as copy:
            connection.connection.backup(copy)
        copy.close()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
        cursor.execute(f'CREATE SCHEMA "{name}"')
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'CREATE TABLE "{name}"."{table}" AS TABLE public."{table}"')


def restore(name: str) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(copy_of(name))
        copy.backup(connection.connection)
        copy.close()
        # What the connection remembers of the tables, the search index above all, is of the database before.
        connection.close()
    else:
        _restore_tables(name)
    ContentType.objects.clear_cache()


def _restore_tables(name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute("TRUNCATE " + ", ".join(f'public."{table}"' for table in tables) + " CASCADE")
        for table in tables:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
                [table],
            )
            columns = ", ".join(f'"{column}"' for (column,) in cursor.fetchall())
            cursor.execute(
                f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM "{name}"."{table}"'  # noqa: S608
            )
            for sequence in connection.introspection.get_sequences(cursor, table):
                column = sequence["column"]
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'),"  # noqa: S608
                    f' (SELECT coalesce(max("{column}"), 0) + 1 FROM public."{table}"), false)'
                )
