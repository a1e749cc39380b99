"""XLSX: the table on the first sheet; notes, passages and sources on sheets of their own."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cases.validators import NOT_IN_XML
from exchange.comparison.grid import Grid

LONGEST = 32_767
"""Characters that a cell can hold."""
WIDE, NARROW = 42, 24


def to_xlsx(grid: Grid) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = _("Comparison")
    fill_sheet(sheet, [[_("Group"), _("Question"), *grid.columns, _("Note")]], bold=True)
    fill_sheet(sheet, ([row.group, row.title, *row.cells, row.note] for row in grid.rows))
    set_widths(sheet, [NARROW, NARROW, *(WIDE for _column in grid.columns), WIDE])
    sheet.freeze_panes = "C2"
    _page(book, _("Passages"), [[_("Number"), _("Passage")], *([number, text] for number, text in grid.passages)])
    _page(book, _("Sources"), [[_("Source")], *([source] for source in grid.sources)])
    _page(book, _("About"), [[grid.title], *([line] for line in grid.about), *([note] for note in grid.notes)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _page(book: Workbook, title: str, rows: Iterable[list[Any]]) -> None:
    sheet = book.create_sheet(title)
    first, *others = rows
    fill_sheet(sheet, [first], bold=True)
    fill_sheet(sheet, others)
    set_widths(sheet, [100] if len(first) == 1 else [10, 100])


def fill_sheet(sheet: Any, rows: Iterable[list[Any]], bold: bool = False) -> None:
    """Rows below those there; words stay words, also where a spreadsheet would read a formula."""
    for row in rows:
        sheet.append([_cell(sheet, value, bold) for value in row])


def _cell(sheet: Any, value: Any, bold: bool) -> Cell:
    cell = Cell(sheet, row=1, column=1)  # the sheet, which counts its rows, gives it its place
    if value is None or isinstance(value, int | float):
        cell.value = value
    else:
        cell.value = NOT_IN_XML.sub("", value)[:LONGEST]
        cell.data_type = "s"  # "=…" would else become a formula
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def set_widths(sheet: Any, widths: list[int]) -> None:
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
