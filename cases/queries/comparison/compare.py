"""The comparison of cases, of codes of one kind, of phases, or of published results."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from cases.enums import Blank, silence
from cases.models import Case, CodebookVersion, Phase, PublishedResult
from cases.queries.comparison.cases import case_rows
from cases.queries.comparison.codes import code_rows
from cases.queries.comparison.notes import case_notes, code_notes, result_notes
from cases.queries.comparison.phases import phase_rows
from cases.queries.comparison.reported import source_row
from cases.queries.comparison.results import result_rows
from cases.queries.comparison.row_notes import annotate
from cases.queries.comparison.table import Column, Comparison, Entry, Row, attach_evidence


def compare(columns: Sequence[Column]) -> Comparison:
    """Rows are the same questions for all columns; each claim comes with the numbers of its passages.

    Who reads a comparison asks for it again with every passage opened and every row hidden: it is kept until
    something is published, and must not be changed by who gets it.
    """
    return _compared(tuple(columns), get_language())


@lru_cache(maxsize=16)
def _compared(columns: Sequence[Column], _language: str | None) -> Comparison:
    rows = _rows(columns)
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            cell.blank = cell.blank or (silence(column.case.origin) if column.case else Blank.NOT_REPORTED)
    entries = {entry.id: entry for row in rows for cell in row.cells for entry in cell.entries}
    passages = _number(entry for row in rows for cell in row.cells for entry in cell.entries)
    sources = source_row([str(column.item) for column in columns], rows)
    rows.append(sources)
    entries |= {entry.id: entry for cell in sources.cells for entry in cell.entries}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    annotate(columns, rows)
    return Comparison(list(columns), list(groups.items()), _notes(columns, rows), entries, passages)


def _rows(columns: Sequence[Column]) -> list[Row]:
    records = [column.record for column in columns]
    first = records[0]
    if isinstance(first, Case):
        return case_rows(records)
    if isinstance(first, Phase):
        return phase_rows(records)
    return result_rows(records) if isinstance(first, PublishedResult) else code_rows(records)


def _notes(columns: Sequence[Column], rows: list[Row]) -> list[str]:
    records = [column.record for column in columns]
    if cases := [column.case for column in columns if column.case]:
        return case_notes(cases, rows)
    return result_notes(records) if isinstance(records[0], PublishedResult) else code_notes(records, rows)


def _versions(entries: Iterable[Entry]) -> dict[int, str]:
    """Codebook versions by key, where a claim was read without the name of its own."""
    lacking = any(entry.claim is not None and not hasattr(entry.claim, "book") for entry in entries)
    return dict(CodebookVersion.objects.values_list("pk", "uid")) if lacking else {}


def _number(entries: Iterable[Entry]) -> list[tuple[int, Any]]:
    """Number the passages in the order of the table and attach them to the entries."""
    entries = list(entries)
    attach_evidence(entries)
    versions = _versions(entries)
    numbers: dict[int, int] = {}
    excerpts = {}
    for entry in entries:
        if entry.claim is not None:
            entry.codebook = getattr(entry.claim, "book", "") or versions[entry.claim.codebook_id]
        for use in entry.evidence:
            number = numbers.setdefault(use.excerpt_id, len(numbers) + 1)
            excerpts[number] = use.excerpt
            entry.numbers.append((number, f"{use.excerpt.source.uid}#{use.excerpt.ref}", use.stance))
    return sorted(excerpts.items())
