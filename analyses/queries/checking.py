"""What stands in the way of a design that came from outside the forms, each fault at its place in the document."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analyses.documents.design import Design, SetChoice, Upload
from analyses.engine import QCAError, memberships_of, parse_sets
from analyses.enums import Units
from analyses.queries.assembling import raw_values
from analyses.queries.levels import levels_of
from analyses.queries.tables import MOST_UNITS, NoSuchTable, SourceTable, table_for

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """A thing that cannot be; ``code`` and ``context`` become words above."""

    location: Location
    code: str
    context: dict[str, Any] = field(default_factory=dict)


def faults(design: Design) -> list[Fault]:
    """Nothing where the design can be kept; what is merely undecided yet is no fault."""
    if found := list(_of_units(design)):
        return found
    try:
        table = table_for(design)
    except NoSuchTable:
        return [Fault(("units",), "no-units")]
    return [*_of_sets(design, table), *_of_decisions(design, table)]


def _of_units(design: Design) -> Iterator[Fault]:
    units = design.units
    if units.kind == Units.UPLOAD and units.upload is None:
        yield Fault(("units", "upload"), "no-upload")
    elif units.kind == Units.UPLOAD and units.upload:
        yield from (Fault(("units", "upload", *one.location), one.code, one.context) for one in _of_upload(units.upload))
    elif units.kind == Units.DATASET and not units.dataset:
        yield Fault(("units", "dataset"), "no-dataset")


def _of_upload(upload: Upload) -> Iterator[Fault]:
    """A table that is one: as many cells in a row as columns, every unit named and once."""
    if upload.columns.count(upload.unit_column) != 1 or len(set(upload.columns)) < len(upload.columns):
        yield Fault(("unit_column",), "unit-column")
        return
    if not 0 < len(upload.rows) <= MOST_UNITS:
        yield Fault(("rows",), "row-number", {"most": MOST_UNITS})
        return
    at, seen = upload.columns.index(upload.unit_column), set()
    for number, row in enumerate(upload.rows):
        if len(row) != len(upload.columns):
            yield Fault(("rows", number), "row-length", {"wanted": len(upload.columns), "found": len(row)})
        elif not row[at].strip() or row[at] in seen:
            yield Fault(("rows", number, at), "unit-name")
        else:
            seen.add(row[at])


def _of_sets(design: Design, table: SourceTable) -> Iterator[Fault]:
    """Each set has a column, and its anchors work on the values."""
    places: list[tuple[Location, SetChoice]] = [(("outcome",), design.outcome)] if design.outcome else []
    places += [(("conditions", at), one) for at, one in enumerate(design.conditions)]
    unknown = [(place, one) for place, one in places if one.variable not in table.columns]
    yield from (Fault((*place, "variable"), "no-variable", {"name": one.variable}) for place, one in unknown)
    if unknown:
        return
    for place, one in places:
        if one.calibration is None:
            continue
        values = [value for _, value in raw_values(design, table, one)]
        try:
            memberships_of(one.name, values, one.calibration)
        except QCAError as error:
            yield _refused((*place, "calibration"), error)


def _of_decisions(design: Design, table: SourceTable) -> Iterator[Fault]:
    cuts = design.cutoffs
    if cuts and cuts.contradiction is not None and cuts.contradiction > cuts.consistency:
        yield Fault(("cutoffs", "contradiction"), "contradiction-above-consistency")
    if design.untenable:
        try:
            parse_sets(design.untenable, levels_of(design, table))
        except QCAError as error:
            yield _refused(("untenable",), error)


def _refused(location: Location, error: QCAError) -> Fault:
    return Fault(location, error.code, {"message": str(error), **error.context})
