"""What pages cost: CPU of the process per request, as a ratio to the page of 25 plain rows (``tpl25``) in the same run.

The machine drops out of a ratio; what is left says how much more a page does than the least that any page does.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
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


def measured(pages: Mapping[str, tuple[str, float]]) -> list[Figure]:
    """Each page by name, with its address and the ratio to stay under; all in turns, so that noise meets all alike."""
    client = Client()
    addresses = [UNIT, *(address for address, _most in pages.values())]
    spent: dict[str, list[float]] = {address: [] for address in addresses}
    for turn in range(WARM_UP + ROUNDS):
        for address in addresses:
            start = time.process_time()
            assert client.get(address).status_code == 200, address
            if turn >= WARM_UP:
                spent[address].append(time.process_time() - start)
    unit = statistics.median(spent[UNIT])
    found = [Figure("tpl25", unit, 1, 1)]
    for name, (address, most) in pages.items():
        median = statistics.median(spent[address])
        found.append(Figure(name, median, median / unit, most))
    return found


def table(figures: Sequence[Figure]) -> str:
    return "\n".join(["", HEAD, *(figure.line for figure in figures)])
