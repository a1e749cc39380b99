"""From a document to the rows of its projection. Pure: the keys of other records come in ready."""

from cases.documents.rows.children import LISTS, children
from cases.documents.rows.columns import Later, Row, html
from cases.documents.rows.foundations import evidence
from cases.documents.rows.heads import PARENTS, head

__all__ = ["LISTS", "PARENTS", "Later", "Row", "children", "evidence", "head", "html"]
