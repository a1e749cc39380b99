"""On PostgreSQL an index of words for each kind of entry, instead of one for all.

A common word stands in millions of entries. Who asks for cases only would have to look through all of these, or through every case.
"""

from django.db import migrations

KINDS = ["case", "code", "place", "actor", "event", "study", "source", "excerpt", "dataset"]
"""By the number in the high bits of their keys, from 1 on."""


def divide(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX cases_search_tokens")
        for number, kind in enumerate(KINDS, start=1):
            schema_editor.execute(f"CREATE INDEX cases_search_{kind} ON cases_search USING gin (tokens) WHERE (id >> 40) = {number}")


def unite(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for kind in KINDS:
            schema_editor.execute(f"DROP INDEX cases_search_{kind}")
        schema_editor.execute("CREATE INDEX cases_search_tokens ON cases_search USING gin (tokens)")


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_waiting")]
    operations = [migrations.RunPython(divide, unite)]
