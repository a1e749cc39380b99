"""DOCX: heading, notes, one ruled table whose head repeats on each page, passages, sources."""

import io
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from cases.queries.citation.pages import language
from cases.validators import NOT_IN_XML
from exchange.comparison.grid import Grid

LANDSCAPE_FROM = 3
"""Columns from which a page stands on its side."""


def to_docx(grid: Grid) -> bytes:
    document = Document()
    _lay_out(document, len(grid.columns))
    document.core_properties.title = clean(grid.title)[:255]
    document.core_properties.author = ""
    document.add_heading(clean(grid.title), 1)
    for line in grid.about:
        document.add_paragraph(clean(line))
    if grid.notes:
        document.add_heading(_("Before you compare"), 2)
        for note in grid.notes:
            document.add_paragraph(clean(note), style="List Bullet")
    _table(document, grid)
    document.add_heading(_("Passages"), 2)
    for number, passage in grid.passages:
        document.add_paragraph(clean(f"[{number}] {passage}"))
    document.add_heading(_("Sources"), 2)
    for source in grid.sources:
        document.add_paragraph(clean(source))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lay_out(document: Any, columns: int) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(10)
    if language() == "zh":  # Word takes the font for Chinese from an attribute of its own
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    if columns >= LANDSCAPE_FROM:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _table(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.columns) + 1, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, [_("Question"), *grid.columns], strict=True):
        _write(cell, words, bold=True)
    repeat(table.rows[0])
    for group, rows in grid.groups:
        cells = table.add_row().cells
        _write(cells[0].merge(cells[-1]), group, bold=True)
        for row in rows:
            cells = table.add_row().cells
            _write(cells[0], f"{row.title}\n{row.note}" if row.note else row.title)
            for cell, words in zip(cells[1:], row.cells, strict=True):
                _write(cell, words)


def _write(cell: Any, words: str, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(clean(words))
    run.bold = bold
    run.font.size = Pt(9)


def repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)
