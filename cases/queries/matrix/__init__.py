"""Cases against codes, codes against codes, codes against levels: one table, one template."""

from cases.queries.matrix.ask import Asked
from cases.queries.matrix.build import Matrix, matrix

__all__ = ["Asked", "Matrix", "matrix"]
