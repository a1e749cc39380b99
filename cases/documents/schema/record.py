"""What every record has."""

from typing import Literal

from pydantic import Field

from cases.documents.parts import (
    Item,
    Line,
    Uid,
)


class Record(Item):
    """What every document has: an identity, and the address under which it is read."""

    uid: Uid
    slug: Uid | None = Field(None, description="The address, where it differs from the identity.")
    former_slugs: list[Uid] = Field(default_factory=list, description="Old addresses, which redirect.")

    @property
    def address(self) -> str:
        return self.slug or self.uid


class Alias(Item):
    """Another name, as printed somewhere. It is searched, never shown as the name."""

    text: Line
    lang: Literal["en", "zh"]
