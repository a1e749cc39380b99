"""The provincial units as tiles, in three groups of values; groups and not ranks, because differences within them are small."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Subquery

from cases.models import CaseFacet, DataSet, Observation, Place, Variable
from cases.queries.datasets.numbers import printed

GRID_DATASET = "online-service-capability-2019"
BORDERS = {"outcome:online-service-capability": (80.0, 90.0)}
"""Borders of the groups that a source itself uses; other columns are divided into thirds of their units."""


@dataclass(frozen=True)
class Tile:
    """One provincial unit: its square, its value if the data set has one, and whether a named case lies in it."""

    place: Place
    value: float | None
    has_case: bool
    group: str
    ref: str = ""
    """The unit in the data set."""

    STEP = 67

    @property
    def x(self) -> int:
        return ((self.place.tile_column or 1) - 1) * self.STEP

    @property
    def y(self) -> int:
        return ((self.place.tile_row or 1) - 1) * self.STEP


@dataclass
class TileGrid:
    """All provincial units with the values of one variable, in three groups."""

    variable: Variable
    borders: tuple[float, float]
    tiles: list[Tile] = field(default_factory=list)

    @property
    def dataset(self) -> DataSet:
        return self.variable.dataset

    @property
    def by_source(self) -> bool:
        """Whether the groups are the source's own."""
        return self.variable.code is not None and self.variable.code.uid in BORDERS

    @property
    def low_border(self) -> str:
        return printed(self.borders[0], 0 if self.by_source else self.variable.decimals)

    @property
    def high_border(self) -> str:
        return printed(self.borders[1], 0 if self.by_source else self.variable.decimals)

    def _of(self, group: str) -> list[Tile]:
        return [tile for tile in self.tiles if tile.group == group]

    @property
    def high(self) -> int:
        return len(self._of("3"))

    @property
    def middle(self) -> int:
        return len(self._of("2"))

    @property
    def low(self) -> int:
        return len(self._of("1"))

    @property
    def rows(self) -> list[Tile]:
        """The units that the data set covers, in the order of their codes."""
        return sorted((tile for tile in self.tiles if tile.value is not None), key=lambda tile: tile.place.division_code)

    @property
    def width(self) -> int:
        return max((tile.x for tile in self.tiles), default=0) + 64

    @property
    def height(self) -> int:
        return max((tile.y for tile in self.tiles), default=0) + 64


def home_grid() -> TileGrid | None:
    """The grid of the home page; ``None`` while its data set is not there."""
    columns = Variable.objects.filter(dataset__slug=GRID_DATASET, dataset__state="live").order_by("order")
    variable = columns.select_related("dataset", "source", "code").first()
    return tile_grid(variable) if variable else None


def tile_grid(variable: Variable) -> TileGrid | None:
    """The grid of a variable; ``None`` when no provincial unit has a value."""
    # A named case has its place and the places above as terms; an anonymous one has none, so it cannot show here.
    cases = CaseFacet.objects.filter(term__facet="place", term__key=OuterRef("uid"))
    seen = Observation.objects.filter(variable=variable, unit__place=OuterRef("pk"), value__isnull=False).order_by("order")
    places = Place.objects.filter(tile_row__isnull=False, state="live").annotate(
        has_case=Exists(cases), value=Subquery(seen.values("value")[:1]), ref=Subquery(seen.values("unit__ref")[:1])
    )
    found = list(places.order_by("tile_row", "tile_column"))
    values = [place.value for place in found if place.value is not None]
    if not values:
        return None
    borders = BORDERS.get(variable.code.uid if variable.code else "") or thirds(values)
    tiles = [Tile(place, place.value, place.has_case, group(place.value, borders), place.ref or "") for place in found]
    return TileGrid(variable, borders, tiles)


def thirds(values: list[float]) -> tuple[float, float]:
    """The values at which the upper and the middle third begin; equal values are never parted."""
    ordered = sorted(values)
    return ordered[len(ordered) // 3], ordered[len(ordered) - max(len(ordered) // 3, 1)]


def group(value: float | None, borders: tuple[float, float]) -> str:
    if value is None:
        return "n"
    low, high = borders
    return "3" if value >= high else "2" if value >= low else "1"
