"""What SQLite's planner believes of the tables: how large they are, it learns when told. PostgreSQL sees to it."""

from django.db import connection

from cases.models import Case

GROWN = 2
"""Times as many cases as when it was last told."""


def refresh_statistics() -> None:
    """After many records came in. Without it the models of 25 cases are looked for among all cases that have one."""
    if connection.vendor == "sqlite" and Case.objects.count() >= GROWN * _cases_then():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def _cases_then() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() is None:
            return 0
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s AND idx = 'case_by_name'", [Case._meta.db_table])
        told = cursor.fetchone()
    return int(told[0].partition(" ")[0]) if told else 0
