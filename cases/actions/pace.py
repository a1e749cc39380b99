"""How much long work does at once, so that others have their turn at the database between two parts."""

import time
from collections.abc import Iterator, Sequence

from django.db import connection


class Pace:
    """How many rows a part has: as many as keep the database for half a second, whatever the machine."""

    ASKED, FIRST, LEAST, MOST = 0.6, 40, 25, 500
    """Below the least number the fixed cost of a part outweighs its rows."""
    PAUSE = 0.15
    """On SQLite: longer than those who wait for the database sleep between two attempts."""

    def __init__(self) -> None:
        self.size = min(self.FIRST, self.MOST)
        self.began = time.monotonic()

    def begin(self) -> None:
        """The database is the worker's from now on: how long it waited for it does not count."""
        self.began = time.monotonic()

    def took(self, rows: int) -> None:
        seconds = max(time.monotonic() - self.began, 0.01)
        self.size = min(self.MOST, max(self.LEAST, int(rows * self.ASKED / seconds)))
        if connection.vendor == "sqlite":
            time.sleep(self.PAUSE)


def paced(keys: Sequence[int], pace: Pace) -> Iterator[Sequence[int]]:
    """The keys in parts, each as long as the pace allows once the one before has been dealt with."""
    start = 0
    while start < len(keys):
        part = keys[start : start + pace.size]
        yield part
        start += len(part)
        if start < len(keys):
            pace.took(len(part))
