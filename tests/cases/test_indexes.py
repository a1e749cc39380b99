"""Every index has a reader: docs/indexes.md names each, and none is the beginning of another."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from cases.search.keys import BITS, number
from cases.search.syntax import Kind

pytestmark = pytest.mark.django_db
OWN = ("accounts", "cases", "analyses", "advice")
LINE = re.compile(r"^\| (\w+) \| ([\w, ]+) \| (.+) \|$", re.MULTILINE)
SPECIAL = ("gin", "gist")
"""Of search, whose adapter makes them (cases/search); those whose names end with “_like” are Django's own beside unique texts."""


def tables() -> dict[str, bool]:
    """Our tables by name, and whether Django made them to join two others."""
    models = [model for app in OWN for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return {model._meta.db_table: bool(model._meta.auto_created) for model in models}


def found(table: str) -> list[tuple[list[str], bool]]:
    """The columns of each index of a table, and whether something must be unique there."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
    kept = [one for name, one in constraints.items() if not name.endswith("_like") and one.get("type", "btree") not in SPECIAL]
    return [
        (one["columns"], bool(one["unique"] or one["primary_key"]))
        for one in kept
        if one["columns"] and (one["index"] or one["unique"] or one["primary_key"])
    ]


def test_each_index_is_named_with_who_asks_it_and_none_begins_another() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "indexes.md").read_text()
    named = {(table, columns): reader for table, columns, reader in LINE.findall(page) if table != "table"}
    there, twice = set(), []
    for table, joins in tables().items():
        indexes = found(table)
        for columns, unique in indexes:
            if not unique:
                there.add((table.partition("_")[2], ", ".join(columns)))
                longer = [other for other, _unique in indexes if len(other) > len(columns) and other[: len(columns)] == columns]
                twice += [(table, columns, longer)] if longer and not joins else []
    assert not twice
    assert there - set(named) == set()  # an index without a reader
    assert set(named) - there == set()  # a reader without an index


def test_words_of_each_kind_of_entry_have_an_index_of_their_own() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite goes to the kind by its range of keys")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'cases_search' AND indexdef LIKE '%USING gin%'"
        )
        there = dict(cursor.fetchall())
    assert there.keys() == {f"cases_search_{kind}" for kind in Kind}
    for kind in Kind:
        assert f"(id >> {BITS}) = {number(kind)})" in there[f"cases_search_{kind}"]
