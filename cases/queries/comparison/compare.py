"""The comparison of cases, or of codes of one kind."""

from collections.abc import Iterable, Sequence
from typing import Any

from cases.enums import Blank, silence
from cases.models import Case
from cases.queries.comparison.cases import case_rows
from cases.queries.comparison.codes import code_rows
from cases.queries.comparison.notes import case_notes, code_notes
from cases.queries.comparison.table import (
    Column,
    Comparison,
    Entry,
    Row,
    attach_evidence,
)


def compare(columns: Sequence[Column]) -> Comparison:
    """The comparison of cases, or of codes of one kind."""
    records = [column.record for column in columns]
    rows = case_rows(records) if isinstance(records[0], Case) else code_rows(records)
    for row in rows:
        for record, cell in zip(records, row.cells, strict=True):
            cell.blank = cell.blank or (silence(record.origin) if isinstance(record, Case) else Blank.NOT_REPORTED)
    entries = {entry.id: entry for row in rows for cell in row.cells for entry in cell.entries}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    notes = case_notes(records, rows) if isinstance(records[0], Case) else code_notes(records)
    passages = _number(entries.values())
    return Comparison(list(columns), list(groups.items()), notes, entries, passages)


def _number(entries: Iterable[Entry]) -> list[tuple[int, Any]]:
    """Number the passages in the order of the table and attach them to the entries."""
    attach_evidence(entries)
    numbers: dict[int, int] = {}
    excerpts = {}
    for entry in entries:
        for use in entry.evidence:
            number = numbers.setdefault(use.excerpt_id, len(numbers) + 1)
            excerpts[number] = use.excerpt
            entry.numbers.append((number, f"{use.excerpt.source.uid}#{use.excerpt.ref}", use.stance))
    return sorted(excerpts.items())
