"""Making rows equal to what they should be, writing only those that differ."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import AutoField, BooleanField, CharField, FloatField, ForeignKey, IntegerField, Model, TextField

from cases.documents.rows import Row
from cases.search.loading import load

Key = tuple[Any, ...]
PLAIN = (CharField, TextField, IntegerField, FloatField, BooleanField, ForeignKey)
"""Columns whose values go into the database as they are."""


def columns(model: type[Model]) -> list[str]:
    """Columns that a row may set: all but a key that the database gives."""
    return [field.attname for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


Scope = dict[str, Any] | None
"""The filter of the rows that are to be made equal to others; None where none can be there yet."""


def _found(model: type[Model], key: Sequence[str], scope: Scope) -> dict[Key, Row]:
    if scope is None:
        return {}
    rows = model._default_manager.filter(**scope).values("pk", *columns(model))
    return {tuple(row[name] for name in key): row for row in rows}


def sync(model: type[Model], key: Sequence[str], scope: Scope, rows: Iterable[Row], prune: bool = True) -> dict[Key, int]:
    """Make the rows within ``scope`` equal to ``rows``; return their primary keys by ``key``.

    One query reads, one deletes what vanished, one updates and one inserts, however many rows.
    Rows may leave columns out; those are left as they are.
    """
    wanted = {tuple(row[name] for name in key): row for row in rows}
    found = _found(model, key, scope)
    if prune and (vanished := [found[name]["pk"] for name in found.keys() - wanted.keys()]):
        model._default_manager.filter(pk__in=vanished).delete()
    return write(model, key, wanted, found)


def write(model: type[Model], key: Sequence[str], wanted: dict[Key, Row], found: dict[Key, Row]) -> dict[Key, int]:
    """Insert the rows that are missing and update those that differ from ``found``."""
    new = {name: row for name, row in wanted.items() if name not in found}
    changed = [model(**found[name] | row) for name, row in wanted.items() if name in found and differs(found[name], row)]
    if changed:
        # Every column is named, so that checks over several columns hold for the updated row.
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        unique = [model._meta.pk.name]
        model._default_manager.bulk_create(
            changed, update_conflicts=True, unique_fields=unique, update_fields=fields, batch_size=500
        )
    own = model._meta.pk.attname
    keys = dict(zip(new, _keys(model, new.values()), strict=True))
    insert(model, [{**_defaults(model), **row, own: keys[name]} for name, row in new.items()])
    return {name: found[name]["pk"] if name in found else keys[name] for name in wanted}


def _keys(model: type[Model], rows: Collection[Row]) -> list[int]:
    """Keys for new rows, taken before they are written: a statement for many rows gives none back."""
    if not isinstance(model._meta.pk, AutoField):
        return [row[model._meta.pk.attname] for row in rows]
    if not rows:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # whoever writes holds the whole database
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return list(range(last + 1, last + 1 + len(rows)))
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, "id", len(rows)])
        return [key for (key,) in cursor.fetchall()]


@cache
def _defaults(model: type[Model]) -> Row:
    """What stands in columns that a row leaves out; nobody changes it."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields if not field.primary_key}


def differs(before: Row, after: Row) -> bool:
    return any(before[name] != value for name, value in after.items())


def sync_joins(model: type[Model], key: Sequence[str], scope: Scope, rows: Iterable[Row]) -> None:
    """As ``sync``, for tables that nothing refers to: their own keys are not asked for, which is several times faster."""
    wanted = {tuple(row[name] for name in key): row for row in rows}
    found = _found(model, key, scope)
    changed = {name: row for name, row in wanted.items() if name in found and differs(found[name], row)}
    if gone := [found[name]["pk"] for name in found.keys() - wanted.keys()]:
        model._default_manager.filter(pk__in=gone).delete()
    write(model, key, changed, found)
    insert(model, [row for name, row in wanted.items() if name not in found])


def insert(model: type[Model], rows: Sequence[Row]) -> None:
    """New rows in one statement for all, without an object for each of them."""
    if not rows:
        return
    names = list(rows[0])
    fields = [_field(model, name) for name in names]
    prepared = [(name, field.get_db_prep_save) for name, field in zip(names, fields, strict=True) if not isinstance(field, PLAIN)]
    load(model._meta.db_table, [field.column for field in fields], map(_values(names), _prepared(rows, prepared)))


def _values(names: Sequence[str]) -> Callable[[Row], Key]:
    """From a row to its values in the order of the names."""
    return itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)


def _prepared(rows: Sequence[Row], prepared: Sequence[tuple[str, Any]]) -> Iterable[Row]:
    """The rows with the values of some columns as the database takes them."""
    if not prepared:
        return rows
    return ({**row, **{name: prepare(row[name], connection) for name, prepare in prepared}} for row in rows)


@cache
def _field(model: type[Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))
