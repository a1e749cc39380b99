"""XLSX: a sheet for each table with the numbers as they were computed; words, citations and a list of the sheets first."""

import io
import re
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from analyses.report import Cell, Table
from cases.queries.citation import STYLES
from cases.validators import NOT_IN_XML
from exchange.analyses.leaving import Leaving
from exchange.comparison.xlsx import LONGEST

NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
TITLE = 31
"""Characters that the name of a sheet may have."""
CORE, PERIPHERAL = Font(size=16), Font(size=8)


def to_xlsx(leaving: Leaving) -> bytes:
    report = leaving.report
    book = Workbook()
    first = book.active
    assert first is not None  # noqa: S101 - a new workbook has a sheet
    first.title = _("Report")[:TITLE]
    first.column_dimensions["A"].width = 120
    for words in [report.title, *report.about, leaving.url]:
        _words(first, words)
    for section in report.sections:
        _words(first, section.title, bold=True)
        for words in section.words:
            _words(first, words)
    _words(first, _("How to cite this run"), bold=True)
    for style, write in STYLES.items():
        _words(first, f"{style}: {write(leaving.work)}")
    _words(first, _("Tables"), bold=True)
    for number, table in enumerate(report.tables, start=1):
        sheet = book.create_sheet(f"{number} {NOT_IN_TITLE.sub(' ', table.caption)}"[:TITLE].rstrip())
        _words(first, f"{number} {table.caption}")
        _table(sheet, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _words(sheet: Any, words: str, bold: bool = False) -> None:
    """A line of words in the first column."""
    _write(sheet.cell(_next(sheet), 1), Cell(words), bold)


def _next(sheet: Any) -> int:
    return sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1


def _table(sheet: Any, table: Table) -> None:
    for at, words in enumerate(table.head, start=1):
        _write(sheet.cell(1, at), Cell(words), bold=True)
        wide = max((len(row[at - 1].text) for row in table.rows), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(wide, len(words), 8) + 2, 60)
    for down, row in enumerate(table.rows, start=2):
        for at, cell in enumerate(row, start=1):
            _write(sheet.cell(down, at), cell)
    sheet.freeze_panes = "B2"
    below = len(table.rows) + 3
    for down, words in enumerate([table.caption, *table.notes], start=below):
        _write(sheet.cell(down, 1), Cell(words), wrap=False)


def _write(cell: Any, what: Cell, bold: bool = False, wrap: bool = True) -> None:
    """A number as a number, shown as on the page; words as words, whatever they begin with."""
    cell.alignment = Alignment(wrap_text=wrap, vertical="top", horizontal="center" if what.symbol else None)
    if bold:
        cell.font = Font(bold=True)
    if what.symbol:
        cell.font = CORE if what.is_core else PERIPHERAL
    if what.number is not None:
        cell.value = what.number
        if isinstance(what.number, float) and what.text == f"{what.number:.3f}":
            cell.number_format = "0.000"
    elif what.text:
        cell.value = NOT_IN_XML.sub("", what.text)[:LONGEST]
        cell.data_type = "s"  # "=…" would else become a formula
        cell.quotePrefix = what.text.startswith(("=", "+", "-", "@"))
