"""A data set as a file: values, reasons of blanks and remarks apart, with the source of each column and the licence."""

from collections.abc import Callable
from typing import NamedTuple

from exchange.dataset_files.sheet import Sheet, sheet
from exchange.dataset_files.write import to_csv, to_json, to_xlsx


class Form(NamedTuple):
    write: Callable[[Sheet], bytes]
    content_type: str


FORMS: dict[str, Form] = {
    "csv": Form(to_csv, "text/csv; charset=utf-8"),
    "xlsx": Form(to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": Form(to_json, "application/json"),
}

__all__ = ["FORMS", "Sheet", "sheet"]
