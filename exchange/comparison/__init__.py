"""A comparison as a file, in the reader's language: one plain grid, written in several forms."""

from collections.abc import Callable
from typing import NamedTuple

from exchange.comparison.csv import to_csv
from exchange.comparison.docx import to_docx
from exchange.comparison.grid import Grid, grid
from exchange.comparison.markdown import to_markdown
from exchange.comparison.xlsx import to_xlsx


class Form(NamedTuple):
    write: Callable[[Grid], bytes]
    content_type: str


FORMS: dict[str, Form] = {
    "xlsx": Form(to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": Form(to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": Form(to_csv, "text/csv; charset=utf-8"),
    "md": Form(to_markdown, "text/markdown; charset=utf-8"),
}

__all__ = ["FORMS", "Grid", "grid"]
