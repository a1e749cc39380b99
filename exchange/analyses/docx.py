"""DOCX: the report with its tables; signs of configurations large for core and small for peripheral, as journals print them."""

import io
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from analyses.report import Cell, Table
from cases.queries.citation import STYLES
from cases.queries.citation.pages import language
from exchange.analyses.figures import IN_TEXT, NoFont, picture, plot_svg
from exchange.analyses.leaving import Leaving
from exchange.comparison.docx import clean, repeat

LARGE, SMALL, USUAL = Pt(15), Pt(8), Pt(9)


def to_docx(leaving: Leaving) -> bytes:
    report = leaving.report
    document = Document()
    _lay_out(document)
    document.core_properties.title = clean(report.title)[:255]
    document.core_properties.author = ""
    document.add_heading(clean(report.title), 1)
    document.add_paragraph(clean(f"{' · '.join(report.about)} · {leaving.url}"))
    for section in report.sections:
        document.add_heading(clean(section.title), 2)
        for words in section.words:
            document.add_paragraph(clean(words))
        for plot in section.plots:
            _figure(document, plot_svg(plot))
        for table in section.tables:
            _table(document, table)
    document.add_heading(_("How to cite this run"), 2)
    for style, write in STYLES.items():
        document.add_paragraph(clean(f"{style}: {write(leaving.work)}"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lay_out(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(10)
    document.styles["Table Grid"].font.size = USUAL
    if language() == "zh":  # Word takes the font for Chinese from an attribute of its own
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def _figure(document: Any, svg: str) -> None:
    """The plot as a picture; without a font for its letters the table has to do."""
    try:
        document.add_picture(io.BytesIO(picture(svg, IN_TEXT)), width=Cm(13))
    except NoFont as error:
        document.add_paragraph(clean(str(error)))


def _table(document: Any, table: Table) -> None:
    caption = document.add_paragraph()
    caption.add_run(clean(table.caption)).bold = True
    caption.paragraph_format.keep_with_next = True
    # All rows at once, and one look at their cells: python-docx searches the whole table for each.
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    cells = iter(grid._cells)
    for words in table.head:
        _write(next(cells), Cell(words), bold=True)
    for row in table.rows:
        for what in row:
            _write(next(cells), what)
    repeat(grid.rows[0])
    for note in table.notes:
        document.add_paragraph(clean(note)).runs[0].font.size = USUAL


def _write(cell: Any, what: Cell, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(clean(what.text))
    if bold:
        run.bold = True
    if what.symbol:
        run.font.size = LARGE if what.is_core else SMALL
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif what.number is not None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
