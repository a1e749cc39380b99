"""Pairs of cases to compare, and cases like a given one, each with the reason."""

from cases.queries.pairs.find import PairPage, Wanted, find_pairs
from cases.queries.pairs.similar import similar_cases

__all__ = ["PairPage", "Wanted", "find_pairs", "similar_cases"]
