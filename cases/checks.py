"""What a database must not get wrong about the record."""

from django.core.checks import Tags, Warning, register
from django.db import connections

WORDS = ["B", "a b", "a-c", "ab", "é", "中"]
"""As their characters stand in Unicode. A language would put them in another order: spaces and capitals count last in most."""


@register(Tags.database)
def order_of_texts(app_configs, databases=None, **kwargs):
    """Lists stand in the same order on every database: SQLite has no other order than that of the characters."""
    return [
        Warning(
            f"The database of DATABASES[{alias!r}] sorts texts as some language does, so that lists stand in another order than "
            "they are made for.",
            hint="Make one with LC_COLLATE 'C' and move the site there: docs/operations.md, under PostgreSQL, says how.",
            id="cases.W001",
        )
        for alias in databases or ()
        if connections[alias].vendor == "postgresql" and _sorted(alias) != WORDS
    ]


def _sorted(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT word FROM unnest(%s::text[]) AS word ORDER BY word", [WORDS[::-1]])
        return [word for (word,) in cursor.fetchall()]
