"""Cases that come in as a file: its rows, and the documents that they make of the cases that are here."""

from exchange.imports.cases import MOST_ROWS, wanted
from exchange.imports.files import ENDINGS, LARGEST, Line, Unreadable, read_rows

__all__ = ["ENDINGS", "LARGEST", "MOST_ROWS", "Line", "Unreadable", "read_rows", "wanted"]
