"""CSV, XLSX and JSON of a data set. Numbers are numbers; words that a spreadsheet would take for a formula are text."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from openpyxl import Workbook

from cases.queries.datasets.numbers import exact
from exchange.comparison.csv import safe
from exchange.comparison.xlsx import fill_sheet, set_widths
from exchange.dataset_files.sheet import LICENCE, Sheet

Value = str | float | None


def to_csv(sheet: Sheet) -> bytes:
    """A row per unit; of each column the value, the reason of a blank, the remark, the source; the licence at the end."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header = ["unit", "name_en", "name_zh"]
    for column in sheet.page.columns:
        header += [column.ref, f"{column.ref}:blank", f"{column.ref}:remark", f"{column.ref}:source"]
    writer.writerow([*header, "licence"])
    for unit in sheet.document.units:
        row: list[Value] = [unit.ref, unit.label.en or "", unit.label.zh or ""]
        for column in sheet.page.columns:
            row += [*_cell(sheet, unit.ref, column.ref), sheet.source_words(column)]
        writer.writerow([_text(value) for value in [*row, f"{LICENCE}; figures under the terms of their publishers"]])
    return out.getvalue().encode("utf-8-sig")


def _cell(sheet: Sheet, unit: str, variable: str) -> list[Value]:
    """Value, reason of the blank, remark in English or else in its original."""
    seen = sheet.page.by_cell.get((unit, variable))
    if seen is None:
        return [None, "not-reported", ""]
    remark = (seen.flag.en or seen.flag.zh or "") if seen.flag else ""
    return [seen.value, seen.blank.value if seen.blank else "", remark]


def _text(value: Value) -> str:
    if value is None:
        return ""
    return exact(value) if isinstance(value, float | int) else safe(value)


def to_xlsx(sheet: Sheet) -> bytes:
    """Values as a plain table; blanks and remarks, columns with their sources, and what the file is on sheets of their own."""
    book = Workbook()
    columns = sheet.page.columns
    first = book.active
    assert first is not None  # noqa: S101 - a new workbook has a sheet
    first.title = "values"
    fill_sheet(first, [["unit", "name_en", "name_zh", *(column.ref for column in columns)]], bold=True)
    for unit in sheet.document.units:
        cells = [_cell(sheet, unit.ref, column.ref)[0] for column in columns]
        fill_sheet(first, [[unit.ref, unit.label.en or "", unit.label.zh or "", *cells]])
    first.freeze_panes = "D2"
    _page(book, "blanks and remarks", [["unit", "column", "blank", "remark_en", "remark_zh"], *_remarks(sheet)])
    described = [sheet.column(column) for column in columns]
    _page(
        book, "columns", [list(described[0]) if described else [], *([_flat(part) for part in one.values()] for one in described)]
    )
    _page(book, "about", [["field", "content"], *([name, _flat(part)] for name, part in sheet.about().items())])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _remarks(sheet: Sheet) -> Iterator[list[Any]]:
    for seen in sheet.document.observations:
        if seen.blank or seen.flag:
            flag = seen.flag
            yield [
                seen.unit,
                seen.variable,
                seen.blank.value if seen.blank else "",
                (flag.en or "") if flag else "",
                (flag.zh or "") if flag else "",
            ]


def _flat(part: Any) -> str:
    """One cell: both languages of a text, each file on a line of its own."""
    if isinstance(part, dict):
        return " / ".join(str(one) for one in part.values() if one)
    if isinstance(part, list):
        return "\n".join(_flat(one) for one in part)
    return "" if part is None else str(part)


def _page(book: Workbook, title: str, rows: Iterable[list[Any]]) -> None:
    page = book.create_sheet(title)
    header, *others = rows
    fill_sheet(page, [header], bold=True)
    fill_sheet(page, others)
    set_widths(page, [24] * len(header))


def to_json(sheet: Sheet) -> bytes:
    """The same with both languages and every detail of the columns."""
    whole = {
        "dataset": sheet.about(),
        "columns": [sheet.column(column) for column in sheet.page.columns],
        "units": [
            {"ref": unit.ref, "name": {"en": unit.label.en, "zh": unit.label.zh}, "place": unit.place, "case": unit.case}
            for unit in sheet.document.units
        ],
        "observations": [
            {
                "unit": seen.unit,
                "column": seen.variable,
                "value": seen.value,
                "blank": seen.blank,
                "remark": {"en": seen.flag.en, "zh": seen.flag.zh} if seen.flag else None,
                "locator": seen.locator,
            }
            for seen in sheet.document.observations
        ],
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
