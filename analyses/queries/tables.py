"""The tables that analyses start from: a data set, cases of the record with their codings, or somebody's own file.

All three become one shape, so that nothing further on asks where the values came from.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from analyses.documents.design import Design, UnitsChoice, Upload, Words
from analyses.documents.inputs import UnitInput, Value
from analyses.enums import Units
from cases.documents.schema import DataSetDocument
from cases.enums import Blank, CodeKind, LinkKind
from cases.models import Case, Code, Coding, DataSet, Link, Source
from cases.queries.case_list import first_cases, matching_cases
from cases.queries.facets import ASKED
from cases.queries.items import look_up, parse

MOST_UNITS = 2000
GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
"""Commas between thousands; any other comma may be a decimal one, which nobody can tell from these."""
WITH_COMMA = re.compile(r"[-+]?[\d.]*,[\d.,]*")
DIMENSIONS = {"dimension:technology": "t", "dimension:organisation": "o", "dimension:environment": "e"}

NOT_YET_CODED = Value(blank=Blank.NOT_YET_CODED)


@dataclass
class Column:
    """A variable that may become a set."""

    key: str
    label: Words
    unit: Words = field(default_factory=dict)
    year: int | None = None
    edition: str = ""
    source: str = ""
    source_label: Words = field(default_factory=dict)
    code: str = ""
    concept: Words = field(default_factory=dict)
    """The name of the code that it measures."""
    dimension: str = ""
    is_outcome: bool = False


@dataclass
class SourceTable:
    """Units by columns, each cell a value or the reason why there is none."""

    title: Words
    path: str
    units: list[UnitInput]
    columns: dict[str, Column]
    cells: dict[tuple[str, str], Value]

    def cell(self, unit: str, column: str) -> Value:
        return self.cells.get((unit, column)) or NOT_YET_CODED

    def known(self, column: str) -> int:
        return sum((unit.ref, column) in self.cells and self.cell(unit.ref, column).value is not None for unit in self.units)

    def missing(self, columns: Iterable[str]) -> dict[str, list[str]]:
        """The units that lack a value, and for which columns."""
        wanted = list(columns)
        gaps = {unit.ref: [key for key in wanted if self.cell(unit.ref, key).value is None] for unit in self.units}
        return {ref: keys for ref, keys in gaps.items() if keys}


class NoSuchTable(LookupError):
    """The data set is gone, or no case fits the choice."""


def source_table(units: UnitsChoice) -> SourceTable:
    if units.kind == Units.DATASET:
        table = _of_dataset(units.dataset)
        return joined(table, units.upload) if units.upload else table
    if units.kind == Units.UPLOAD and units.upload:
        return _of_upload(units.upload)
    return _of_cases(units.query)


def table_for(design: Design) -> SourceTable:
    return source_table(design.units)


def words(record: object) -> Words:
    """A bilingual text of a document, or the names of a row, as plain words."""
    found: Words = {}
    for language in ("en", "zh"):
        for stem in ("name", "title", "label"):
            text = getattr(record, language, None) or getattr(record, f"{stem}_{language}", None)
            if text:
                found[language] = text
                break
    return found


# A data set ---------------------------------------------------------------------------------------


def _of_dataset(uid: str) -> SourceTable:
    dataset = DataSet.objects.select_related("revision").filter(uid=uid, state="live").first()
    if dataset is None:
        raise NoSuchTable(uid)
    document = DataSetDocument.model_validate(dataset.revision.document)
    units = [UnitInput(ref=one.ref, label=words(one.label), place=one.place or "", case=one.case or "") for one in document.units]
    with override("en"):
        path = dataset.get_absolute_url()
        cells = _dataset_cells(document, dataset.slug)
    return SourceTable(words(document.title), path, units, _dataset_columns(document), cells)


def _dataset_columns(document: DataSetDocument) -> dict[str, Column]:
    """The variables, each with its own source and with the concept that it measures."""
    named = Source.objects.filter(uid__in={document.source_of(one) for one in document.variables})
    sources = {source.uid: source for source in named.only("uid", "slug", "title_en", "title_zh")}
    measured = {one.code for one in document.variables if one.code}
    concepts = {code.uid: words(code) for code in Code.objects.filter(uid__in=measured).only("uid", "name_en", "name_zh")}
    dimensions = _dimensions(measured)
    columns = {}
    for one in document.variables:
        source, code = sources.get(document.source_of(one)), one.code or ""
        columns[one.ref] = Column(
            key=one.ref,
            label=words(one.name),
            unit=words(one.unit) if one.unit else {},
            year=one.year,
            edition=document.edition_of(one),
            source=source.slug if source else "",
            source_label=words(source) if source else {},
            code=code,
            concept=concepts.get(code, {}),
            dimension=dimensions.get(code, ""),
            is_outcome=code.startswith(f"{CodeKind.OUTCOME}:"),
        )
    return columns


def _dataset_cells(document: DataSetDocument, slug: str) -> dict[tuple[str, str], Value]:
    """The observations, each with the address of its own page."""
    locators = {one.ref: one.locator or "" for one in document.variables}
    return {
        (seen.unit, seen.variable): Value(
            value=seen.value,
            blank=seen.blank or "",
            flag=words(seen.flag) if seen.flag else {},
            locator=seen.locator or locators[seen.variable],
            path=reverse("cases:dataset-value", args=[slug, seen.unit, seen.variable]),
        )
        for seen in document.observations
    }


def _dimensions(codes: set[str]) -> dict[str, str]:
    """The TOE dimension of each condition, as the codebook links it."""
    links = Link.objects.filter(link_kind=LinkKind.BELONGS, from_code__uid__in=codes, owner__state="live")
    found = {code: DIMENSIONS.get(dimension, "") for code, dimension in links.values_list("from_code__uid", "to_code__uid")}
    broader = Code.objects.filter(uid__in=codes - found.keys(), broader__isnull=False)
    return found | {code: DIMENSIONS.get(above, "") for code, above in broader.values_list("uid", "broader__uid")}


# Cases --------------------------------------------------------------------------------------------


def cases_of(query: str) -> list[Case]:
    """The cases that a query of the case list chooses, or that it names one by one."""
    asked = QueryDict(query)
    if items := asked.getlist("item"):
        named = [item for text in items[:MOST_UNITS] if (item := parse(text)) and item.kind == "case"]
        return list(look_up(named).values())
    selection = {facet: asked.getlist(facet) for facet in ASKED if asked.getlist(facet)}
    return first_cases(matching_cases(selection), MOST_UNITS)


def _of_cases(query: str) -> SourceTable:
    found = cases_of(query)
    if not found:
        raise NoSuchTable(query)
    codes = {code.pk: code for code in Code.objects.defer("body_en", "body_zh")}
    uids = {case.pk: case.uid for case in found}
    said = Coding.objects.filter(case__in=found, accepted=True).order_by("code__order", "order")
    columns: dict[str, Column] = {}
    cells: dict[tuple[str, str], Value] = {}
    with override("en"):
        paths = {case.pk: case.get_absolute_url() for case in found}
        for case, key, ref, level, value, blank in said.values_list("case_id", "code_id", "ref", "level", "value", "blank"):
            code = codes[key]
            if code.uid not in columns:
                is_outcome = code.code_kind == CodeKind.OUTCOME
                columns[code.uid] = Column(code.uid, words(code), is_outcome=is_outcome, code=code.uid)
            # The latest phase, which is listed last, stands for the case; a later blank does not hide a value.
            known = _placed(code, level) if level else value
            if known is not None or (uids[case], code.uid) not in cells:
                reason = "" if known is not None else blank
                cells[uids[case], code.uid] = Value(value=known, blank=reason, path=f"{paths[case]}#{ref}")
        path = reverse("cases:case-list") + (f"?{query}" if query else "")
    dimensions = _dimensions(set(columns))
    for uid, column in columns.items():
        column.dimension = dimensions.get(uid, "")
    units = [UnitInput(ref=case.uid, label=words(case), case=case.uid) for case in found]
    return SourceTable({"en": "Cases of the record", "zh": "库内案例"}, path, units, columns, cells)


def _placed(code: Code, level: str) -> float | None:
    """A level counts by its place on its scale."""
    return next((float(place) for place, step in enumerate(code.levels) if step["key"] == level), None)


# An uploaded table --------------------------------------------------------------------------------


def _of_upload(upload: Upload) -> SourceTable:
    at = upload.columns.index(upload.unit_column)
    columns, cells = {}, {}
    for place, name in enumerate(upload.columns):
        if place != at:
            columns[name] = Column(name, {"en": name, "zh": name}, edition=upload.name)
    units = [UnitInput(ref=row[at], label={"en": row[at], "zh": row[at]}) for row in upload.rows]
    for row in upload.rows:
        for place, name in enumerate(upload.columns):
            if place != at:
                value = number(row[place])
                cells[row[at], name] = Value(value=value, blank="" if value is not None else Blank.NOT_REPORTED)
    return SourceTable({"en": upload.name, "zh": upload.name}, "", units, columns, cells)


def matched(units: Iterable[UnitInput], upload: Upload) -> dict[str, list[str]]:
    """Rows of an uploaded table by the unit that they name: by reference, or by name in either language."""
    at = upload.columns.index(upload.unit_column)
    rows = {row[at].strip().casefold(): row for row in upload.rows}
    found = {}
    for unit in units:
        names = (unit.ref, unit.label.get("en", ""), unit.label.get("zh", ""))
        row = next((rows[name.casefold()] for name in names if name.casefold() in rows), None)
        if row is not None:
            found[unit.ref] = row
    return found


def joined(table: SourceTable, upload: Upload) -> SourceTable:
    """A data set with the columns of somebody's own table beside its own."""
    rows = matched(table.units, upload)
    at = upload.columns.index(upload.unit_column)
    for place, name in enumerate(upload.columns):
        if place == at:
            continue
        table.columns[name] = Column(name, {"en": name, "zh": name}, edition=upload.name, is_outcome=True)
        for unit in table.units:
            value = number(rows[unit.ref][place]) if unit.ref in rows else None
            table.cells[unit.ref, name] = Value(value=value, blank="" if value is not None else Blank.NOT_REPORTED)
    return table


def number(text: str) -> float | None:
    """A number as people write it in tables; None for an empty cell, and for what is neither: that was told at the upload."""
    written = _written(text)
    if GROUPED.fullmatch(written):
        written = written.replace(",", "")
    try:
        found = float(written) if "_" not in written else None
    except ValueError:
        return None
    return found if found is not None and abs(found) < float("inf") else None


def has_decimal_comma(text: str) -> bool:
    """Whether it is a number to its author, though its comma does not part thousands."""
    return bool(WITH_COMMA.fullmatch(_written(text))) and number(text) is None


def _written(text: str) -> str:
    return text.replace("，", ",").strip()
