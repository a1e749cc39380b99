"""The rows of a document’s items."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from cases.documents.rows.claims import claim, link_columns
from cases.documents.rows.columns import Ids, Later, Row, Rows, both
from cases.documents.rows.of_case import of_case
from cases.documents.schema import (
    CodeDocument,
    DataSetDocument,
    SourceDocument,
    StudyDocument,
)
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
    owner = ids[document.kind][document.uid]
    rows: Rows = defaultdict(list)
    for model, row in _CHILDREN.get(document.kind, _nothing)(document, ids, owner):
        rows[model].append(row)
    return rows


def _nothing(document: Any, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    yield from ()


def _of_source(d: SourceDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, version in enumerate(d.versions):
        yield (
            SourceVersion,
            {
                "source_id": owner,
                "ref": version.ref,
                "order": order,
                **both("label", version.label),
                "sha256": version.sha256 or "",
                "read_on": version.read_on or "",
            },
        )
    for order, excerpt in enumerate(d.excerpts):
        yield (
            Excerpt,
            {
                "source_id": owner,
                "ref": excerpt.ref,
                "order": order,
                "version_id": Later(SourceVersion, excerpt.version),
                "excerpt_kind": excerpt.excerpt_kind,
                "language": excerpt.language,
                "text": excerpt.text,
                **both("locator", excerpt.locator),
            },
        )


def _of_code(d: CodeDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, link in enumerate(d.links):
        yield (
            Link,
            {
                **claim(link, ids, order),
                **link_columns(link, ids),
                "case_id": None,
                "owner_id": owner,
                "from_code_id": owner,
                "study_id": ids["study"][link.study] if link.study else None,
                "actor_id": None,
                "level": link.level or "",
                "cerqual": link.cerqual.model_dump(mode="json") if link.cerqual else {},
                **both("text", None),
            },
        )


def _of_study(d: StudyDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, member in enumerate(d.members):
        yield (
            StudyMember,
            {
                "study_id": owner,
                "ref": member.ref,
                "order": order,
                "case_id": ids["case"][member.case] if member.case else None,
                "place_id": ids["place"][member.place] if member.place else None,
                "role": member.role,
            },
        )
    for order, result in enumerate(d.results):
        yield (
            PublishedResult,
            {
                **claim(result, ids, order),
                "study_id": owner,
                "result_kind": result.result_kind,
                **both("label", result.label),
                "outcome_id": ids["code"][result.outcome] if result.outcome else None,
                "direction": result.direction or "",
                "code_id": ids["code"][result.code] if result.code else None,
                "conditions_blank": result.conditions_blank or "",
                "units_blank": result.units_blank or "",
                "value": result.value,
                **both("text", result.text),
            },
        )


def _of_dataset(d: DataSetDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    located = {variable.ref: variable.locator or "" for variable in d.variables}
    for order, variable in enumerate(d.variables):
        yield (
            Variable,
            {
                "dataset_id": owner,
                "ref": variable.ref,
                "order": order,
                **both("name", variable.name),
                **both("unit", variable.unit),
                "printed": variable.printed,
                "code_id": ids["code"][variable.code] if variable.code else None,
                "year": variable.year,
                "direction": variable.direction,
                "source_id": ids["source"][d.source_of(variable)],
                "edition": d.edition_of(variable),
                "locator": variable.locator or "",
                "basis": d.basis_of(variable),
                "confidence": d.confidence_of(variable),
                "decimals": variable.decimals,
            },
        )
    for order, unit in enumerate(d.units):
        yield (
            DataUnit,
            {
                "dataset_id": owner,
                "ref": unit.ref,
                "order": order,
                **both("label", unit.label),
                "place_id": ids["place"][unit.place] if unit.place else None,
                "case_id": ids["case"][unit.case] if unit.case else None,
            },
        )
    for order, seen in enumerate(d.observations):
        yield (
            Observation,
            {
                "dataset_id": owner,
                "ref": f"{seen.unit}:{seen.variable}",
                "order": order,
                "unit_id": Later(DataUnit, seen.unit),
                "variable_id": Later(Variable, seen.variable),
                "value": seen.value,
                "blank": seen.blank or "",
                **both("flag", seen.flag),
                "locator": seen.locator or located.get(seen.variable, ""),
            },
        )


Children = Callable[[Any, Ids, int], Iterator[tuple[type[Model], Row]]]
_CHILDREN: dict[str, Children] = {
    "source": _of_source,
    "code": _of_code,
    "case": of_case,
    "study": _of_study,
    "dataset": _of_dataset,
}
