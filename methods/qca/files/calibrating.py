"""Files of kind calibration: R's `calibrate(x, <args>)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from methods.qca.calibration import DEFAULT_INCLUSION, bell, crisp, direct, linear
from methods.qca.column import calibrate_column
from methods.qca.errors import CalibrationError, DataError
from methods.qca.indirect_calibration import indirect
from methods.qca.sets import FloatArray

from .reading import Document, mapping

_ARGUMENTS = {"thresholds", "type", "method", "idm", "logistic", "below", "above"}
_NAMED = re.compile(r"\s*(?:([A-Za-z]\w*)\s*=)?\s*(\S+)\s*")
_THREE = ["e", "c", "i"]
_SIX = ["e1", "c1", "i1", "i2", "c2", "e2"]
_SIX_INVERTED = ["i1", "c1", "e1", "e2", "c2", "i2"]


def calibrations(document: Document) -> list[dict[str, Any]]:
    """Return the values of every call."""
    return [_call(document, call) for call in document["inputs"]["calls"]]


def _call(document: Document, call: Mapping[str, Any]) -> dict[str, Any]:
    data, column, arguments = document["data"], call["column"], mapping(call["args"])
    if column not in data["raw"]:
        raise DataError(f"there is no raw column {column!r}; there are {', '.join(data['raw'])}")
    calibrated = calibrate_column(column, data["cases"], data["raw"][column], lambda raw: calibrate(raw, arguments))
    return {"column": column, "args": call["args"], "values": calibrated.memberships}


def calibrate(raw: FloatArray, arguments: Mapping[str, Any]) -> FloatArray:
    """Calibrate as R's arguments say."""
    unknown = sorted(set(arguments) - _ARGUMENTS)
    if unknown:
        raise CalibrationError(f"the argument {unknown[0]!r} is unknown: use {', '.join(sorted(_ARGUMENTS))}")
    anchors = read_thresholds(arguments["thresholds"])
    if arguments.get("type", "fuzzy") == "crisp":
        return crisp(raw, list(anchors.values()))
    if arguments.get("method", "direct") == "indirect":
        return indirect(raw, list(anchors.values()))
    return _fuzzy(raw, _named(anchors), arguments)


def read_thresholds(value: Any) -> dict[str, float]:
    """Read ``"e=25, c=50, i=65"`` or bare cut-points; bare ones are named by their position.

    Examples
    --------
    >>> read_thresholds("e=25, c=50, i=65")
    {'e': 25.0, 'c': 50.0, 'i': 65.0}
    >>> read_thresholds([1000, 4000])
    {'0': 1000.0, '1': 4000.0}
    """
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    anchors: dict[str, float] = {}
    for position, part in enumerate(parts):
        match = _NAMED.fullmatch(str(part))
        try:
            name, number = (match[1] or str(position), float(match[2])) if match else ("", float("nan"))
        except ValueError:
            match = None
        if match is None:
            raise CalibrationError(f"the threshold {part!r} can't be read: write a number, or a name = a number")
        anchors[name] = number
    return anchors


def _named(anchors: dict[str, float]) -> dict[str, float]:
    if all(name.isdigit() for name in anchors):
        names = {3: _THREE, 6: _SIX}.get(len(anchors), [])
        anchors = dict(zip(names, anchors.values(), strict=False))
    if set(anchors) not in (set(_THREE), set(_SIX)):
        raise CalibrationError(
            f"the thresholds {', '.join(anchors) or 'given'} don't make a fuzzy set: name e, c, i, or e1, c1, i1, i2, c2, e2"
        )
    return anchors


def _fuzzy(raw: FloatArray, anchors: dict[str, float], arguments: Mapping[str, Any]) -> FloatArray:
    below, above = float(arguments.get("below", 1)), float(arguments.get("above", 1))
    if len(anchors) == len(_SIX):
        inverted = anchors["i1"] < anchors["e1"]
        rising = [anchors[name] for name in (_SIX_INVERTED if inverted else _SIX)]
        return bell(raw, rising, below=below, above=above, inverted=inverted)
    e, c, i = (anchors[name] for name in _THREE)
    if arguments.get("logistic", True):
        return direct(raw, e, c, i, idm=float(arguments.get("idm", DEFAULT_INCLUSION)))
    return linear(raw, e, c, i, below=below, above=above)
