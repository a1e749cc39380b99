"""The description: valid OpenAPI 3.1, with the documents' own schema in it."""

import re
import typing

import jsonschema_rs
import pytest
import schemathesis
from django.urls import get_resolver
from pydantic import BaseModel
from pydantic.json_schema import model_json_schema
from rest_framework.views import APIView

from api.openapi import openapi
from cases.documents import schema
from cases.models import Revision

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = typing.get_args(typing.get_args(schema.Document)[0])


def parts(model: type[BaseModel]) -> set[type[BaseModel]]:
    """The model and every model in it."""
    found, waiting = set(), [model]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        annotations = [field.annotation for field in one.model_fields.values()]
        while annotations:
            annotation = annotations.pop()
            annotations += [part for part in typing.get_args(annotation) if not isinstance(part, str)]
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                waiting.append(annotation)
    return found


@pytest.mark.parametrize("document", KINDS, ids=lambda document: document.__name__)
def test_every_kind_of_document_is_described_under_its_own_name(document):
    described = openapi()["components"]["schemas"]
    whole = model_json_schema(document, ref_template="#/components/schemas/{model}")
    for name, part in whole.pop("$defs").items():
        assert described[name] == part, name
    assert described[document.__name__] == whole


def test_no_two_models_share_a_name():
    models = set().union(*(parts(document) for document in KINDS))
    names = [model.__name__ for model in models]
    assert sorted(names) == sorted(set(names))
    assert not [name for name in openapi()["components"]["schemas"] if "__" in name]


def test_every_part_of_the_description_is_there_and_valid():
    description = openapi()
    assert description["openapi"] == "3.1.0"
    wanted = set(re.findall(r"'#/components/schemas/([^']+)'", str(description)))
    assert wanted <= set(description["components"]["schemas"])
    for name, part in description["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid({"$schema": DIALECT, **part}), name
    names = [operation["operationId"] for path in description["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_a_tool_reads_the_description(client):
    answer = client.get("/api/schema/")
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json"
    described = schemathesis.openapi.from_dict(answer.json())
    described.validate()
    assert len([operation.ok() for operation in described.get_all_operations()]) > 40


@pytest.mark.django_db
def test_published_documents_satisfy_the_description(content):
    description = openapi()
    for document in KINDS:
        kind = typing.get_args(document.model_fields["kind"].annotation)[0]
        validator = jsonschema_rs.Draft202012Validator(
            {"$ref": f"#/components/schemas/{document.__name__}", "components": description["components"]}
        )
        for revision in Revision.objects.published().filter(kind=kind):
            assert [error.message for error in validator.iter_errors(revision.document)] == [], revision


def test_every_address_of_the_api_is_described():
    described = {re.sub(r"\{\w+\}", "{}", path) for path in openapi()["paths"]}
    there = set()
    for pattern in next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "api").url_patterns:
        view = getattr(pattern.callback, "cls", None)
        if view and issubclass(view, APIView) and pattern.name not in (None, "schema"):
            there.add("/api/" + re.sub(r"<\w+:\w+>", "{}", str(pattern.pattern)))
    assert there == described


def test_every_operation_says_what_may_go_wrong():
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            answers = set(operation["responses"])
            assert {"400", "401", "429"} <= answers, (path, method)
            assert operation["summary"]
            if method != "get":
                assert {"403", "413", "415"} <= answers, (path, method)
