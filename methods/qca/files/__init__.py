"""Reference files: a published data set, what to ask of it, and the answers of the reference software.

`results_of` computes the answers anew, from everything but `results`, in the same shape. The names in the
files are R's (incl.cut, n.cut, pri.cut); `reading` translates them into ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from methods.qca.errors import QCAError
from methods.qca.plain import plain

from . import calibrating, comparing, minimising, plotting, relating, tabulating
from .reading import Document, kind_of

_KINDS: dict[str, Callable[[Document], Any]] = {
    "calibration": calibrating.calibrations,
    "truth_tables": tabulating.truth_tables,
    "truth_table_known_oracle_bug": tabulating.rows_by_rule,
    "minimization": minimising.minimisation,
    "esa": minimising.enhanced_standard_analysis,
    "necessity": relating.necessity,
    "cluster": relating.clusters,
    "tqca": relating.temporal,
    "xy": plotting.xy,
    "robustness": comparing.robustness,
    "robustness_calibration_range": comparing.calibration_range,
}


def results_of(document: object) -> Any:
    """Return the results of a file's content, ready for JSON."""
    checked, kind = kind_of(document)
    if kind not in _KINDS:
        raise QCAError(f"the kind {kind!r} is unknown: use one of {', '.join(_KINDS)}")
    try:
        return plain(_KINDS[kind](checked))
    except QCAError:
        raise
    except KeyError as error:
        raise QCAError(f"the key {error.args[0]!r} is missing: a file of kind {kind!r} needs it") from None
    except (TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise QCAError(f"a value has the wrong shape for a file of kind {kind!r}: {error}") from error
