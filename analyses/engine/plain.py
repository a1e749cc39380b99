"""Results as JSON: arrays become lists, and what is not a number becomes null."""

from typing import Any

import numpy as np

from methods.qca import NecessityFit, SufficiencyFit


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def sufficiency(fit: SufficiencyFit) -> dict[str, float]:
    return {"consistency": fit.consistency, "pri": fit.pri, "coverage": fit.coverage}


def necessary(fit: NecessityFit) -> dict[str, float]:
    return {"consistency": fit.consistency, "coverage": fit.coverage, "relevance": fit.relevance}
