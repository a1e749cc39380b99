"""Cases, codes, phases or results side by side: rows are questions, cells are claims with their evidence."""

from cases.queries.comparison.compare import compare
from cases.queries.comparison.snapshot import TooFew, snapshot
from cases.queries.comparison.table import Column, Comparison, Entry

__all__ = ["Column", "Comparison", "Entry", "TooFew", "compare", "snapshot"]
