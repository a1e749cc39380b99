"""How each set is calibrated, in R."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analyses.documents.inputs import Inputs, SetInput
from analyses.enums import Method
from cases.templatetags.casebase import plain
from exchange.analyses.r_words import column, comment, number, numbers

THREE = ("e", "c", "i")
SIX = ("e1", "c1", "i1", "i2", "c2", "e2")
DIGITS = 3
"""Decimals to which calibrate() rounds the grades of the indirect method."""


def calibrations(inputs: Inputs) -> Iterator[str]:
    yield ""
    yield from comment(_("Calibration"))
    yield "sets <- data.frame(row.names = units)"
    for one in inputs.sets:
        yield from comment(_described(one))
        yield from _calibrated(one)
        if one.calibration.nudge:
            yield from comment(_("Memberships of exactly .5 belong to no row, so a constant is added."))
            target = column("sets", one.name)
            yield f"{target}[{target} == 0.5] <- 0.5 + {number(one.calibration.nudge)}"
    yield "sets"


def _described(one: SetInput) -> str:
    measure = ", ".join(
        part for part in (plain(one.measure), plain(one.unit), str(one.year or ""), plain(one.source_label)) if part
    )
    return f"{one.name}: {plain(one.label)} ({measure}). {plain(one.calibration.reason)}"


def _calibrated(one: SetInput) -> Iterator[str]:
    anchors, target, source = one.calibration.thresholds, column("sets", one.name), column("raw", one.name)
    match one.calibration.method:
        case Method.NONE:
            yield f"{target} <- {source}"
        case Method.CRISP | Method.MULTIVALUE:
            yield f"{target} <- {_crisp(one)}"
        case Method.DIRECT if anchors[1] in (anchors[0], anchors[2]):
            yield from _tied(one)
        case Method.DIRECT:
            yield f'{target} <- calibrate({source}, type = "fuzzy", method = "direct", thresholds = {_named(THREE, anchors)})'
        case Method.LINEAR:
            yield f'{target} <- calibrate({source}, type = "fuzzy", thresholds = {_named(THREE, anchors)}, logistic = FALSE)'
        case Method.BELL:
            yield f'{target} <- calibrate({source}, type = "fuzzy", thresholds = {_named(SIX, anchors)})'
        case Method.INDIRECT:
            yield from _indirect(one)


def _named(names: tuple[str, ...], anchors: list[float]) -> str:
    return f"c({', '.join(f'{name} = {number(anchor)}' for name, anchor in zip(names, anchors, strict=True))})"


def _crisp(one: SetInput) -> str:
    """calibrate() refuses thresholds outside the values, where findInterval(), which it calls, does not."""
    anchors, source = one.calibration.thresholds, column("raw", one.name)
    values = [value.value for value in one.values if value.value is not None]
    if min(values) <= min(anchors) and max(anchors) <= max(values):
        return f'calibrate({source}, type = "crisp", thresholds = {numbers(anchors)})'
    return f"findInterval({source}, {numbers(anchors)})"


def _tied(one: SetInput) -> Iterator[str]:
    """Where an anchor meets the crossover, what lies beyond is fully in or out; calibrate() divides by zero there."""
    target, source = column("sets", one.name), column("raw", one.name)
    falls = one.calibration.thresholds[0] > one.calibration.thresholds[2]
    e, c, i = sorted(one.calibration.thresholds)
    yield from comment(_("Written out, since calibrate() divides by zero where an anchor meets the crossover."))
    yield f"anchors <- {_named(THREE, [e, c, i])}"
    yield f"x <- {source}"
    yield 'width <- ifelse(x >= anchors["c"], anchors["i"] - anchors["c"], anchors["c"] - anchors["e"])'
    yield 'distance <- ifelse(x == anchors["c"], 0, (x - anchors["c"]) / width)'
    yield f"{target} <- unname(1 / (1 + exp(-log(0.95 / 0.05) * distance)))"
    yield from _snapped(target)
    if falls:
        yield f"{target} <- 1 - {target}"


def _snapped(target: str) -> Iterator[str]:
    """What calibrate() takes as fully out or in."""
    yield f"{target}[{target} < 0.0001] <- 0"
    yield f"{target}[{target} > 0.9999] <- 1"


def _indirect(one: SetInput) -> Iterator[str]:
    """calibrate() rounds the grades to three decimals; where that changes them, its regression is written out."""
    anchors, target, source = one.calibration.thresholds, column("sets", one.name), column("raw", one.name)
    if all(round(at / len(anchors), DIGITS) == at / len(anchors) for at in range(len(anchors) + 1)):
        yield f'{target} <- calibrate({source}, method = "indirect", thresholds = {numbers(anchors)})'
        return
    yield from comment(_("Written out, since calibrate() rounds the grades to three decimals."))
    yield f"grades <- sapply({source}, function(x) mean(x > {numbers(anchors)}))"
    yield f"x <- {source}"
    yield "fitted <- glm(grades ~ log(x) + I(sqrt(x)) + x + I(x^2), family = quasibinomial(logit))"
    yield f'{target} <- round(unname(predict(fitted, type = "response")), 6)'
    yield from _snapped(target)
