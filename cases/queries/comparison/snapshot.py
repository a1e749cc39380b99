"""A comparison as plain data with all words in both languages: what is frozen, and what exports are made of."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import override

from cases.models import Source
from cases.queries.citation.pages import source_fields
from cases.queries.comparison.arrange import Arrangement, arrange
from cases.queries.comparison.compare import compare
from cases.queries.comparison.table import Cell, Column, Entry, Row, Words, named
from cases.queries.items import look_up
from cases.queries.version import data_version, stamp

LANGUAGES = {"en": "en", "zh": "zh-hans"}
Table = dict[str, Any]


class TooFew(ValueError):
    """Nothing stands beside anything: fewer than two columns."""


class Snapshot(NamedTuple):
    table: Table
    version: int
    """The publish sequence of the state that it shows."""


def snapshot(columns: Sequence[Column], wanted: Arrangement) -> Snapshot:
    """The table in either language, and the two laid upon each other: one state of the record, also while somebody publishes.

    What was looked up before a publication is looked up again.
    """
    while len(columns) > 1:
        version = data_version()
        tables = {}
        for language, code in LANGUAGES.items():
            with override(code):
                tables[language] = _table(columns, wanted)
        if stamp() == columns[0].state:
            return Snapshot(_merged(tables["en"], tables["zh"]), version)
        columns = _again(columns)
    raise TooFew


def _again(columns: Sequence[Column]) -> list[Column]:
    """As they are now; without what is no longer published."""
    state = stamp()
    records = look_up([column.item for column in columns])
    return [Column(column.item, records[column.item], state) for column in columns if column.item in records]


class Said(str):
    """Words of the interface, which differ by language."""

    __slots__ = ()


def _merged(en: Any, zh: Any) -> Any:
    """Both tables have the same shape: where words of the interface stand, a pair of them takes their place."""
    if isinstance(en, Said):
        return {"en": str(en), "zh": str(zh)}
    if isinstance(en, dict):
        return {key: _merged(value, zh[key]) for key, value in en.items()}
    if isinstance(en, list):
        return [_merged(one, other) for one, other in zip(en, zh, strict=True)]
    return en


def _words(words: Words) -> Any:
    """Words of the record come in both languages already."""
    return {key: words.get(key) or "" for key in LANGUAGES} | _original(words) if isinstance(words, dict) else Said(words)


def _original(words: dict[str, str]) -> dict[str, str]:
    return {"original": words["original"]} if words.get("original") else {}


def _table(columns: Sequence[Column], wanted: Arrangement) -> Table:
    comparison = compare(columns)
    groups = [{"title": Said(title), "rows": [_row(row) for row in rows]} for title, rows in arrange(comparison, wanted)]
    shown = {
        number[0]
        for _title, rows in arrange(comparison, wanted)
        for row in rows
        for cell in row.cells
        for entry in cell.entries
        for number in entry.numbers
    }
    passages = [(number, excerpt) for number, excerpt in comparison.passages if number in shown]
    return {
        "columns": [_column(column) for column in columns],
        "groups": groups,
        "notes": [Said(note) for note in comparison.notes],
        "passages": [_passage(number, excerpt) for number, excerpt in passages],
        "sources": _sources([excerpt.source for _number, excerpt in passages]),
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "item": str(column.item),
        "kind": column.item.kind,
        "uid": column.head.uid,
        "revision": column.head.revision.number,
        "name": _words(column.name),
        "path": _path(column.url),
        "anonymous": column.anonymous,
    }


def _path(url: str) -> str:
    """Without the language: the reader's is put before it."""
    return url.removeprefix(f"/{LANGUAGES['zh']}")


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": _words(row.title),
        "path": _path(row.url),
        "same": row.same,
        "notes": [Said(note) for note in row.notes],
        "cells": [_cell(cell, row) for cell in row.cells],
    }


def _cell(cell: Cell, row: Row) -> dict[str, Any]:
    blank = "" if cell.entries else str(cell.blank or "not-reported")
    return {"blank": blank, "entries": [_entry(entry, row) for entry in cell.entries]}


def _entry(entry: Entry, row: Row) -> dict[str, Any]:
    claim = entry.claim
    return {
        "id": entry.id,
        "names": [_path(url) for url in entry.names],
        "words": entry.words if entry.is_date else _words(entry.words),
        "detail": _words(entry.detail) if entry.detail and row.detailed else None,
        "date": entry.date,
        "is_date": entry.is_date,
        "also": entry.also,
        "path": _path(entry.url),
        "basis": claim.basis if claim else "judgement",
        "confidence": claim.confidence if claim else "",
        "strength": claim.strength if claim else "",
        "reasoning": _words(named(claim, "reasoning")) if claim else None,
        "coder": claim.coder if claim else "",
        "codebook": entry.codebook,
        "passages": [list(number) for number in entry.numbers],
    }


def _passage(number: int, excerpt: Any) -> dict[str, Any]:
    return {
        "number": number,
        "kind": excerpt.excerpt_kind,
        "language": excerpt.language,
        "text": excerpt.text,
        "locator": _words(named(excerpt, "locator")),
        "source": excerpt.source.uid,
        "path": f"{_path(excerpt.source.get_absolute_url())}#x-{excerpt.ref}",
    }


def _sources(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Each once, in the order of the passages, with what its citation needs."""
    by_uid = {source.uid: source for source in sources}
    documents = dict(Source.objects.filter(uid__in=by_uid).values_list("uid", "revision__document"))
    return [_source(source, documents) for source in by_uid.values()]


def _source(source: Any, documents: dict[str, Any]) -> dict[str, Any]:
    return {
        "uid": source.uid,
        "title": _words(named(source, "title")),
        "work": source_fields(documents[source.uid]),
        "path": _path(source.get_absolute_url()),
    }


def items_of(table: Table) -> list[dict[str, Any]]:
    """What is compared, with the revision of each record."""
    return [{name: column[name] for name in ("item", "kind", "uid", "revision")} for column in table["columns"]]


def is_empty(table: Table) -> bool:
    """Nothing is said in any cell."""
    return not any(cell["entries"] for group in table["groups"] for row in group["rows"] for cell in row["cells"])
