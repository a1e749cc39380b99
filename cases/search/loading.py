"""Many new rows at once, in the way that the database takes them fastest."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection


def load(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values that the database takes as they are. Names are the program's own."""
    quote = connection.ops.quote_name
    named = f"{quote(table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django puts its own errors in place of the driver's everywhere else.
            with connection.wrap_database_errors, cursor.copy(f"COPY {named} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {named} VALUES ({marks})", list(rows))  # noqa: S608
