"""The only door to ``methods.qca``: from frozen inputs to results that are plain JSON, and never back.

``examine`` answers everything that a run shows; the pages of a draft call its parts one by one.
"""

from analyses.engine.calibrating import SKEWED, Calibrated, calibrated, levels, memberships_of
from analyses.engine.casework import negated
from analyses.engine.examining import VERSION, examine
from analyses.engine.necessity import necessity
from analyses.engine.proposals import propose
from analyses.engine.robust import robustness
from analyses.engine.solving import trouble
from analyses.engine.tabulating import Table, parse_sets, table_of, tabulated
from methods.qca import QCAError

__all__ = [
    "SKEWED",
    "VERSION",
    "Calibrated",
    "QCAError",
    "Table",
    "calibrated",
    "examine",
    "levels",
    "memberships_of",
    "necessity",
    "negated",
    "parse_sets",
    "propose",
    "robustness",
    "table_of",
    "tabulated",
    "trouble",
]
