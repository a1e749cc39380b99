"""Results as studies printed them, side by side: configurations, types, measures of fit, findings."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.enums import Blank, ResultKind
from cases.models import Code, PublishedResult
from cases.queries.comparison.table import Cell, Entry, Row, named


def result_rows(results: Sequence[PublishedResult]) -> list[Row]:
    what = _("What it is")
    rows = [
        Row(what, _("Kind of result"), [Cell([_kind(one)]) for one in results], key="kind"),
        Row(what, _("In the study’s words"), [_text(one) for one in results], key="text"),
        Row(what, _("Explains"), [_outcome(one) for one in results], detailed=True, key="outcome"),
        Row(what, _("Type"), [_code(one) for one in results], key="type"),
        Row(what, _("Value"), [_value(one) for one in results], key="value"),
        *_dimensions(results),
        Row(_("Where it is found"), _("Places covered"), [_places(one) for one in results], key="places"),
        Row(_("Methods and sources"), _("Study"), [Cell([_study(one)]) for one in results], key="study"),
        Row(_("Methods and sources"), _("Methods"), [_methods(one) for one in results], key="methods"),
    ]
    return [row for row in rows if row.coded or row.key not in ("type", "value")]


def _id(result: PublishedResult, part: str) -> str:
    return f"configuration:{result.study.slug}.{result.ref}/{part}"


def _kind(result: PublishedResult) -> Entry:
    return Entry(_id(result, "kind"), str(ResultKind(result.result_kind).label), result)


def _text(result: PublishedResult) -> Cell:
    said = result.text_en or result.text_zh
    return Cell([Entry(_id(result, "text"), named(result, "text"), result)] if said else [])


def _outcome(result: PublishedResult) -> Cell:
    if result.outcome is None:
        return Cell([], Blank.NOT_APPLICABLE)
    sides = {"high": _("a high level of it"), "non-high": _("a level of it that is not high")}
    url = result.outcome.get_absolute_url()
    return Cell([Entry(_id(result, "outcome"), named(result.outcome), result, url, detail=sides.get(result.direction, ""))])


def _code(result: PublishedResult) -> Cell:
    if result.code is None:
        return Cell([], Blank.NOT_APPLICABLE)
    return Cell([Entry(_id(result, "type"), named(result.code), result, result.code.get_absolute_url())])


def _value(result: PublishedResult) -> Cell:
    if result.value is None:
        return Cell([], Blank.NOT_REPORTED if result.result_kind == ResultKind.FIT else Blank.NOT_APPLICABLE)
    return Cell([Entry(_id(result, "value"), f"{result.value:g}", result)])


def _dimensions(results: Sequence[PublishedResult]) -> list[Row]:
    """The conditions by their dimension: what each result combines, and what it leaves out."""
    by_dimension: dict[str, Code | None] = {}
    for code in (code for result in results for code in _conditions(result)):
        by_dimension.setdefault(code.broader.uid if code.broader else "", code.broader)
    if not by_dimension:
        by_dimension[""] = None
    rows = []
    for uid, dimension in sorted(by_dimension.items(), key=lambda pair: (pair[1] is None, pair[1].order if pair[1] else 0)):
        cells = [_combined(result, uid) for result in results]
        title = named(dimension) if dimension else _("Conditions")
        url = dimension.get_absolute_url() if dimension else ""
        rows.append(Row(_("Conditions it combines"), title, cells, url, key=uid or "conditions"))
    return rows


def _conditions(result: PublishedResult) -> list[Code]:
    return sorted(result.conditions.all(), key=lambda code: (code.order, code.uid))


def _combined(result: PublishedResult, dimension: str) -> Cell:
    entries = [
        Entry(_id(result, code.uid), named(code), result, code.get_absolute_url())
        for code in _conditions(result)
        if (code.broader.uid if code.broader else "") == dimension
    ]
    return Cell(entries, result.conditions_blank or (Blank.NOT_APPLICABLE if _conditions(result) else Blank.NOT_REPORTED))


def _places(result: PublishedResult) -> Cell:
    entries = [
        Entry(_id(result, f"place-{place.slug}"), named(place), result, place.get_absolute_url()) for place in result.units.all()
    ]
    return Cell(entries, result.units_blank or Blank.NOT_REPORTED)


def _study(result: PublishedResult) -> Entry:
    return Entry(_id(result, "study"), named(result.study, "title"), url=result.study.get_absolute_url())


def _methods(result: PublishedResult) -> Cell:
    methods = result.study.revision.document["methods"]
    return Cell([Entry(_id(result, f"method-{number}"), method) for number, method in enumerate(methods)])
