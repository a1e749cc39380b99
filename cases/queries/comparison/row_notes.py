"""What makes one row less comparable than it seems: level, anonymity, years, editions, how it is known, methods."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import Basis, Level
from cases.queries.comparison.table import Cell, Column, Row, join

Facts = list[set[str]]
"""What each column has of one kind; an empty set where it has nothing."""


def annotate(columns: Sequence[Column], rows: Iterable[Row]) -> None:
    for row in rows:
        if row.coded:
            row.notes += _standing(columns, row)
            row.notes += _claims(row)


def _standing(columns: Sequence[Column], row: Row) -> list[str]:
    """Level and anonymity: of the columns themselves in the rows that say so, else of the cases behind the entries."""
    notes: list[str] = []
    if row.key in ("level", "place", "methods"):
        cases = [{column.case} if column.case else set() for column in columns]
    elif any(column.case for column in columns):
        return notes
    else:
        cases = [{entry.case for entry in cell.entries if entry.case} for cell in row.cells]
    levels = [{str(Level(case.level).label) for case in some} for some in cases]
    if row.key not in ("place", "methods") and _disagree(levels):
        notes.append(_("Different levels: %(levels)s.") % {"levels": _each(levels)})
    hidden = [{"yes" if case.anonymous else "no" for case in some} for some in cases]
    if row.key not in ("level", "methods") and _disagree(hidden):
        notes.append(_("Anonymised beside named: what is withheld cannot be compared."))
    if row.key == "methods" and len({str(cell.content) for cell in row.cells if cell.entries}) > 1:
        notes.append(_("Found by different methods."))
    return notes


def _claims(row: Row) -> list[str]:
    notes = []
    years = _of(row, lambda entry: (entry.words if entry.is_date else entry.date).replace("/", "–"))
    if row.key not in ("events", "findings", "ties") and _disagree(years):
        notes.append(_("Different years: %(years)s.") % {"years": _each(years)})
    ways = _of(row, lambda entry: entry.claim.basis if entry.claim and not entry.also else "")
    if _apart(ways):
        words = [{str(Basis(way).label) for way in some} for some in ways]
        notes.append(_("Known in different ways: %(ways)s.") % {"ways": _each(words)})
    books = _of(row, lambda entry: entry.codebook)
    if _disagree(books):
        notes.append(_("Coded under different versions of the codebook: %(versions)s.") % {"versions": _each(books)})
    editions = [_editions(cell) for cell in row.cells]
    if _disagree(editions):
        notes.append(_("From different data sets or editions of an index: %(editions)s.") % {"editions": _each(editions)})
    return notes


def _editions(cell: Cell) -> set[str]:
    """Data sets under the values of a cell: an index of one year is not that of another."""
    sources = (use.excerpt.source for entry in cell.entries for use in entry.evidence)
    return {
        f"{source.title_en or source.title_zh} ({source.issued or '–'})" for source in sources if source.source_type == "dataset"
    }


def _of(row: Row, read: Callable[[Any], str]) -> Facts:
    return [{said for entry in cell.entries if (said := read(entry))} for cell in row.cells]


def _disagree(facts: Facts) -> bool:
    """Two columns have something, and not the same."""
    held = [some for some in facts if some]
    return any(some != held[0] for some in held[1:])


def _apart(facts: Facts) -> bool:
    """Two columns have something, and nothing in common: a shade more or less is no reason for a note."""
    held = [some for some in facts if some]
    return any(one.isdisjoint(other) for place, one in enumerate(held) for other in held[place + 1 :])


def _each(facts: Facts) -> str:
    """What there is, in the order of the columns."""
    return join(list(dict.fromkeys(word for some in facts for word in sorted(some))))
