"""A table that somebody brings: read, checked, and every fault named by row and column."""

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl
from django import forms
from django.utils.translation import gettext_lazy as _

from analyses.documents.design import Upload
from analyses.queries.tables import MOST_UNITS, has_decimal_comma, number

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_COLUMNS = 100
ENCODINGS = ("utf-8-sig", "gb18030", "big5")
"""Tried in this order. Nearly every GBK file is also readable as Big5 nonsense, so GB18030 comes first."""


class Unreadable(ValueError):
    """The file is no table that can be read; the message says what to do."""


@dataclass
class Fault:
    """A cell that is neither a number nor empty."""

    row: int
    column: str
    text: str

    @property
    def has_decimal_comma(self) -> bool:
        return has_decimal_comma(self.text)


def read_table(name: str, content: bytes) -> list[list[str]]:
    """Rows of cells as text. Formulas of a spreadsheet count with the value that was saved with them."""
    if content[:4] == b"PK\x03\x04":
        rows = _xlsx(content)
    elif b"\x00" in content[:4096]:
        raise Unreadable(_("This is neither a CSV file nor an XLSX workbook. Save the table as CSV (UTF-8) and try again."))
    else:
        rows = _csv(content)
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 3 or len(rows[0]) < 2:
        raise Unreadable(_("The table needs a heading, at least two rows below it, and at least two columns."))
    if len(rows) - 1 > MOST_UNITS or len(rows[0]) > MOST_COLUMNS:
        message = _(
            "The table has %(rows)s rows and %(columns)s columns; at most %(most)s rows and %(wide)s columns can be taken."
        )
        raise Unreadable(message % {"rows": len(rows) - 1, "columns": len(rows[0]), "most": MOST_UNITS, "wide": MOST_COLUMNS})
    width = len(rows[0])
    for at, row in enumerate(rows, start=1):
        if len(row) > width:
            message = _(
                "Row %(row)s has %(cells)s cells, the heading has %(width)s. Put quotes around cells that contain commas."
            )
            raise Unreadable(message % {"row": at, "cells": len(row), "width": width})
    return [row + [""] * (width - len(row)) for row in rows]


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(_("The characters of this file cannot be read. Save it as CSV in UTF-8 and try again."))
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        return list(csv.reader(io.StringIO(text), dialect))
    except csv.Error as error:
        raise Unreadable(_("The file breaks off inside a quoted cell: %(error)s.") % {"error": error}) from error


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("The workbook unpacks to too much. Save the sheet with the table as CSV and try again."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_UNITS + 2, max_col=MOST_COLUMNS + 1, values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes a reader stumble over
        raise Unreadable(_("The workbook cannot be read. Open it, save it again as XLSX or CSV, and try again.")) from error


def faults(upload: Upload) -> list[Fault]:
    """Cells of number columns that are no numbers: columns that are all text are no number columns."""
    found = []
    for place, name in enumerate(upload.columns):
        if name == upload.unit_column:
            continue
        texts = [(at, row[place]) for at, row in enumerate(upload.rows, start=2)]
        wrong = [(at, text) for at, text in texts if text and number(text) is None]
        if len(wrong) < len([text for _, text in texts if text]) or any(has_decimal_comma(text) for _at, text in wrong):
            found += [Fault(at, name, text) for at, text in wrong]
    return found


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("CSV or XLSX, at most 2 MB. The first row names the columns; one column names the units."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another one.")},
    )

    def clean_file(self) -> Upload:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Leave out the columns that the analysis does not need."))
        content = file.read()
        try:
            rows = read_table(file.name, content)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        heading = _headings(rows[0])
        first_text = next((at for at in range(len(heading)) if any(_is_text(row[at]) for row in rows[1:])), 0)
        return Upload(
            name=file.name[:200], sha256=hashlib.sha256(content).hexdigest(), unit_column=heading[first_text],
            columns=heading, rows=rows[1:],
        )  # fmt: skip


def _is_text(cell: str) -> bool:
    return bool(cell) and number(cell) is None and not has_decimal_comma(cell)


def _headings(cells: list[str]) -> list[str]:
    names = [cell.replace("\x00", "")[:100] for cell in cells]
    for at, name in enumerate(names, start=1):
        if not name:
            raise forms.ValidationError(_("Column %(number)s has no heading. Name it and try again.") % {"number": at})
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise forms.ValidationError(_("Two columns are called “%(name)s”. Give each its own name.") % {"name": twice})
    return names


class ColumnsForm(forms.Form):
    """Which column names the units; the preview beside it shows what was read."""

    unit_column = forms.ChoiceField(label=_("The units are named by"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.upload = upload
        self.fields["unit_column"].choices = [(name, name) for name in upload.columns]  # type: ignore[attr-defined]
        self.fields["unit_column"].initial = upload.unit_column

    def clean_unit_column(self) -> str:
        name: str = self.cleaned_data["unit_column"]
        at = self.upload.columns.index(name)
        values = [row[at] for row in self.upload.rows]
        empty = next((row for row, value in enumerate(values, start=2) if not value), None)
        if empty:
            raise forms.ValidationError(_("Row %(row)s has no name in this column.") % {"row": empty})
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice:
            raise forms.ValidationError(_("Two rows are called “%(name)s”. Each unit needs its own name.") % {"name": twice})
        return name

    def mapped(self) -> Upload:
        return self.upload.model_copy(update={"unit_column": self.cleaned_data["unit_column"]})
