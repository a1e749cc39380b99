"""The cases of a list as data: a table, its codebook and a dictionary of its columns, written while they are read."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from exchange.case_files.table import Table
from exchange.case_files.write import cases_csv, codings_csv, dictionary_csv, to_json
from exchange.case_files.xlsx import MOST_IN_SHEETS, to_xlsx


class Form(NamedTuple):
    """How a table leaves: its type, the end of its name, and the function that writes it piece by piece."""

    content_type: str
    ending: str
    write: Callable[[Table], Iterable[bytes]]


FORMS: dict[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", "cases.csv", cases_csv),
    "codings": Form("text/csv; charset=utf-8", "codings.csv", codings_csv),
    "dictionary": Form("text/csv; charset=utf-8", "dictionary.csv", dictionary_csv),
    "json": Form("application/json", "cases.json", to_json),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "cases.xlsx", to_xlsx),
}

__all__ = ["FORMS", "MOST_IN_SHEETS", "Form", "Table"]
