"""Making rows equal to what they should be, writing only those that differ."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model

from cases.documents.rows import Row

Key = tuple[Any, ...]


def columns(model: type[Model]) -> list[str]:
    """Columns that a row may set: all but a key that the database gives."""
    return [field.attname for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


def sync(
    model: type[Model], key: Sequence[str], scope: dict[str, Any], rows: Iterable[Row], prune: bool = True
) -> dict[Key, int]:
    """Make the rows within ``scope`` (a filter) equal to ``rows``; return their primary keys by ``key``.

    One query reads, one deletes what vanished, one updates and one inserts, however many rows.
    Rows may leave columns out; those are left as they are.
    """
    wanted = {tuple(row[name] for name in key): row for row in rows}
    found = {
        tuple(row[name] for name in key): row for row in model._default_manager.filter(**scope).values("pk", *columns(model))
    }
    if prune and (vanished := [found[name]["pk"] for name in found.keys() - wanted.keys()]):
        model._default_manager.filter(pk__in=vanished).delete()
    return write(model, key, wanted, found)


def write(model: type[Model], key: Sequence[str], wanted: dict[Key, Row], found: dict[Key, Row]) -> dict[Key, int]:
    """Insert the rows that are missing and update those that differ from ``found``."""
    new = {name: model(**row) for name, row in wanted.items() if name not in found}
    changed = [model(**found[name] | row) for name, row in wanted.items() if name in found and differs(found[name], row)]
    if changed:
        # Every column is named, so that checks over several columns hold for the updated row.
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        unique = [model._meta.pk.name]
        model._default_manager.bulk_create(
            changed, update_conflicts=True, unique_fields=unique, update_fields=fields, batch_size=500
        )
    model._default_manager.bulk_create(new.values(), batch_size=500)
    return {name: found[name]["pk"] if name in found else new[name].pk for name in wanted}


def differs(before: Row, after: Row) -> bool:
    return any(before[name] != value for name, value in after.items())


def sync_joins(model: type[Model], key: Sequence[str], scope: dict[str, Any], rows: Iterable[Row]) -> None:
    """As ``sync``, for tables that nothing refers to: their own keys are not asked for, which is several times faster."""
    wanted = {tuple(row[name] for name in key): row for row in rows}
    found = {
        tuple(row[name] for name in key): row for row in model._default_manager.filter(**scope).values("pk", *columns(model))
    }
    changed = {name: row for name, row in wanted.items() if name in found and differs(found[name], row)}
    if gone := [found[name]["pk"] for name in found.keys() - wanted.keys()]:
        model._default_manager.filter(pk__in=gone).delete()
    write(model, key, changed, found)
    insert(model, [row for name, row in wanted.items() if name not in found])


def insert(model: type[Model], rows: Sequence[Row]) -> None:
    """Plain rows of figures and words (no JSON, no dates) in one statement each, without an object for each of them."""
    if not rows:
        return
    names = list(rows[0])
    quote = connection.ops.quote_name
    columns = ", ".join(quote(getattr(model._meta.get_field(name), "column", name)) for name in names)
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608 - names of the model's own
            [[row[name] for name in names] for row in rows],
        )
