"""Copies of the whole test database under a name, and the way back to them.

Tests that commit (a live server, a race of two writers) cannot be rolled back. Instead of loading the content again
before each of them, its state is kept once and put back: a file copy on SQLite, a schema of copied tables on PostgreSQL.
"""

import sqlite3

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests.settings import RUN_DIR


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
        with sqlite3.connect(RUN_DIR / f"{name}.snapshot") as copy:
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
        copy = sqlite3.connect(RUN_DIR / f"{name}.snapshot")
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
