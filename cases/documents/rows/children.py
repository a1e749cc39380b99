"""The rows of a document’s items: what all of them share, and the columns of each list."""

from collections import defaultdict
from typing import Any

from cases.documents.parts import BlankableClaim, Claim
from cases.documents.rows.claims import claim, link_columns
from cases.documents.rows.columns import Ids, ItemTable, Later, Row, Rows, both
from cases.documents.rows.of_case import OF_CASE
from cases.documents.schema.codebook import CodeLink
from cases.documents.schema.dataset import DataSetDocument, ObservationItem, UnitItem, VariableItem
from cases.documents.schema.source import ExcerptItem, VersionItem
from cases.documents.schema.study import MemberItem, ResultItem
from cases.models import (
    DataUnit,
    Excerpt,
    Link,
    Observation,
    PublishedResult,
    SourceVersion,
    StudyMember,
    Variable,
)


def children(document: Any, ids: Ids) -> Rows:
    """The rows of a document's items, in tables that may be written in this order."""
    rows: Rows = defaultdict(list)
    for lists in LISTS.get(document.kind, []):
        owned = dict.fromkeys(lists.owner, ids[document.kind][document.uid])
        for order, item in enumerate(getattr(document, lists.name)):
            own = lists.columns(item, ids) | lists.inherited(item, document, ids)
            rows[lists.model].append({**owned, **_shared(item, ids, order), **own})
    return rows


def _shared(item: Any, ids: Ids, order: int) -> Row:
    """What all claims have in common, and what everything in a list has."""
    if isinstance(item, Claim | BlankableClaim):
        return claim(item, ids, order)
    return {"ref": getattr(item, "ref", ""), "order": order}


def _version(version: VersionItem, ids: Ids) -> Row:
    return {**both("label", version.label), "sha256": version.sha256 or "", "read_on": version.read_on or ""}


def _excerpt(excerpt: ExcerptItem, ids: Ids) -> Row:
    return {
        "version_id": Later(SourceVersion, excerpt.version),
        "excerpt_kind": excerpt.excerpt_kind,
        "language": excerpt.language,
        "text": excerpt.text,
        **both("locator", excerpt.locator),
    }


def _link(link: CodeLink, ids: Ids) -> Row:
    return {
        **link_columns(link, ids),
        "case_id": None,
        "study_id": ids["study"][link.study] if link.study else None,
        "actor_id": None,
        "level": link.level or "",
        "cerqual": link.cerqual.model_dump(mode="json") if link.cerqual else {},
        **both("text", None),
    }


def _member(member: MemberItem, ids: Ids) -> Row:
    return {
        "case_id": ids["case"][member.case] if member.case else None,
        "place_id": ids["place"][member.place] if member.place else None,
        "role": member.role,
    }


def _result(result: ResultItem, ids: Ids) -> Row:
    return {
        "result_kind": result.result_kind,
        **both("label", result.label),
        "outcome_id": ids["code"][result.outcome] if result.outcome else None,
        "direction": result.direction or "",
        "code_id": ids["code"][result.code] if result.code else None,
        "conditions_blank": result.conditions_blank or "",
        "units_blank": result.units_blank or "",
        "value": result.value,
        **both("text", result.text),
    }


def _variable(variable: VariableItem, ids: Ids) -> Row:
    return {
        **both("name", variable.name),
        **both("unit", variable.unit),
        "printed": variable.printed,
        "code_id": ids["code"][variable.code] if variable.code else None,
        "year": variable.year,
        "direction": variable.direction,
        "locator": variable.locator or "",
        "decimals": variable.decimals,
    }


def _of_its_table(variable: VariableItem, table: DataSetDocument, ids: Ids) -> Row:
    """A column of a table is known as the table is, unless it says otherwise."""
    return {
        "source_id": ids["source"][table.source_of(variable)],
        "edition": table.edition_of(variable),
        "basis": table.basis_of(variable),
        "confidence": table.confidence_of(variable),
    }


def _unit(unit: UnitItem, ids: Ids) -> Row:
    return {
        **both("label", unit.label),
        "place_id": ids["place"][unit.place] if unit.place else None,
        "case_id": ids["case"][unit.case] if unit.case else None,
    }


def _observation(seen: ObservationItem, ids: Ids) -> Row:
    """A cell has no reference of its own: its row and its column name it."""
    return {
        "ref": f"{seen.unit}:{seen.variable}",
        "unit_id": Later(DataUnit, seen.unit),
        "variable_id": Later(Variable, seen.variable),
        "value": seen.value,
        "blank": seen.blank or "",
        **both("flag", seen.flag),
    }


def _of_its_column(seen: ObservationItem, table: DataSetDocument, ids: Ids) -> Row:
    """A cell stands where its column does, unless it says otherwise."""
    return {"locator": seen.locator or table.locators.get(seen.variable, "")}


LISTS: dict[str, list[ItemTable]] = {
    "source": [
        ItemTable("versions", SourceVersion, _version, ("source_id",)),
        ItemTable("excerpts", Excerpt, _excerpt, ("source_id",)),
    ],
    "code": [ItemTable("links", Link, _link, ("owner_id", "from_code_id"))],
    "case": OF_CASE,
    "study": [
        ItemTable("members", StudyMember, _member, ("study_id",)),
        ItemTable("results", PublishedResult, _result, ("study_id",)),
    ],
    "dataset": [
        ItemTable("variables", Variable, _variable, ("dataset_id",), _of_its_table),
        ItemTable("units", DataUnit, _unit, ("dataset_id",)),
        ItemTable("observations", Observation, _observation, ("dataset_id",), _of_its_column),
    ],
}
"""The lists of each kind of record, in the order in which their tables may be written."""
