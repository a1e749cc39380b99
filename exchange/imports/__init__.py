"""Records that come in as a file: its rows, and the documents that they make of what is here."""

from exchange.imports.cases import wanted
from exchange.imports.files import ENDINGS, Line, documents, ending_of, read_rows, refuse_many, size_words
from exchange.imports.unreadable import Unreadable

__all__ = ["ENDINGS", "Line", "Unreadable", "documents", "ending_of", "read_rows", "refuse_many", "size_words", "wanted"]
