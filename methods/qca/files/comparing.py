"""Files of kind robustness and robustness_calibration_range: SetMethods' `rob.*` functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from methods.qca.errors import QCAError
from methods.qca.question import Question
from methods.qca.robustness import robustness_cases, robustness_fit
from methods.qca.sensitivity import Range, calibration_ranges, consistency_range, frequency_range, pri_range
from methods.qca.sets import FloatArray, SetData, raw_column
from methods.qca.solution import Model

from .reading import Document, data_of, mapping, question_of

_RANGES: dict[str, Callable[..., Range]] = {
    "rob.inclrange": consistency_range,
    "rob.ncutrange": frequency_range,
    "rob.prirange": pri_range,
}


def robustness(document: Document) -> dict[str, Any]:
    """Return fit- and case-oriented robustness of the initial solution, and ranges of its cut-offs."""
    data, options = data_of(document), mapping(document["options"])
    asked = [options["initial"], *options["tests"]]
    solutions = [question_of(document, document["outcome"], mapping(each)).solve(data) for each in asked]
    models = [solution.models[0] for solution in solutions]
    initial, *tests = [model.expression.membership(data) for model in models]
    y = solutions[0].table.y
    fit, cases = robustness_fit(initial, tests, y), robustness_cases(data.cases, initial, tests, y)
    return {
        "initial_solution": [str(term) for term in models[0].terms],
        "test_solutions": [[str(term) for term in model.terms] for model in models[1:]],
        "memberships": {"IS": initial, "TS": tests, "Y": y},
        "rob_fit_exact": {
            "RF_cov": fit.coverage,
            "RF_cons": fit.consistency,
            "RF_SC_minTS": fit.overlap_with_all,
            "RF_SC_maxTS": fit.overlap_with_any,
            "core_inclS": fit.core.consistency,
            "core_covS": fit.core.coverage,
        },
        "rob_cases": vars(cases),
        "case_ratio_setmethods": {
            "RCR_typ": cases.typical_ratio,
            "RCR_dev": cases.deviant_ratio,
            "RCC_Rank": cases.rank,
        },
        "single_test": _single_tests(data, models[1:], initial, tests, y),
        "ranges": [_range(document, data, asked) for asked in mapping(document.get("inputs")).get("ranges") or []],
    }


def _single_tests(
    data: SetData, models: list[Model], initial: FloatArray, tests: list[FloatArray], y: FloatArray
) -> list[dict[str, Any]]:
    """Each test solution on its own, the greatest change first."""
    rows = [
        {
            "Model": "+".join(str(term) for term in model.terms),
            "RCC_Rank": robustness_cases(data.cases, initial, [test], y).rank,
            "SC": robustness_fit(initial, [test], y).overlap_with_all,
        }
        for model, test in zip(models, tests, strict=True)
    ]
    return sorted(rows, key=lambda row: (-int(row["RCC_Rank"]), row["SC"]))


def _range(document: Document, data: SetData, asked: Mapping[str, Any]) -> dict[str, Any]:
    arguments = mapping(asked["args"])
    if asked["fun"] not in _RANGES:
        raise QCAError(f"the range {asked['fun']!r} is unknown: use {', '.join(_RANGES)}")
    runs = {"step": arguments.pop("step"), "max_runs": int(arguments.pop("max.runs"))}
    question = question_of(document, document["outcome"], arguments)
    found = _RANGES[asked["fun"]](data, question, **runs)
    return {**asked, "lower": found.lower, "upper": found.upper, "error": None}


def calibration_range(document: Document) -> list[dict[str, Any]]:
    """Return how far each anchor of one column can move."""
    options = mapping(document["options"])
    column, anchors = options.pop("column"), [float(anchor) for anchor in options.pop("thresholds")]
    step, max_runs = float(options.pop("step")), int(options.pop("max_runs"))
    idm = float(options.pop("idm", 0.95))
    question: Question = question_of(document, document["outcome"], options)
    raw = raw_column(column, document["data"]["cases"], document["data"]["raw"][column])
    ranges = calibration_ranges(data_of(document), question, column, raw, anchors, step=step, max_runs=max_runs, idm=idm)
    return [
        {**{name: r.lower for name, r in zip("ECI", ranges, strict=True)}, "_row": "Lower bound"},
        {**{name: r.upper for name, r in zip("ECI", ranges, strict=True)}, "_row": "Upper bound"},
    ]
