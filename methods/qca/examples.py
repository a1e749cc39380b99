"""Published data small enough to read by eye; the doctests run on them.

Lipset, S. M. (1959). Some social requisites of democracy. American Political Science Review 53, 69-105;
calibrated in Rihoux, B. & Ragin, C. C. (eds, 2009). Configurational Comparative Methods. Sage.
"""

from __future__ import annotations

from .sets import SetData
from .truth_table import TruthTable, truth_table

LIPSET_CASES = ["AU", "BE", "CZ", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "NL", "PL", "PT", "RO", "ES", "SE", "UK"]

#: Developed, urbanised, literate, industrialised, stable: did democracy survive between the wars?
LIPSET_CRISP = {
    "DEV": [1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1],
    "URB": [0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1],
    "LIT": [1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1],
    "IND": [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1],
    "STB": [0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1],
    "SURV": [0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1],
}


def lipset_crisp(outcome: str = "SURV") -> TruthTable:
    """Return the crisp truth table of the survival, or with ``"~SURV"`` the breakdown, of democracy."""
    data = SetData.from_columns(LIPSET_CASES, LIPSET_CRISP)
    return truth_table(data, outcome, ["DEV", "URB", "LIT", "IND", "STB"])
