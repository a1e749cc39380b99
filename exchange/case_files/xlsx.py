"""XLSX, written row by row: cases, dictionary with the codebook, and what the file is."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from cases.validators import NOT_IN_XML
from exchange.case_files.table import Table, digits
from exchange.comparison.csv import LIVE

MOST_IN_SHEETS = 5_000
"""Cases in a spreadsheet; more are taken as CSV or JSON."""
LONGEST = 32_767


def to_xlsx(table: Table) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    rows = (table.cells(case, codings, studies) for case, codings, studies in table.rows())
    _sheet(book, "cases", [table.columns], freeze="B2")
    _fill(book.worksheets[0], rows)
    _sheet(book, "dictionary", table.dictionary(), freeze="C2")
    _sheet(book, "about", [[name, str(value)] for name, value in table.about().items()])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(65_536):
            yield piece


def _sheet(book: Workbook, title: str, rows: Iterable[list[Any]], freeze: str | None = None) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = freeze
    _fill(sheet, rows)


def _fill(sheet: Any, rows: Iterable[list[Any]]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, value) if isinstance(value, str) else _number(sheet, value) for value in row])


def _number(sheet: Any, value: Any) -> Any:
    """As it is: the library writes sixteen digits, and some numbers have one more."""
    if not isinstance(value, float) or float(f"{value:.16g}") == value:
        return value
    cell = WriteOnlyCell(sheet, digits(value))
    cell.data_type = "n"
    return cell


def _cell(sheet: Any, text: str) -> Any:
    text = NOT_IN_XML.sub("", text)[:LONGEST]
    if not text.startswith(LIVE):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # "=…" would else become a formula
    cell.quotePrefix = True
    return cell
