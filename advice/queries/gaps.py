"""The gap view: problems against countermeasures with number and strength of links, and how both lead to the systems.

The cells are read with the matrix of the comparison pages; what is added is how strong the links in a cell are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext

from cases.enums import Basis, CodeKind, LinkKind, Strength
from cases.models import Code, Link
from cases.queries.case_list import found_cases
from cases.queries.matrix.ask import Asked
from cases.queries.matrix.gaps import link_table
from cases.queries.matrix.table import Table

STRONGEST = (Strength.FOUND, Strength.MAY, Strength.PROPOSED)
LINKS = (LinkKind.ANSWERED_BY, LinkKind.SERVES, LinkKind.HAS_QUALITY, LinkKind.MEASURE_OF)


@dataclass
class Tie:
    """Everything that ties two codes: how many claims, how many of them stated, and the strongest as made."""

    start: Code
    end: Code
    links: list[Link] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.links)

    @property
    def stated(self) -> int:
        return sum(link.basis in (Basis.STATED, Basis.CALCULATED) for link in self.links)

    @property
    def strength(self) -> str:
        """The strongest way in which a source puts it."""
        held = {link.strength for link in self.links}
        return next((strength.value for strength in STRONGEST if strength in held), "")

    @property
    def strength_words(self) -> str:
        """The same in a word."""
        words = {
            Strength.FOUND.value: pgettext("strength of a link", "found"),
            Strength.MAY.value: pgettext("strength of a link", "may"),
            Strength.PROPOSED.value: pgettext("strength of a link", "proposed"),
        }
        return words.get(self.strength, "")

    @property
    def assessed(self) -> bool:
        return any(link.cerqual.get("overall") for link in self.links)


@dataclass
class GapRow:
    """A problem with a cell for each measure: its tie, or why it is empty."""

    problem: Code
    cells: list[tuple[Code, Tie | None, str]]

    @property
    def filled(self) -> int:
        return sum(tie is not None for _code, tie, _blank in self.cells)


@dataclass
class System:
    """A system of governance, or an area of measures, with what it should be like and what serves it."""

    code: Code
    qualities: list[Tie]
    measures: list[Tie]


@dataclass
class GapPage:
    """The view as a whole."""

    columns: list[Code]
    rows: list[GapRow]
    systems: list[System]
    areas: list[System]
    answers: list[Tie]
    """Problem → measure."""
    serving: list[Tie]
    """Measure → system."""

    @property
    def cells(self) -> int:
        return len(self.rows) * len(self.columns)

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)


def gap_page() -> GapPage:
    """Read in a fixed number of queries: the codes, their links, and which cases have both ends of an empty cell."""
    kinds = [CodeKind.PROBLEM, CodeKind.COUNTERMEASURE, CodeKind.AREA, CodeKind.SYSTEM, CodeKind.QUALITY]
    found = Code.objects.filter(code_kind__in=kinds, state="live", retired_in=None).defer("body_en", "body_zh", "aliases")
    codes: dict[str, list[Code]] = defaultdict(list)
    for code in found.in_order():
        codes[code.code_kind].append(code)
    ties = _ties(codes)
    problems, measures = codes[CodeKind.PROBLEM], [*codes[CodeKind.AREA], *codes[CodeKind.COUNTERMEASURE]]
    answers = {(tie.start.pk, tie.end.pk): tie for tie in ties[LinkKind.ANSWERED_BY]}
    columns = [code for code in measures if any(end == code.pk for _start, end in answers)]
    asked = Asked(rows=CodeKind.PROBLEM, columns=CodeKind.COUNTERMEASURE, content="value")
    index, cases = found_cases({}, "")
    table = link_table(asked, problems, columns, cases, index)
    return GapPage(
        columns=columns,
        rows=_rows(table, problems, columns, answers),
        systems=[_system(code, ties[LinkKind.HAS_QUALITY], ties[LinkKind.SERVES]) for code in codes[CodeKind.SYSTEM]],
        areas=[_system(code, [], [*ties[LinkKind.MEASURE_OF]]) for code in codes[CodeKind.AREA]],
        answers=list(answers.values()),
        serving=ties[LinkKind.SERVES],
    )


def _ties(codes: dict[str, list[Code]]) -> dict[str, list[Tie]]:
    known = {code.pk: code for some in codes.values() for code in some}
    live = Q(case__isnull=True) | Q(case__state="live")
    links = Link.objects.filter(live, link_kind__in=LINKS, from_code__in=known, to_code__in=known)
    ties: dict[str, dict[tuple[int, int], Tie]] = defaultdict(dict)
    for link in links.select_related("case").order_by("from_code__order", "to_code__order", "pk"):
        pair = (link.from_code_id, link.to_code_id)
        tie = ties[link.link_kind].setdefault(pair, Tie(known[pair[0]], known[pair[1]]))
        tie.links.append(link)
    return defaultdict(list, {kind: list(some.values()) for kind, some in ties.items()})


def _rows(table: Table, problems: list[Code], columns: list[Code], answers: dict[tuple[int, int], Tie]) -> list[GapRow]:
    """The matrix knows why a cell is empty; its rows may stand in another order."""
    blanks = {(row.header.record.pk, column.pk): cell.blank for row in table.rows for column, cell in _cells(row, columns)}
    return [
        GapRow(one, [(column, answers.get((one.pk, column.pk)), blanks.get((one.pk, column.pk), "")) for column in columns])
        for one in problems
    ]


def _cells(row: Any, columns: list[Code]) -> list[tuple[Code, Any]]:
    by_uid = {cell.column: cell for cell in row.cells}
    return [(column, by_uid[column.uid]) for column in columns if column.uid in by_uid]


def _system(code: Code, qualities: list[Tie], measures: list[Tie]) -> System:
    return System(code, [tie for tie in qualities if tie.start == code], [tie for tie in measures if tie.end == code])
