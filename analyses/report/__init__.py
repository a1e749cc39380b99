"""A run as a report: sections of words and tables in the reader's language, in the order of good practice (COMPASSS).

The page and every file are written from it, so all of them say the same numbers.
"""

from analyses.report.building import build
from analyses.report.parts import Cell, Report, Section, Table

__all__ = ["Cell", "Report", "Section", "Table", "build"]
