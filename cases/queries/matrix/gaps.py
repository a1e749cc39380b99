"""Codes against codes by the links between them, and codes against what cases say of themselves: where are the gaps?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from pyroaring import BitMap

from cases.enums import LINK_ENDS, Basis, Blank, CodeKind, LinkKind, Origin, silence
from cases.models import Code, Coding, Evidence, Link
from cases.queries.facets import EMPTY, Index
from cases.queries.matrix.ask import ATTRIBUTES, ROWS, Asked
from cases.queries.matrix.table import Cell, Header, Line, Row, Table
from cases.queries.narrower import Families
from cases.queries.paging import one_of


def joining(rows: str, columns: str) -> list[LinkKind]:
    """The kinds of link that may join codes of two kinds, in either direction."""
    one, other = CodeKind(rows), CodeKind(columns)
    return [kind for kind, (a, b) in LINK_ENDS.items() if (one in a and other in b) or (other in a and one in b)]


def within(asked: Asked, found: BitMap, name: str = "case") -> Q:
    """Claims of the cases asked for; all live ones where nothing is asked."""
    return Q(**{f"{name}__in": one_of(found)}) if asked.narrowed else Q(**{f"{name}__state": "live"})


def links_between(asked: Asked, rows: Sequence[Code], columns: Sequence[Code], found: BitMap) -> QuerySet[Link]:
    """Links in either direction, in general or within the cases asked for."""
    ends = Q(from_code__in=rows, to_code__in=columns) | Q(from_code__in=columns, to_code__in=rows)
    return Link.objects.filter(ends).filter(Q(case=None, owner__state="live") | within(asked, found))


def link_table(asked: Asked, rows: Sequence[Code], columns: Sequence[Code], found: BitMap, index: Index) -> Table:
    """What ties each code of one kind to each of another."""
    links = links_between(asked, rows, columns, found)
    general = ExpressionWrapper(Q(case__isnull=True), output_field=BooleanField())
    claims: dict[frozenset[int], list[dict[str, Any]]] = defaultdict(list)
    counted = links.annotate(general=general).values("from_code", "to_code", "link_kind", "basis", "general")
    for claim in counted.annotate(number=Count("pk")).order_by("link_kind"):
        claims[frozenset((claim["from_code"], claim["to_code"]))].append(dict(claim))
    passages: Counter[frozenset[int]] = Counter()
    if asked.content == "count":
        uses = Evidence.objects.filter(link__in=links).values_list("link__from_code", "link__to_code")
        for start, end, number in uses.annotate(number=Count("pk")).order_by():
            passages[frozenset((start, end))] += number
    inside = _cases_inside(links) if asked.content == "summary" else {}
    made = []
    for row in rows:
        cells = []
        for column in columns:
            pair = frozenset((row.pk, column.pk))
            cells.append(_link_cell(row, column, claims[pair], passages[pair], inside.get(pair, {}), asked.content))
            if not cells[-1].found and row != column and _together(row, column, found, index):
                cells[-1].blank = Blank.NOT_REPORTED
        made.append(Row(Header(row.uid, row), cells))
    return _finish(asked, made, [Header(code.uid, code) for code in columns])


def _cases_inside(links: QuerySet[Link]) -> dict[frozenset[int], dict[str, int]]:
    """By two codes and kind of link, the number of cases within which it is claimed, however often in each."""
    inside = links.filter(case__isnull=False).annotate(low=Least("from_code", "to_code"), high=Greatest("from_code", "to_code"))
    found: dict[frozenset[int], dict[str, int]] = defaultdict(dict)
    counted = inside.values_list("low", "high", "link_kind").annotate(number=Count("case", distinct=True)).order_by()
    for low, high, kind, number in counted:
        found[frozenset((low, high))][kind] = number
    return found


def _together(row: Code, column: Code, found: BitMap, index: Index) -> bool:
    """Whether a case has both, so that a source could have tied them and did not."""
    held = [index.bitmaps.get((code.code_kind, code.uid), EMPTY) for code in (row, column)]
    return bool(held[0] & held[1] & found)


def _link_cell(
    row: Code, column: Code, claims: list[dict[str, Any]], passages: int, inside: dict[str, int], content: str
) -> Cell:
    blank = Blank.NOT_APPLICABLE if row == column else Blank.NOT_YET_CODED
    cell = Cell(row.uid, column.uid, blank=blank, passages=passages)
    if not claims:
        return cell
    number = sum(claim["number"] for claim in claims)
    cell.share = number
    if content == "count":
        cell.lines = [Line(str(passages))]
    elif content == "value":
        cell.lines = [Line(ngettext("%(number)s claim", "%(number)s claims", number) % {"number": number})]
    elif content == "summary":
        cell.lines = [Line(words) for words in _summaries(claims, inside)]
    else:
        basis = next(basis for basis in Basis if any(claim["basis"] == basis for claim in claims))
        cell.lines = [Line(str(basis.label))]
    return cell


def _summaries(claims: list[dict[str, Any]], inside: dict[str, int]) -> list[str]:
    """Each kind of tie with where it is claimed."""
    general = {claim["link_kind"] for claim in claims if claim["general"]}
    comma = pgettext("between items", ", ")
    said = []
    for kind in dict.fromkeys(claim["link_kind"] for claim in claims):
        where = [_("in general")] if kind in general else []
        if number := inside.get(kind):
            where.append(ngettext("in %(number)s case", "in %(number)s cases", number) % {"number": number})
        said.append(f"{LinkKind(kind).label}: {comma.join(where)}")
    return said


def attribute_table(asked: Asked, rows: Sequence[Code], found: BitMap, index: Index, below: Families) -> Table:
    """In how many cases of each level, unit or origin a code is found, or one narrower than it."""
    values: Any = ATTRIBUTES[asked.columns][0]
    choices = [choice for choice in values if index.bitmaps.get((asked.columns, choice.value), EMPTY) & found]
    blanks = _blanks(asked, rows, found)
    passages: Counter[tuple[int, str]] = Counter()
    if asked.content == "count":
        read = {one.pk for row in rows for one in below[row.pk]}
        uses = Evidence.objects.filter(within(asked, found, "coding__case"), coding__code__in=read, coding__blank="")
        counted = uses.values_list("coding__code", f"coding__case__{asked.columns}").annotate(number=Count("pk")).order_by()
        passages.update({(code, value): number for code, value, number in counted})
    made = []
    for row in rows:
        cells = []
        for choice in choices:
            group = index.bitmaps[asked.columns, choice.value] & found
            number = sum(passages[one.pk, choice.value] for one in below[row.pk])
            cell = Cell(row.uid, f"{asked.columns}:{choice.value}", passages=number)
            cell.blank = blanks.get((row.pk, choice.value)) or _silence(group, index)
            _fill(cell, row, group, index, asked.content)
            cells.append(cell)
        made.append(Row(Header(row.uid, row), cells))
    return _finish(asked, made, [Header(f"{asked.columns}:{choice.value}", None, words=choice.label) for choice in choices])


def _blanks(asked: Asked, rows: Sequence[Code], found: BitMap) -> dict[tuple[int, str], str]:
    """The commonest reason for which a code is blank in cases of a group."""
    codings = Coding.objects.filter(within(asked, found), code__in=rows).exclude(blank="")
    counted = (
        codings.values_list("code", f"case__{asked.columns}", "blank").annotate(number=Count("pk")).order_by("number", "blank")
    )
    return {(code, value): blank for code, value, blank, _number in counted}


def _silence(group: BitMap, index: Index) -> Blank:
    """The commonest reason for which cases of the group say nothing at all."""
    numbers = {origin: len(group & index.bitmaps.get(("origin", origin.value), EMPTY)) for origin in Origin}
    read = sum(number for origin, number in numbers.items() if silence(origin) == Blank.NOT_REPORTED)
    return Blank.NOT_REPORTED if 2 * read > sum(numbers.values()) else Blank.NOT_YET_CODED


def _fill(cell: Cell, code: Code, group: BitMap, index: Index, content: str) -> None:
    held = index.bitmaps.get((code.code_kind, code.uid), EMPTY) & group
    if not held:
        return
    cell.share = len(held) if content != "presence" else 1
    spread = [
        (step["label"], len(index.bitmaps.get((code.code_kind, f"{code.uid}={step['key']}"), EMPTY) & group))
        for step in code.levels
    ]
    if content == "count":
        cell.lines = [Line(str(cell.passages))]
    elif content == "presence":
        cell.lines = [Line(_("yes"))]
    elif content == "summary" and any(number for _, number in spread):
        cell.lines = [
            Line({lang: f"{words[lang]} {number}" for lang in ("en", "zh") if words.get(lang)})
            for words, number in spread
            if number
        ]
    else:
        words = ngettext("%(number)s of %(all)s case", "%(number)s of %(all)s cases", len(group))
        cell.lines = [Line(words % {"number": len(held), "all": len(group)})]


def _finish(asked: Asked, rows: list[Row], headers: list[Header]) -> Table:
    """Order, totals, the page, and the shade."""
    for place, header in enumerate(headers):
        header.total = sum(row.cells[place].found for row in rows)
    if asked.coded or asked.order == "coded":
        places = sorted(
            range(len(headers)),
            key=lambda place: -headers[place].total if asked.order == "coded" and headers[place].record else place,
        )
        kept = [place for place in places if headers[place].total or not asked.coded]
        headers = [headers[place] for place in kept]
        rows = [Row(row.header, [row.cells[place] for place in kept]) for row in rows if row.filled or not asked.coded]
    if asked.order == "coded":
        rows.sort(key=lambda row: -row.filled)
    elif asked.order == "name":
        rows.sort(key=lambda row: (row.header.record.sort_key, row.header.key))
    total = len(rows)
    table = Table(headers, rows[(asked.page - 1) * ROWS : asked.page * ROWS], total)
    cells = [cell for row in table.rows for cell in row.cells if cell.found]
    if asked.content == "count":
        table.shade_by([(cell, cell.passages) for cell in cells])
    elif asked.content == "presence":
        table.shade_by([(cell, 1) for cell in cells])
    elif asked.content == "value":
        table.shade_by([(cell, cell.share) for cell in cells])
    else:
        table.shade_by([(cell, 0) for cell in cells])
    return table
