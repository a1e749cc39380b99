"""Tags and filters of the pages of analyses: ``{% load analyses %}``."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analyses.documents.design import Calibration
from analyses.enums import CaseKind, Kind, Method, Side
from analyses.messages import say
from analyses.queries.figures import distribution, overlaps, xy_points
from analyses.queries.placing import CaseLine
from analyses.queries.run_page import Path, RunPage
from analyses.templatetags import _figures as figures
from analyses.templatetags._conditions import core_words, expectation, expected_words, necessity_words, path_words
from cases.templatetags.casebase import plain

register = template.Library()
for words in (core_words, expectation, expected_words, necessity_words, path_words):
    register.filter(words)
DIMENSIONS = {"t": "T", "o": "O", "e": "E"}
NAMED = 3
"""Units that the title of a plot names; of more it says the number."""
CHOSEN = ("side", "kind", "solution", "model", "path")


@register.filter
def num(value: float | None) -> SafeString | str:
    """A fit or membership with three decimals; what cannot be computed is said to be so."""
    if value is None:
        return format_html('<span class="blank">{}</span>', pgettext("a ratio of nothing to nothing", "undefined"))
    return f"{value:.3f}"


@register.filter
def raw(value: float | None) -> str:
    """A raw value as its source has it."""
    return "" if value is None else f"{value:.12g}"


@register.filter
def trouble(value: dict[str, Any] | None) -> str:
    return say(value) if value else ""


@register.filter
def symbol(cell: dict[str, Any]) -> SafeString:
    return figures.symbol_html(cell)


@register.simple_tag
def bar(value: float | None, cutoff: float) -> SafeString:
    return figures.bar_svg(value, cutoff)


@register.filter
def unit_names(units: Sequence[Any]) -> str:
    """Units in one line."""
    return pgettext("between names", ", ").join(plain(unit.label) for unit in units)


@register.filter
def case_kind(value: str) -> str:
    return str(CaseKind(value).label)


@register.filter
def side_words(value: str) -> str:
    return str(Side(value).label)


@register.filter
def kind_words(value: str) -> str:
    return str(Kind(value).label)


@register.filter
def method_words(value: str) -> str:
    return str(Method(value).label)


@register.filter
def anchors_words(calibration: Calibration) -> str:
    return pgettext("between numbers", " · ").join(f"{one:.10g}" for one in calibration.thresholds)


@register.simple_tag
def choice_query(page: RunPage, **changes: Any) -> str:
    """The address of another model, side or path of the same run, or of a figure of it."""
    chosen = page.choice
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in changes.items() if name not in CHOSEN})
    for name in CHOSEN:
        value = changes.get(name, getattr(chosen, name))
        if value not in (1, Side.PRESENCE, Kind.INTERMEDIATE):
            query[name] = str(value)
    return f"?{query.urlencode()}"


# Figures -------------------------------------------------------------------------------------------


@register.simple_tag
def xy_figure(lines: Sequence[CaseLine], x_words: str, y_words: str, necessity: bool = False) -> SafeString:
    names = [plain(line.unit.label) for line in lines]
    points = xy_points(names, [line.x for line in lines], [line.y for line in lines], [line.kind for line in lines])
    return figures.xy_svg(points, xy_title(lines, necessity), x_words, y_words, _against(necessity))


def _against(necessity: bool) -> str:
    """Which units speak against the claim: with the set and without the outcome, or the other way round."""
    return CaseKind.DEVIANT_COVERAGE if necessity else CaseKind.DEVIANT_CONSISTENCY


@register.simple_tag
def xy_title(lines: Sequence[CaseLine], necessity: bool = False) -> str:
    """What the plot shows: who has the recipe but not the result, or the result without what is called necessary."""
    deviant = [plain(line.unit.label) for line in lines if line.kind == _against(necessity)]
    number = len(deviant)
    names = pgettext("between names", ", ").join(deviant)
    if necessity:
        return _necessity_title(number, names)
    if not deviant:
        return _("No unit has the recipe without the result")
    if number > NAMED:
        return ngettext(
            "%(number)s unit has the recipe but not the result", "%(number)s units have the recipe but not the result", number
        ) % {"number": number}
    return ngettext("%(names)s has the recipe but not the result", "%(names)s have the recipe but not the result", number) % {
        "names": names
    }


def _necessity_title(number: int, names: str) -> str:
    if not number:
        return _("No unit has the outcome without the condition")
    if number > NAMED:
        return ngettext(
            "%(number)s unit has the outcome without the condition",
            "%(number)s units have the outcome without the condition",
            number,
        ) % {"number": number}
    return ngettext(
        "%(names)s has the outcome without the condition", "%(names)s have the outcome without the condition", number
    ) % {"names": names}


@register.simple_tag
def distribution_figure(
    values: Sequence[tuple[Any, float]], thresholds: Sequence[float], method: str, title: str, field: str = ""
) -> SafeString:
    """A column's values with its anchors; ``field`` is the input that dragging writes into."""
    named = [(plain(label), value) for label, value in values]
    return figures.distribution_svg(distribution(named, thresholds, _roles(method)), title, field)


def _roles(method: str) -> list[str]:
    out, over, full = _("out"), _("crossover"), _("in")
    return {
        Method.DIRECT.value: [out, over, full],
        Method.LINEAR.value: [out, over, full],
        Method.BELL.value: [out, over, full, full, over, out],
    }.get(method, [])


@register.simple_tag
def overlap_figure(page: RunPage, title: str) -> SafeString:
    names = {ref: plain(unit.label) for ref, unit in page.units.items()}
    members = [[names[ref] for ref in page.members(path)] for path in page.paths]
    paths = [_("Path %(number)s") % {"number": path.number} for path in page.paths]
    return figures.overlap_svg(overlaps(members), paths, title)


@register.simple_tag
def overlap_rows(page: RunPage) -> list[Any]:
    return overlaps([page.members(path) for path in page.paths])


@register.simple_tag
def dimension(one: Any) -> SafeString:
    """The letter of a condition's TOE dimension before its name."""
    name = plain(one.label)
    if not one.dimension:
        return format_html("{}", name)
    return format_html('<span class="toe toe-{}" data-l="{}">{}</span>', one.dimension, DIMENSIONS[one.dimension], name)


@register.filter
def lookup(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.filter
def has_positive(found: dict[str, Any]) -> bool:
    return any(row["outcome"] == "1" for row in found["rows"])


@register.filter
def opens_gap(row: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether the consistency cut-off lies just above this row."""
    gap = found["gap"]
    return (
        gap["above"] is not None
        and gap["below"] is not None
        and row["consistency"] == gap["below"]
        and row is next(one for one in found["rows"] if one["consistency"] == gap["below"])
    )


@register.filter
def symbol_words(cell: dict[str, Any]) -> str:
    """A condition's part in a path, in words."""
    core = _("core") if cell["core"] else _("peripheral")
    if cell["multivalue"]:
        return _("value %(value)s, %(core)s") % {"value": cell["value"], "core": core}
    return _("present, %(core)s") % {"core": core} if cell["value"] else _("absent, %(core)s") % {"core": core}


@register.filter
def units_of(page: RunPage, paths: Sequence[Path]) -> list[Any]:
    """The units in any of some paths, in the order of the units."""
    inside = {ref for path in paths for ref in page.members(path)}
    return [unit for unit in page.inputs.units if unit.ref in inside]


@register.filter
def stage_words(stage: str) -> str:
    """What the worker is doing."""
    key = stage.partition(":")[0]
    return {
        "necessity": _("Looking for necessary conditions …"),
        "solutions-presence": _("Minimising for the outcome …"),
        "solutions-absence": _("Minimising for its absence …"),
        "enhanced": _("Checking assumptions …"),
        "trials": _("Trying other decisions …"),
        "ranges": _("Finding how far decisions can move …"),
    }.get(key) or _("Computing …")
