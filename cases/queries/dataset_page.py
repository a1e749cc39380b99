"""The page of a data set: its columns and its table, from the document; and the list of data sets."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from cases.documents.schema import DataSetDocument, ObservationItem, UnitItem
from cases.models import Case, Code, DataSet, Place
from cases.queries.home import GRID_DATASET, TileGrid, tile_grid
from cases.queries.labels import Labels

PAGE_SIZE = 100
"""Rows of the table on one page."""


@dataclass
class Row:
    """A unit with its value for each variable, or nothing where the table has no cell."""

    unit: UnitItem
    place: Place | None
    case: Case | None
    cells: list[tuple[Any, ObservationItem | None]]
    """By variable, with its name."""

    @property
    def remarked(self) -> bool:
        return any(cell.flag or cell.locator for _name, cell in self.cells if cell)


@dataclass
class DataSetPage:
    """The parts of the page, each ready to be printed."""

    document: DataSetDocument
    variables: list[tuple[Any, Code | None]]
    units: list[UnitItem]
    blanks: int
    flagged: int
    grid: TileGrid | None
    labels: Labels

    def rows(self, units: list[UnitItem]) -> list[Row]:
        cells = {(seen.unit, seen.variable): seen for seen in self.document.observations}
        return [
            Row(
                unit,
                self.labels.places.get(unit.place or ""),
                self.labels.cases.get(unit.case or ""),
                [(variable.name, cells.get((unit.ref, variable.ref))) for variable, _code in self.variables],
            )
            for unit in units
        ]


def dataset_page(dataset: DataSet) -> DataSetPage:
    document = DataSetDocument.model_validate(dataset.revision.document)
    labels = Labels([document])
    return DataSetPage(
        document=document,
        variables=[(variable, labels.codes.get(variable.code or "")) for variable in document.variables],
        units=document.units,
        blanks=sum(seen.blank is not None for seen in document.observations),
        flagged=sum(seen.flag is not None for seen in document.observations),
        grid=tile_grid() if dataset.slug == GRID_DATASET else None,
        labels=labels,
    )


def dataset_list() -> QuerySet[DataSet]:
    datasets = DataSet.objects.filter(state="live").select_related("source").order_by("sort_key", "pk")
    return datasets.annotate(unit_count=Count("units", distinct=True), variable_count=Count("variables", distinct=True))
