"""A run of an analysis as a file: one report in the reader's language, and the data for other programs."""

from collections.abc import Callable
from typing import NamedTuple

from exchange.analyses.citations import to_bibtex, to_ris
from exchange.analyses.csv import to_fsqca, to_raw
from exchange.analyses.docx import to_docx
from exchange.analyses.figures import NoFont, to_png, to_svg
from exchange.analyses.json import to_json
from exchange.analyses.leaving import Leaving
from exchange.analyses.r import to_r
from exchange.analyses.tex import to_tex
from exchange.analyses.xlsx import to_xlsx


class Form(NamedTuple):
    write: Callable[[Leaving], bytes]
    content_type: str


FORMS: dict[str, Form] = {
    "docx": Form(to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": Form(to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "tex": Form(to_tex, "application/x-tex; charset=utf-8"),
    "R": Form(to_r, "text/plain; charset=utf-8"),
    "fsqca.csv": Form(to_fsqca, "text/csv; charset=utf-8"),
    "raw.csv": Form(to_raw, "text/csv; charset=utf-8"),
    "json": Form(to_json, "application/json"),
    "svg": Form(to_svg, "image/svg+xml"),
    "png": Form(to_png, "image/png"),
    "bib": Form(to_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": Form(to_ris, "application/x-research-info-systems; charset=utf-8"),
}

__all__ = ["FORMS", "Leaving", "NoFont"]
