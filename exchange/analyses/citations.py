"""The run as an entry for reference managers."""

from cases.queries.citation import bibtex, ris
from exchange.analyses.leaving import Leaving


def to_bibtex(leaving: Leaving) -> bytes:
    return bibtex(leaving.work).encode()


def to_ris(leaving: Leaving) -> bytes:
    return ris(leaving.work).encode()
