"""What pages cost: CPU of the process per request, as a ratio to the page of 25 plain rows (``tpl25``) in the same run.

The machine drops out of a ratio; what is left says how much more a page does than the least that any page does.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from django.test import Client

WARM_UP, ROUNDS = 3, 25
UNIT = "/tpl25/"


class Figure(NamedTuple):
    """The median of a page, and how often it is the unit."""

    name: str
    seconds: float
    ratio: float
    most: float

    @property
    def line(self) -> str:
        return f"| {self.name} | {self.seconds * 1000:.1f} | {self.ratio:.1f} | {self.most:g} |"


HEAD = "| page | CPU, ms (median) | × tpl25 | at most |\n|---|---|---|---|"


def measured(pages: Mapping[str, tuple[Iterator[str], float]]) -> list[Figure]:
    """Each page by name, with its addresses and the ratio to stay under; all in turns, so that noise meets all alike."""
    client = Client()
    asked = {"tpl25": (repeat(UNIT), 1.0), **pages}
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(WARM_UP + ROUNDS):
        for name, (addresses, _most) in asked.items():
            address = next(addresses)
            start = time.process_time()
            assert client.get(address).status_code == 200, address
            if turn >= WARM_UP:
                spent[name].append(time.process_time() - start)
    medians = {name: statistics.median(some) for name, some in spent.items()}
    return [Figure(name, medians[name], medians[name] / medians["tpl25"], most) for name, (_addresses, most) in asked.items()]


def table(figures: Sequence[Figure]) -> str:
    return "\n".join(["", HEAD, *(figure.line for figure in figures)])
