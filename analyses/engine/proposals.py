"""Anchors to begin with. They say where the values lie and nothing about meaning, which only a reason can give."""

from collections.abc import Sequence

import numpy as np

from analyses.enums import Proposal

FIGURES = 4
"""Significant figures of a proposed anchor."""


def propose(raw: Sequence[float], proposal: str) -> list[float]:
    """Fully out, crossover and fully in for the direct method; the crossover never falls on a case."""
    values = np.sort(np.asarray(raw, dtype=float))
    if proposal == Proposal.GAPS:
        out, crossover, full = _gaps(values)
    elif proposal == Proposal.SCALE:
        low, high = float(values[0]), float(values[-1])
        out, crossover, full = (low + share * (high - low) for share in (0.25, 0.5, 0.75))
    else:
        out, crossover, full = (float(one) for one in np.percentile(values, [10, 50, 90]))
    return [_rounded(out), _beside(_rounded(crossover), values), _rounded(full)]


def _gaps(values: np.ndarray) -> tuple[float, float, float]:
    """The middles of the three largest gaps between neighbours; percentiles where there are fewer."""
    gaps = np.diff(values)
    if (gaps > 0).sum() < 3:
        return tuple(float(one) for one in np.percentile(values, [10, 50, 90]))  # type: ignore[return-value]
    largest = np.sort(np.argsort(-gaps, kind="stable")[:3])
    low, middle, high = ((values[at] + values[at + 1]) / 2 for at in largest)
    return float(low), float(middle), float(high)


def _rounded(value: float) -> float:
    return float(f"{value:.{FIGURES}g}")


def _beside(crossover: float, values: np.ndarray) -> float:
    """A crossover on which a case lies moves up by a hundredth of what parts that case from the next one, or by more."""
    if crossover not in values:
        return crossover
    higher = values[values > crossover]
    if not len(higher):
        return crossover
    gap = float(higher[0]) - crossover
    moved = (float(f"{crossover + share * gap:.{FIGURES}g}") for share in (0.01, 0.1, 0.5))
    return next((one for one in moved if crossover < one < higher[0]), crossover + gap / 2)
