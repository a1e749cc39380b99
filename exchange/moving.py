"""Moving house: everything that another database of Casebase holds, into this one, which is new."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

import environ
from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from accounts.models import User
from cases.actions.index import put_tokens
from cases.actions.statistics import refresh_statistics
from cases.actions.sync import insert
from cases.models import Revision

OLD = "old"
AT_ONCE = 5_000


class Unmovable(Exception):
    """The two databases do not fit; the text says why and what to do."""


@contextmanager
def opened(url: str) -> Iterator[None]:
    """The database at the address as ``OLD``."""
    connections.settings[OLD] = connections["default"].settings_dict | {"OPTIONS": {}} | _place(url)
    try:
        yield
    finally:
        connections[OLD].close()
        del connections.settings[OLD], connections[OLD]


def _place(url: str) -> dict[str, Any]:
    place: dict[str, Any] = {}
    with catch_warnings(), suppress(ValueError):
        simplefilter("ignore")  # what it cannot read is said below
        place = environ.Env.db_url_config(url)
    engine = place.get("ENGINE", "")
    if not engine.endswith((".sqlite3", ".postgresql")):
        # Not repeated: a password may stand in it.
        raise Unmovable("This is no address of a database. Write it as DATABASE_URL has it: sqlite:////srv/casebase.sqlite3.")
    if engine.endswith(".sqlite3") and not Path(place["NAME"]).is_file():  # SQLite would make an empty one there
        raise Unmovable(f"There is no file {place['NAME']}. An absolute path has four slashes: sqlite:////srv/casebase.sqlite3.")
    return place


def tables() -> list[type[Model]]:
    """All that the program keeps rows in."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def move_from(url: str) -> int:
    """Copy every row of the database at the address, all of them or none; return how many. Uploads stay where they are."""
    models = tables()
    with opened(url):
        _refuse_misfits()
        with transaction.atomic():
            # What the migrations put in has other keys than the same rows have over there.
            names = [model._meta.db_table for model in models]
            connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), names))
            moved = sum(map(_copy, models))
            _set_sequences(models)
            put_tokens()
    refresh_statistics()
    return moved


def _refuse_misfits() -> None:
    try:
        there, here = (set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in (OLD, "default"))
    except DatabaseError as problem:
        raise Unmovable(f"The old database cannot be read: {problem}") from problem
    if there != here:
        raise Unmovable("The two databases are not of the same version. Run `manage.py migrate` on both, then try again.")
    if User.objects.exists() or Revision.objects.exists():
        raise Unmovable("This database holds people or records already. Name a new one in DATABASE_URL and migrate it.")


def _copy(model: type[Model]) -> int:
    rows = model._base_manager.using(OLD).order_by("pk").values(*(field.attname for field in model._meta.concrete_fields))
    moved = 0
    for part in _parts(rows.iterator(chunk_size=AT_ONCE)):
        insert(model, part)
        moved += len(part)
    return moved


def _parts(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while part := list(islice(rows, AT_ONCE)):
        yield part


def _set_sequences(models: list[type[Model]]) -> None:
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
