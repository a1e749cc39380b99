"""Provincial units on the tile grid, by the paths that they are in."""

from dataclasses import dataclass

from analyses.documents.inputs import UnitInput
from analyses.queries.run_page import RunPage
from cases.models import Place
from cases.queries.datasets.grid import Tile


@dataclass(frozen=True)
class PathTile:
    """A square: its unit, if the run has it, and the numbers of its paths."""

    tile: Tile
    unit: UnitInput | None
    number: int | None
    paths: tuple[int, ...]

    @property
    def group(self) -> str:
        if self.unit is None:
            return "n"
        return "3" if len(self.paths) > 1 else "2" if self.paths else "1"


@dataclass(frozen=True)
class PathGrid:
    tiles: list[PathTile]

    @property
    def rows(self) -> list[PathTile]:
        return sorted((one for one in self.tiles if one.unit), key=lambda one: one.number or 0)

    @property
    def width(self) -> int:
        return max(one.tile.x for one in self.tiles) + 64

    @property
    def height(self) -> int:
        return max(one.tile.y for one in self.tiles) + 64


def path_tiles(page: RunPage) -> PathGrid | None:
    """Nothing where fewer than two units are provincial ones, or where there is no path."""
    units = {unit.place: unit for unit in page.inputs.units if unit.place}
    if not page.paths or not units:
        return None
    held: dict[str, list[int]] = {}
    for path in page.paths:
        for ref in page.members(path):
            held.setdefault(ref, []).append(path.number)
    tiles = []
    for place in Place.objects.filter(tile_row__isnull=False, state="live").order_by("tile_row", "tile_column"):
        unit = units.get(place.uid)
        ref = unit.ref if unit else ""
        tiles.append(
            PathTile(Tile(place, None, has_case=False, group="n"), unit, page.numbers.get(ref), tuple(held.get(ref, ())))
        )
    return PathGrid(tiles) if sum(one.unit is not None for one in tiles) > 1 else None
