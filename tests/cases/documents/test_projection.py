"""Every field of the schema is in a table, or the documentation says why not."""

import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings
from pydantic import BaseModel

from cases import models
from cases.documents import parts, schema

DOCS = Path(settings.BASE_DIR / "docs" / "projection.md").read_text()
TABLES = {
    "PlaceDocument": models.Place,
    "ActorDocument": models.Actor,
    "SourceDocument": models.Source,
    "VersionItem": models.SourceVersion,
    "ExcerptItem": models.Excerpt,
    "CodebookDocument": models.CodebookVersion,
    "CodeDocument": models.Code,
    "CodeLink": models.Link,
    "CaseDocument": models.Case,
    "CodingItem": models.Coding,
    "CaseLink": models.Link,
    "PhaseItem": models.Phase,
    "EventItem": models.Event,
    "FindingItem": models.Finding,
    "InvolvementItem": models.Involvement,
    "RelationStateItem": models.RelationState,
    "BenchmarkItem": models.BenchmarkUse,
    "HypothesisItem": models.Hypothesis,
    "ProcessTestItem": models.ProcessTest,
    "StudyDocument": models.Study,
    "MemberItem": models.StudyMember,
    "ResultItem": models.PublishedResult,
    "DataSetDocument": models.DataSet,
    "VariableItem": models.Variable,
    "UnitItem": models.DataUnit,
    "ObservationItem": models.Observation,
}
INSIDE_JSON = {"Alias", "Cerqual", "CerqualPart", "LevelItem"}
INSIDE_DOCUMENT = {"FileItem"}


def all_models() -> list[type[BaseModel]]:
    found: dict[str, type[BaseModel]] = {}

    def visit(annotation) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation.__name__ in found or issubclass(annotation, parts.Bilingual):
                return
            found[annotation.__name__] = annotation
            for field in annotation.model_fields.values():
                visit(field.annotation)
        for part in get_args(annotation):
            visit(part)

    visit(schema.Document)
    return list(found.values())


def is_list_of_items(annotation) -> bool:
    """A list that has a table of its own."""
    return any(isinstance(part, type) and part.__name__ in TABLES for part in get_args(annotation))


FIELDS = [
    (model.__name__, name)
    for model in all_models()
    if model.__name__ not in INSIDE_JSON | INSIDE_DOCUMENT
    for name, field in model.model_fields.items()
    if name not in ("kind", "uid", "slug", "evidence") and not is_list_of_items(field.annotation)
]


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_field_is_projected_or_documented(model, name) -> None:
    columns = {field.attname for field in TABLES[model]._meta.concrete_fields} if model in TABLES else set()
    projected = {name, f"{name}_id", f"{name}_en"} & columns
    documented = f"`{model}.{name}`" in DOCS or f"`Record.{name}`" in DOCS
    assert bool(projected) != documented, f"{model}.{name}: columns {projected}, documented {documented}"


def test_documentation_names_only_fields_that_exist() -> None:
    models: list[type[BaseModel]] = [*all_models(), schema.Record]
    known = {f"{model.__name__}.{name}" for model in models for name in model.model_fields}
    named = set(re.findall(r"^\| `(\w+\.\w+)`", DOCS, re.MULTILINE))
    assert named <= known
