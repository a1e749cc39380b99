"""CSV and JSON, a piece at a time: a hundred thousand cases need no more memory than two hundred."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from exchange.case_files.table import CODEBOOK, CODINGS, Cell, Table, codebook_line, coding_line, digits, fixed
from exchange.comparison.csv import safe

FIRST = b"\xef\xbb\xbf"  # so that spreadsheets read Chinese


def cases_csv(table: Table) -> Iterator[bytes]:
    rows = (table.cells(case, codings, studies) for case, codings, studies in table.rows())
    yield from _csv(_headed(table.columns, rows))


def codings_csv(table: Table) -> Iterator[bytes]:
    """Every claim with how it is known, rivals and blanks too."""
    rows = (list(coding_line(coding, case.uid).values()) for case, codings, _ in table.rows() for coding in codings)
    yield from _csv(_headed(list(CODINGS), rows))


def dictionary_csv(table: Table) -> Iterator[bytes]:
    yield from _csv(table.dictionary())


def _headed(columns: list[str], rows: Iterable[list[Cell]]) -> Iterator[list[Any]]:
    yield columns
    yield from rows


def _csv(rows: Iterable[list[Any]]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    yield FIRST
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
        if out.tell() > 32_000:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return digits(cell) if isinstance(cell, float | int) else safe(cell)


def to_json(table: Table) -> Iterator[bytes]:
    """One object: what it is, its dictionary and codebook, and the cases with all their codings."""
    codebook = [
        {
            "uid": code.uid,
            "short_en": code.short_en,
            "short_zh": code.short_zh,
            **dict(zip(CODEBOOK, codebook_line(code), strict=True)),
        }
        for code in table.codes
    ]
    columns = [dict(zip(("file", "column", "meaning"), line, strict=True)) for line in table.described()]
    head = {"about": table.about(), "dictionary": columns, "codebook": codebook}
    yield _json(head)[:-1].encode() + b', "cases": ['
    for number, (case, codings, studies) in enumerate(table.rows()):
        one = {**fixed(case, studies), "studies": studies, "codings": [coding_line(coding, case.uid) for coding in codings]}
        yield (",\n" if number else "\n").encode() + _json(one).encode()
    yield b"\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
