"""The page of a data set: its columns, the table of the chosen ones, what is remarked; and the list of data sets."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from cases.documents.schema import DataSetDocument, ObservationItem, UnitItem, VariableItem
from cases.enums import Basis, Confidence
from cases.models import Case, Code, DataSet, Place, Source
from cases.queries.labels import Labels

PAGE_SIZE = 100
"""Rows of the table on one page."""
SHOWN_FIRST = 6
"""Columns of a wide table before anybody chooses."""


@dataclass(frozen=True)
class Asked:
    """What of the table, and in which order: by a column, or as the source has it."""

    columns: tuple[str, ...] = ()
    sort: str = ""
    down: bool = False


@dataclass
class Column:
    """A variable with what it names, and how many units have a value."""

    item: VariableItem
    code: Code | None
    source: Source
    edition: str
    basis: Basis
    confidence: Confidence
    filled: int = 0
    blanks: int = 0
    strength: str = ""

    @property
    def ref(self) -> str:
        return self.item.ref


@dataclass
class Cell:
    column: Column
    seen: ObservationItem | None

    @property
    def value(self) -> float | None:
        return self.seen.value if self.seen else None


@dataclass
class Row:
    """A unit with its value for each chosen column, or nothing where the table has no cell."""

    unit: UnitItem
    place: Place | None
    case: Case | None
    cells: list[Cell]


def remarks(rows: Iterable[Row]) -> list[tuple[Row, Cell]]:
    """The cells that say more than their value."""
    return [(row, cell) for row in rows for cell in row.cells if cell.seen is not None and cell.seen.flag is not None]


@dataclass
class DataSetPage:
    """The parts of the page, each ready to be printed."""

    document: DataSetDocument
    columns: list[Column]
    labels: Labels
    by_cell: dict[tuple[str, str], ObservationItem]
    shown: list[Column] = field(default_factory=list)
    units: list[UnitItem] = field(default_factory=list)

    def rows(self, units: Iterable[UnitItem]) -> list[Row]:
        return [
            Row(
                unit,
                self.labels.places.get(unit.place or ""),
                self.labels.cases.get(unit.case or ""),
                [Cell(column, self.by_cell.get((unit.ref, column.ref))) for column in self.shown],
            )
            for unit in units
        ]

    @property
    def blanks(self) -> int:
        return sum(seen.blank is not None for seen in self.document.observations)

    @property
    def flagged(self) -> int:
        return sum(seen.flag is not None for seen in self.document.observations)

    def column(self, ref: str) -> Column | None:
        return next((column for column in self.columns if column.ref == ref), None)

    @property
    def source(self) -> Source:
        return self.labels.sources[self.document.source]


def read(dataset: DataSet) -> DataSetPage:
    """The document with the names of what it refers to."""
    document = DataSetDocument.model_validate(dataset.revision.document)
    labels = Labels([document])
    columns = [
        Column(
            variable,
            labels.codes.get(variable.code or ""),
            labels.sources[document.source_of(variable)],
            document.edition_of(variable),
            document.basis_of(variable),
            document.confidence_of(variable),
        )
        for variable in document.variables
    ]
    by_ref = {column.ref: column for column in columns}
    for seen in document.observations:
        by_ref[seen.variable].filled += seen.value is not None
        by_ref[seen.variable].blanks += seen.value is None
    cells = {(seen.unit, seen.variable): seen for seen in document.observations}
    return DataSetPage(document, columns, labels, cells)


def choose(page: DataSetPage, asked: Asked) -> None:
    """Set the columns and the order of the table."""
    page.shown = [column for column in page.columns if column.ref in asked.columns] or first_columns(page.columns)
    page.units = sorted_units(page, asked)


def first_columns(columns: list[Column]) -> list[Column]:
    """All of a narrow table; of a wide one the first that have values and measure a code, or have values at all."""
    if len(columns) <= SHOWN_FIRST:
        return columns
    filled = [column for column in columns if column.filled]
    return ([column for column in filled if column.code] or filled or columns)[:SHOWN_FIRST]


def sorted_units(page: DataSetPage, asked: Asked) -> list[UnitItem]:
    """By the values of a column, equal ones as the source has them; units without a value come last either way."""
    units = page.document.units
    if not asked.sort:
        return units

    def value(unit: UnitItem) -> Any:
        seen = page.by_cell.get((unit.ref, asked.sort))
        return seen.value if seen else None

    filled = [unit for unit in units if value(unit) is not None]
    return [*sorted(filled, key=value, reverse=asked.down), *(unit for unit in units if value(unit) is None)]


def dataset_list() -> QuerySet[DataSet]:
    datasets = DataSet.objects.filter(state="live").select_related("source").order_by("sort_key", "pk")
    return datasets.annotate(unit_count=Count("units", distinct=True), variable_count=Count("variables", distinct=True))
