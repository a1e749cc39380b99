"""Finding anything in the record by words."""

from cases.queries.search.find import Found, Group, Hit, find, suggest
from cases.queries.search.sets import cases_with, index_is_current, index_is_whole, read_words
from cases.queries.search.similar_codes import CodeMatch, match_codes

__all__ = [
    "CodeMatch",
    "Found",
    "Group",
    "Hit",
    "cases_with",
    "find",
    "index_is_current",
    "index_is_whole",
    "match_codes",
    "read_words",
    "suggest",
]
