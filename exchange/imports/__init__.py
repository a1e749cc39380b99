"""Records that come in as a file: its rows, and the documents that they make of what is here."""

from exchange.imports.cases import MOST_ROWS, wanted
from exchange.imports.files import ENDINGS, Line, Unreadable, documents, ending_of, read_rows, size_words

__all__ = ["ENDINGS", "MOST_ROWS", "Line", "Unreadable", "documents", "ending_of", "read_rows", "size_words", "wanted"]
