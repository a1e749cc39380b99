"""Places and actors."""

from typing import Annotated, Literal

from pydantic import Field

from cases.documents.parts import (
    Edtf,
    Item,
    Line,
    LineText,
    PlaceUid,
    Text,
)
from cases.documents.schema.record import Alias, Record
from cases.enums import (
    ActorType,
    Level,
)


class Tile(Item):
    """Where the unit stands on the tile grid, and the letters in its square."""

    row: int = Field(ge=1, le=12)
    column: int = Field(ge=1, le=12)
    letters: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class PlaceDocument(Record):
    """An administrative unit. A place is not a case: many cases may concern one place."""

    kind: Literal["place"]
    name: LineText
    aliases: list[Alias] = Field(default_factory=list)
    sort_key: Line | None = Field(None, description="Pinyin, where the usual reading is wrong (单县: shan xian).")
    level: Level
    division_code: Annotated[str, Field(pattern=r"^\d{6}$")] | None = Field(None, description="GB/T 2260.")
    parent: PlaceUid | None = None
    tile: Tile | None = None


class ActorDocument(Record):
    """An organisation, or a generic role as a source prints it (“government”, “enterprise”)."""

    kind: Literal["actor"]
    name: LineText
    aliases: list[Alias] = Field(default_factory=list)
    actor_type: ActorType
    generic: bool = Field(description="True for a role (“enterprise”), false for a named organisation.")
    place: PlaceUid | None = None
    founded: Edtf | None = None
    note: Text | None = None
