"""Tags of the page on which anchors are set: ``{% load calibrating %}``."""

import re
from math import isfinite
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analyses.documents.design import Calibration
from analyses.engine import SKEWED, QCAError, memberships_of
from analyses.queries.draft_page import Distributed
from analyses.queries.run_page import CROSSOVER
from cases.templatetags.casebase import plain

register = template.Library()
BETWEEN = re.compile(r"[\s,;，；、]+")


@register.filter
def numbers(text: Any) -> list[float]:
    """The numbers of a field as far as they are numbers: a half-typed one must not break the figure."""
    found = []
    for part in BETWEEN.split(str(text or "")):
        try:
            found.append(float(part))
        except ValueError:
            continue
    return [one for one in found if isfinite(one)]


@register.filter
def memberships(drawn: Distributed, form: Any) -> list[tuple[Any, float, float | None]]:
    """Values with the memberships that the fields as they stand would give."""
    found = _tried(drawn, form)
    return [(label, value, found[at] if found else None) for at, (label, value) in enumerate(drawn.values)]


@register.filter
def warnings(drawn: Distributed, form: Any) -> list[str]:
    """What a reader should know before these anchors are believed."""
    found = _tried(drawn, form)
    if not found:
        return []
    said = []
    between = [plain(label) for (label, _value), one in zip(drawn.values, found, strict=True) if one == CROSSOVER]
    if between:
        said.append(
            _("At exactly .5, so in no row of the truth table: %(names)s. Move the crossover, or add a small constant.")
            % {"names": pgettext("between names", ", ").join(between)}
        )
    members = sum(one > CROSSOVER for one in found)
    if not SKEWED <= members / len(found) <= 1 - SKEWED:
        said.append(
            _("Skewed: %(members)s of %(all)s units are members. Consistency then comes easily and says little.")
            % {"members": members, "all": len(found)}
        )
    outside = [one for one in numbers(form["thresholds"].value()) if not drawn.low <= one <= drawn.high]
    if outside:
        said.append(
            _("No value reaches the anchor %(anchors)s: it rests on knowledge from outside these data.")
            % {"anchors": pgettext("between names", ", ").join(f"{one:g}" for one in outside)}
        )
    return said


def _tried(drawn: Distributed, form: Any) -> list[float] | None:
    try:
        calibration = Calibration(
            method=form["method"].value(),
            thresholds=numbers(form["thresholds"].value()),
            nudge=form["nudge"].value() or None,
            reason="-",
        )
        return memberships_of(drawn.choice.name, [value for _label, value in drawn.values], calibration).tolist()
    except (QCAError, ValueError, TypeError):
        return None
