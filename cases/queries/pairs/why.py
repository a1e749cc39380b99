"""The reason for which two cases were put side by side, read back from an address. Words come from the record, never from it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cases.queries.pairs.features import scaled_codes, traits
from cases.queries.pairs.find import DESIGNS


@dataclass
class Why:
    design: str
    outcome: Any
    on: list[Any]
    query: str
    """The address of the pair finder that asks the same question."""


def read_why(text: str) -> Why | None:
    """The reason, or None where the text gives none that this site could have given."""
    parts = text[:2000].split(";")
    if len(parts) != 3 or parts[0] not in (*DESIGNS, "similar"):
        return None
    design, outcome, on = parts
    every = traits(scaled_codes())
    keys = [key for key in dict.fromkeys(on.split(",")) if key in every]
    if not keys or (design != "similar" and outcome not in every):
        return None
    query = urlencode([("design", design), ("outcome", outcome), *(("on", key) for key in keys)]) if design != "similar" else ""
    return Why(design, every[outcome].words if outcome in every else None, [every[key].words for key in keys], query)
