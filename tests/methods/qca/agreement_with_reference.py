"""Compare our results with the reference's: order-free where the format says so, exact elsewhere."""

from __future__ import annotations

import math
from typing import Any

EXACT = 1e-9
ROUNDED = 5e-4

#: Printed by the reference, or optional, or a bug that the file documents.
LEFT_OUT = {"print", "truth_table_print", "out_r_qca", "typical_focal_term1", "rob_fit_setmethods_rounded3"}

#: Tables that the reference rounds.
ROUNDED_KEYS = {"smmr", "case_ratio_setmethods", "single_test", "ranges"}

#: What identifies an item of a list whose order is free.
IDENTITY = {
    "models": lambda item: frozenset(term["expr"] for term in item["terms"]),
    "terms": lambda item: item["expr"] if isinstance(item, dict) else _as_set(item),
    "intermediate": lambda item: (frozenset(item["c_sol"]), frozenset(item["p_sol"])),
    "fiss": lambda item: frozenset(row["expr"] for row in item) if isinstance(item, list) else item["expr"],
    "combos": lambda item: item["expr"],
    "essential": lambda item: item,
    "c_sol": lambda item: item,
    "p_sol": lambda item: item,
    "initial_solution": lambda item: item,
    "test_solutions": lambda item: _as_set(item),
    "incl_cov": lambda item: item["expr"] if isinstance(item, dict) else frozenset(t["expr"] for t in item),
}


def differences(expected: Any, ours: Any, path: str = "", key: str = "", tolerance: float = EXACT) -> list[str]:
    """List every difference, each with the place where it occurs."""
    if isinstance(expected, dict):
        return _of_mappings(expected, ours, path, key, tolerance)
    if isinstance(expected, list):
        return _of_lists(expected, ours, path, key, tolerance)
    if _number(expected) and _number(ours):
        close = math.isclose(expected, ours, rel_tol=0, abs_tol=tolerance)
        return [] if close else [f"{path}: {expected!r} but ours is {ours!r}"]
    return [] if expected == ours else [f"{path}: {expected!r} but ours is {ours!r}"]


def _of_mappings(expected: dict[str, Any], ours: Any, path: str, key: str, tolerance: float) -> list[str]:
    if not isinstance(ours, dict):
        return [f"{path}: a mapping is expected, ours is {type(ours).__name__}"]
    if key == "pi_chart":
        expected, ours = _chart(expected), _chart(ours)
    found = []
    for name, value in expected.items():
        if name in LEFT_OUT:
            continue
        if name not in ours:
            found.append(f"{path}.{name}: missing")
            continue
        limit = ROUNDED if name in ROUNDED_KEYS else tolerance
        found += differences(value, ours[name], f"{path}.{name}", name, limit)
    return found


def _of_lists(expected: list[Any], ours: Any, path: str, key: str, tolerance: float) -> list[str]:
    if not isinstance(ours, list) or len(expected) != len(ours):
        return [f"{path}: {len(expected)} items, ours is {ours!r:.200}"]
    if key in IDENTITY:
        identity = IDENTITY[key]
        theirs, mine = ({identity(item): item for item in items} for items in (expected, ours))
        if theirs.keys() != mine.keys():
            return [f"{path}: {list(theirs)} but ours are {list(mine)}"]
        pairs = [(theirs[name], mine[name]) for name in theirs]
    else:
        pairs = list(zip(expected, ours, strict=True))
    return [
        difference
        for at, (a, b) in enumerate(pairs)
        for difference in differences(a, b, f"{path}[{at}]", key if key in IDENTITY else "", tolerance)
    ]


def _chart(chart: dict[str, Any]) -> dict[str, Any]:
    """A prime implicant chart with its lines under the names of the primes."""
    covers = dict(zip(chart["primes"], chart["covers"], strict=True))
    return {"rows": chart["rows"], "covers": covers}


def _as_set(item: str | list[str]) -> str | frozenset[str]:
    return item if isinstance(item, str) else frozenset(item)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
