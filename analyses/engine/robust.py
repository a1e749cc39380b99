"""Robustness: the same question under other decisions, what changes and what stays.

References
----------
Oana, I.-E. & Schneider, C. Q. (2024). A robustness test protocol for applied QCA. SMR 53(1), 57-88.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyses.documents.inputs import Inputs
from analyses.documents.robustness import RobustnessOptions
from analyses.engine.calibrating import calibrated
from analyses.engine.fits import sufficiency
from analyses.engine.solving import Solved, Watch, solve, trouble
from analyses.engine.tabulating import expectations, question_of, table_of
from analyses.enums import Method
from methods import qca
from methods.qca.plain import plain
from methods.qca.sets import FloatArray

STEPS = 20
"""Steps of a range, each a fiftieth of the distance between the outer anchors."""


@dataclass(frozen=True)
class Trial:
    """One other decision: what it is, and the inputs that it leads to."""

    what: str
    about: dict[str, Any]
    inputs: Inputs
    same_units: bool = True


def robustness(inputs: Inputs, options: RobustnessOptions, watch: Watch) -> dict[str, Any]:
    """Every trial compared with the solution that is tested, and what they amount to together."""
    ready = calibrated(inputs)
    original = _solution(_solved(inputs, options), options)
    trials = list(_trials(inputs, options))
    total = len(trials) + (len(inputs.conditions) + 1 if options.ranges else 0)
    found, tests = [], []
    for at, trial in enumerate(trials):
        watch("trials", at, total)
        described, memberships = _tried(trial, original, options)
        found.append(described)
        if memberships is not None and trial.same_units:
            tests.append(memberships)
    whole = original.models[0].expression.membership(ready.data)
    return plain(
        {
            "original": _model(original),
            "trials": found,
            "together": _together(original, whole, tests) if tests else None,
            "ranges": _ranges(inputs, options, watch, len(trials), total) if options.ranges and not inputs.overrides else None,
        }
    )


def _trials(inputs: Inputs, options: RobustnessOptions) -> Iterator[Trial]:
    cuts = inputs.cutoffs
    for name in ("consistency", "pri", "frequency"):
        for value in getattr(options, name):
            if value != getattr(cuts, name):
                other = inputs.model_copy(update={"cutoffs": cuts.model_copy(update={name: value})})
                yield Trial(name, {"value": value}, other)
    if options.anchors:
        yield from _moved_anchors(inputs, options.anchors)
    if options.units:
        for place, unit in enumerate(inputs.units):
            yield Trial("unit", {"unit": unit.ref}, _without_unit(inputs, place), same_units=False)
    if options.conditions and len(inputs.conditions) > 1:
        for one in inputs.conditions:
            rest = [other for other in inputs.conditions if other.name != one.name]
            yield Trial(
                "condition", {"set": one.name}, inputs.model_copy(update={"conditions": rest, "overrides": [], "untenable": ""})
            )


def _moved_anchors(inputs: Inputs, percent: float) -> Iterator[Trial]:
    """Each anchor of each condition, down and up by a share of the distance to its nearest neighbour."""
    for place, one in enumerate(inputs.conditions):
        anchors = one.calibration.thresholds
        if one.calibration.method not in (Method.DIRECT, Method.LINEAR) or len(anchors) != 3:
            continue
        for at, anchor in enumerate(anchors):
            gap = min(abs(anchor - other) for other in anchors if other != anchor)
            for sign in (-1, 1):
                moved = [anchor + sign * gap * percent / 100 if other == at else value for other, value in enumerate(anchors)]
                calibration = one.calibration.model_copy(update={"thresholds": moved})
                conditions = list(inputs.conditions)
                conditions[place] = one.model_copy(update={"calibration": calibration})
                about = {"set": one.name, "anchor": at, "from": anchor, "to": moved[at]}
                yield Trial("anchor", about, inputs.model_copy(update={"conditions": conditions}))


def _without_unit(inputs: Inputs, place: int) -> Inputs:
    def fewer(one: Any) -> Any:
        return one.model_copy(update={"values": [value for at, value in enumerate(one.values) if at != place]})

    units = [unit for at, unit in enumerate(inputs.units) if at != place]
    conditions = [fewer(one) for one in inputs.conditions]
    return inputs.model_copy(update={"units": units, "outcome": fewer(inputs.outcome), "conditions": conditions})


def _solved(inputs: Inputs, options: RobustnessOptions) -> Solved:
    made = table_of(inputs, calibrated(inputs).data, options.side)
    return solve(made.table, expectations(inputs, made.table.data, options.side), lambda *_: None)


def _solution(solved: Solved, options: RobustnessOptions) -> qca.Solution:
    if options.kind == "conservative":
        return solved.conservative
    if options.kind == "parsimonious":
        return solved.parsimonious
    return solved.intermediate[0].solution


def _tried(trial: Trial, original: qca.Solution, options: RobustnessOptions) -> tuple[dict[str, Any], FloatArray | None]:
    """What came of a trial: terms kept, lost and new, fit, and how it lies to the original."""
    try:
        other = _solution(_solved(trial.inputs, options), options)
    except qca.QCAError as error:
        return {"what": trial.what, **trial.about, "trouble": trouble(error)}, None
    before, after = ([str(term) for term in solution.models[0].terms] for solution in (original, other))
    relation = qca.compare_models(original, other).relation.value if trial.what != "condition" else ""
    described = {
        "what": trial.what,
        **trial.about,
        "kept": [term for term in before if term in after],
        "lost": [term for term in before if term not in after],
        "new": [term for term in after if term not in before],
        "relation": relation,
        **_model(other),
    }
    return described, other.models[0].expression.membership(other.table.data)


def _model(solution: qca.Solution) -> dict[str, Any]:
    model = solution.models[0]
    x = model.expression.membership(solution.table.data)
    return {
        "expr": str(model),
        "count": solution.covers.count,
        "fit": sufficiency(qca.sufficiency_fit(x, solution.table.y)),
    }


def _together(original: qca.Solution, whole: FloatArray, tests: list[FloatArray]) -> dict[str, Any]:
    """The robust core, and which units keep their place in every trial over all units."""
    table = original.table
    fit = qca.robustness_fit(whole, tests, table.y)
    cases = qca.robustness_cases(table.data.cases, whole, tests, table.y)
    names = ("robust_typical", "robust_deviant", "shaky_typical", "shaky_deviant", "possible_typical", "possible_deviant")
    return {
        "trials": len(tests),
        "consistency": fit.consistency,
        "coverage": fit.coverage,
        "overlap_all": fit.overlap_with_all,
        "overlap_any": fit.overlap_with_any,
        "core": sufficiency(fit.core),
        "typical_ratio": cases.typical_ratio,
        "deviant_ratio": cases.deviant_ratio,
        "rank": cases.rank,
        "cases": {name: getattr(cases, name) for name in names},
    }


def _ranges(inputs: Inputs, options: RobustnessOptions, watch: Watch, done: int, total: int) -> dict[str, Any]:
    """How far each cut-off and each anchor can move, the others as they are, before the set of paths changes."""
    data = calibrated(inputs).data
    question = question_of(inputs, data, options.side, qca.SolutionKind(options.kind))
    watch("ranges", done, total)
    found: dict[str, Any] = {
        "consistency": _range(qca.consistency_range(data, question, max_runs=STEPS)),
        "pri": _range(qca.pri_range(data, question, max_runs=STEPS)),
        "frequency": _range(qca.frequency_range(data, question, max_runs=5)),
        "anchors": {},
    }
    for at, one in enumerate(inputs.conditions, start=1):
        watch("ranges", done + at, total)
        anchors = one.calibration.thresholds
        if one.calibration.method != Method.DIRECT or one.calibration.nudge:
            continue
        raw = np.array([value.value for value in one.values], dtype=float)
        step = abs(anchors[2] - anchors[0]) / 50
        ranges = qca.calibration_ranges(data, question, one.name, raw, anchors, step=step, max_runs=STEPS)
        found["anchors"][one.name] = [_range(each) for each in ranges]
    return found


def _range(found: qca.Range) -> dict[str, float | None]:
    return {"lower": found.lower, "start": found.start, "upper": found.upper}
