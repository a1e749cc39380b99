"""Cases against codes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases.enums import ScaleKind, silence
from cases.models import Case, Code, Coding, Evidence
from cases.queries.comparison.table import coded_words
from cases.queries.facets import EMPTY, Index
from cases.queries.matrix.ask import Asked
from cases.queries.matrix.ordering import page_of_cases
from cases.queries.matrix.table import Cell, Header, Line, Row, Table
from cases.queries.narrower import Families
from cases.queries.value_words import value_words


def case_table(asked: Asked, codes: Sequence[Code], by: Code | None, found: BitMap, index: Index, below: Families) -> Table:
    """A row per case of the page, a column per code; the outcome, if one is asked for, stands first."""
    columns = [code for code in codes if code != by] if asked.order == "outcome" else list(codes)
    if asked.order == "outcome" and by is not None:
        columns = [by, *columns]
    if asked.order == "coded":
        columns.sort(key=lambda code: -len(index.bitmaps.get((code.code_kind, code.uid), EMPTY) & found))
    cases = page_of_cases(found, asked, index, codes, by)
    read = {one.pk: one for code in columns for one in below[code.pk]}
    codings = _codings(cases, read)
    passages = _passages(cases, read) if asked.content == "count" else {}
    headers = [_header(code, found, index) for code in columns]
    rows = []
    for case in cases:
        cells = [
            _cell(case, code, [codings[case.pk, one.pk] for one in below[code.pk]], asked.content, passages) for code in columns
        ]
        rows.append(Row(Header(f"case:{case.slug}", case), cells))
    table = Table(headers, rows, len(found))
    _shade(table, columns, asked.content)
    return table


def _header(code: Code, found: BitMap, index: Index) -> Header:
    return Header(code.uid, code, total=len(index.bitmaps.get((code.code_kind, code.uid), EMPTY) & found))


def _codings(cases: Sequence[Case], codes: Mapping[int, Code]) -> dict[tuple[int, int], list[Coding]]:
    found = defaultdict(list)
    for coding in Coding.objects.filter(case__in=cases, code__in=codes).order_by("-accepted", "order", "pk"):
        coding.code = codes[coding.code_id]
        found[coding.case_id, coding.code_id].append(coding)
    return found


def _passages(cases: Sequence[Case], codes: Mapping[int, Code]) -> dict[int, int]:
    uses = Evidence.objects.filter(coding__case__in=cases, coding__code__in=codes)
    return dict(uses.values_list("coding").annotate(Count("pk")).order_by())


def _cell(case: Case, code: Code, codings: list[list[Coding]], content: str, passages: dict[int, int]) -> Cell:
    """What is said of the code itself, else of narrower ones; why there is nothing is asked of itself alone."""
    own = codings[0]
    said = sorted((coding for some in codings for coding in some if not coding.blank), key=lambda coding: not coding.accepted)
    cell = Cell(f"case:{case.slug}", code.uid, blank=own[0].blank if own else silence(case.origin))
    if not said:
        return cell
    cell.passages = sum(passages.get(coding.pk, 0) for coding in said)
    if content == "count":
        cell.lines = [Line(str(cell.passages))]
    elif content == "presence":
        cell.lines = [Line(_("yes") if said[0].accepted else _("contested"), said[0])]
    else:
        told = [coding for coding in said if coding.code_id == code.pk] or said
        cell.lines = [Line(_words(coding, code, content), coding, also=not coding.accepted) for coding in told]
    return cell


def _words(coding: Coding, code: Code, content: str) -> Any:
    if content == "summary" and (coding.text_en or coding.text_zh):
        return {"en": coding.text_en, "zh": coding.text_zh}
    if coding.code_id != code.pk:
        return coded_words(coding)
    if content == "summary" and code.scale == ScaleKind.PRESENT:
        return {"en": code.name_en, "zh": code.name_zh}
    return value_words(code, coding)


def _shade(table: Table, codes: Sequence[Code], content: str) -> None:
    """Presence alike, passages by their number, values by their place on their own scale."""
    for place, code in enumerate(codes):
        column = [row.cells[place] for row in table.rows if row.cells[place].found]
        if content == "presence":
            for cell in column:
                cell.share = 1
        elif content == "value":
            _shade_column(column, code)
    if content == "count":
        table.shade_by([(cell, cell.passages) for row in table.rows for cell in row.cells if cell.found])


def _shade_column(column: list[Cell], code: Code) -> None:
    places = {step["key"]: (number + 1) / len(code.levels) for number, step in enumerate(code.levels)}
    claims = [(cell, cell.lines[0].claim) for cell in column if cell.lines[0].claim.code_id == code.pk]
    numbers = [claim.value for _, claim in claims if claim.value is not None]
    low, high = min(numbers, default=0), max(numbers, default=0)
    for cell, claim in claims:
        if claim.level:
            cell.share = places.get(claim.level, 0)
        elif code.scale != ScaleKind.PRESENT and high > low:
            cell.share = max((claim.value - low) / (high - low), 0.01)
