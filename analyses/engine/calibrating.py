"""From raw values to set memberships, with what has to be said about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyses.documents.design import Calibration
from analyses.documents.inputs import Inputs, SetInput
from analyses.enums import Method
from methods import qca
from methods.qca.sets import FloatArray, levels_of

SKEWED = 0.2
"""A set in which fewer than a fifth, or more than four fifths, are members: fits are then easily high for nothing."""


@dataclass
class Calibrated:
    """The sets of an analysis, and for each what a reader should know of it."""

    data: qca.SetData
    notes: dict[str, dict[str, Any]]


def memberships_of(name: str, raw: Sequence[float], calibration: Calibration) -> FloatArray:
    """The memberships of a set's raw values, a nudge included; whole numbers that no condition has as values are refused."""
    with np.errstate(all="ignore"):  # anchors at the ends of what a number can be
        found = _applied(np.asarray(raw, dtype=float), calibration)
    if not np.isfinite(found).all():
        raise qca.CalibrationError("no membership can be computed with these anchors: choose others", "not-computable")
    levels_of(name, found)
    return qca.nudged(found, calibration.nudge) if calibration.nudge else found


def levels(name: str, raw: Sequence[float], calibration: Calibration) -> int:
    """How many values a set has: two, or more where it was calibrated or coded so."""
    return levels_of(name, memberships_of(name, raw, calibration))


def _applied(values: FloatArray, calibration: Calibration) -> FloatArray:
    anchors = calibration.thresholds
    match calibration.method:
        case Method.NONE:
            return values
        case Method.CRISP | Method.MULTIVALUE:
            return qca.crisp(values, anchors)
        case Method.DIRECT:
            return qca.direct(values, *anchors)
        case Method.LINEAR:
            return qca.linear(values, *anchors)
        case Method.INDIRECT:
            return qca.indirect(values, anchors)
        case Method.BELL:
            return qca.bell(values, anchors)


def calibrated(inputs: Inputs) -> Calibrated:
    """All sets over all units; a QCAError names the column that does not work."""
    refs = [unit.ref for unit in inputs.units]
    columns: dict[str, list[float]] = {}
    notes: dict[str, dict[str, Any]] = {}
    for one in inputs.sets:
        column = _column(one, refs)
        columns[one.name] = column.memberships.tolist()
        notes[one.name] = _notes(one, column, refs)
    return Calibrated(qca.SetData.from_columns(refs, columns), notes)


def _column(one: SetInput, refs: list[str]) -> qca.CalibratedColumn:
    raw = [value.value for value in one.values]
    return qca.calibrate_column(one.name, refs, raw, lambda values: memberships_of(one.name, values.tolist(), one.calibration))


def _notes(one: SetInput, column: qca.CalibratedColumn, refs: list[str]) -> dict[str, Any]:
    """Cases at the crossover, a skewed distribution, anchors where there are no data."""
    raw = [value.value for value in one.values if value.value is not None]
    members = int((column.memberships > 0.5).sum())
    low, high = min(raw), max(raw)
    return {
        "crossover": list(column.warning.cases) if column.warning else [],
        "members": members,
        "skewed": not SKEWED <= members / len(refs) <= 1 - SKEWED,
        "outside": [anchor for anchor in one.calibration.thresholds if not low <= anchor <= high],
        "constant": bool((column.memberships == column.memberships[0]).all()),
    }
