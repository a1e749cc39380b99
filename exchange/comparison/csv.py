"""CSV: a byte order mark so that spreadsheets read Chinese, and no cell that a spreadsheet would take for a formula."""

import csv
import io

from django.utils.translation import gettext as _

from exchange.comparison.grid import Grid

LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, also in full width."""


def safe(text: str) -> str:
    """An apostrophe keeps the cell what it is: text."""
    return f"'{text}" if text.lstrip(" \n").startswith(LIVE) else text


def to_csv(grid: Grid) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")

    def write(*cells: str) -> None:
        writer.writerow([safe(cell) for cell in cells])

    write(_("Group"), _("Question"), *grid.columns, _("Note"))
    for row in grid.rows:
        write(row.group, row.title, *row.cells, row.note)
    write()
    for note in grid.notes:
        write(_("Before you compare"), note)
    for number, passage in grid.passages:
        write(_("Passage"), str(number), passage)
    for source in grid.sources:
        write(_("Source"), source)
    for line in (grid.title, *grid.about):
        write(_("About this file"), line)
    return out.getvalue().encode("utf-8-sig")
