"""What every record has."""

from typing import Literal

from pydantic import Field

from cases.documents.parts import Item, Line, Text, Uid


class Retirement(Item):
    """Why a record is no longer in circulation, and what took its place. Its history stays."""

    reason: Text
    into: Uid | None = Field(None, description="The record of the same kind that it was merged into.")


class Record(Item):
    """What every document has: an identity, and the address under which it is read."""

    uid: Uid
    slug: Uid | None = Field(None, description="The address, where it differs from the identity.")
    former_slugs: list[Uid] = Field(default_factory=list, description="Old addresses, which redirect.")
    retired: Retirement | None = Field(None, exclude_if=lambda value: value is None, description="Taken out of circulation.")

    @property
    def address(self) -> str:
        return self.slug or self.uid


class Alias(Item):
    """Another name, as printed somewhere. It is searched, never shown as the name."""

    text: Line
    lang: Literal["en", "zh"]
