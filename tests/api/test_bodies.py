"""What is sent may be anything: it is stored whole, or refused with the place and the reason."""

import pytest
from django.test import Client

from api.parsing import LIMIT
from cases.models import Revision

pytestmark = pytest.mark.django_db
BARE = {"ref": "a", "code": "model:administrative", "codebook": "1", "coder": "Lin"}


@pytest.fixture
def lin(program, cast):
    return program(cast.contributor)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"12",
        b'{"document": []}',
        b'{"document": "text"}',
        b'{"document": {}, "base": "1"}',
        b'{"document": {}, "base": 1.5}',
        b'{"document": {}, "base": 0}',
        b'{"document": {}, "more": 1}',
        b'{"document": {"kind": "case", "uid": "x", "label": {"en": "a\\u0000b"}}}',
        b'{"document": {"kind": "case", "uid": "x", "label": {"en": "\\ud800"}}}',
        b'{"document": {"kind": "case", "uid": "x", "\\u0000": 1}}',
        b'{"document": {"value": NaN}}',
        b'{"document": {"value": 1e999}}',
        b'{"document": {"value": ' + b"1" * 5000 + b"}}",
        b'{"document": \xff\xfe}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=lambda body: repr(body[:50]),
)
def test_a_body_of_another_shape_is_not_read(content, lin, body):
    answer = lin.post("/api/drafts/", body)
    assert answer.status_code == 400, answer.content
    assert all(set(problem) == {"location", "type", "message"} for problem in answer.json()["problems"])
    assert not Revision.objects.exclude(author=None).exists()


@pytest.mark.parametrize(
    ("change", "location", "type_"),
    [
        ({"uid": "No Name"}, ["document", "uid"], "string_pattern_mismatch"),
        ({"uid": None}, ["document", "uid"], "string_pattern_mismatch"),
        ({"kind": "place"}, ["document", "kind"], "case_only"),
        ({"kind": "galaxy"}, ["document", "kind"], "union_tag_invalid"),
        ({"colour": "red"}, ["document", "colour"], "extra_forbidden"),
        ({"summary": None}, ["document", "summary"], "model_type"),
        ({"unit": "galaxy"}, ["document", "unit"], "enum"),
        ({"place": "atlantis"}, ["document", "place"], "dangling"),
        ({"period": "2019-02-31"}, ["document", "period"], "edtf"),
        ({"summary": {"en": "x" * 4001, "original": "en"}}, ["document", "summary", "en"], "string_too_long"),
        ({"beside": "text"}, ["document", "beside"], "list_type"),
        ({"beside": [3]}, ["document", "beside", 0], "model_type"),
        ({"beside": [{"uid": "x", "excerpts": [{"ref": []}]}]}, ["document", "beside", 0, "excerpts", 0, "ref"], "string_type"),
        ({"narrative": {"en": "- " * 600 + "x", "original": "en"}}, ["document", "narrative", "en"], "markup_too_complex"),
        ({"codings": [BARE]}, ["document", "codings", 0], "marks_missing"),
    ],
)  # fmt: skip
def test_a_document_is_refused_with_place_and_reason(lin, new_case, change, location, type_):
    answer = lin.post("/api/drafts/", {"document": new_case | change})
    assert answer.status_code == 422, answer.content
    found = [(problem["location"], problem["type"]) for problem in answer.json()["problems"]]
    assert (location, type_) in found


def test_reasons_are_in_the_language_that_is_asked_for(lin, new_case):
    wrong = {"document": new_case | {"place": "atlantis"}}
    english = lin.post("/api/drafts/", wrong).json()["problems"][0]["message"]
    chinese = lin.post("/api/drafts/?lang=zh", wrong).json()["problems"][0]["message"]
    preferred = lin.post("/api/drafts/", wrong, Accept_Language="zh-CN").json()["problems"][0]["message"]
    assert "atlantis" in english
    assert english != chinese == preferred


def test_a_body_is_bounded(content, lin):
    answer = lin.post("/api/drafts/", b'"' + b"x" * LIMIT + b'"')
    assert (answer.status_code, answer.json()["problems"][0]["type"]) == (413, "too_large")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"]
)
def test_only_json_is_read(content, lin, kind):
    answer = Client().post("/api/drafts/", b"document=1", content_type=kind, headers=lin.headers)
    assert answer.status_code == 415, answer.content


def test_json_is_utf8_whatever_the_header_says(lin, new_case):
    new_case["label"]["zh"] = "德清"
    answer = lin.client.post(
        "/api/drafts/", {"document": new_case}, content_type="application/json; charset=latin-1", headers=lin.headers
    )
    assert answer.json()["document"]["label"]["zh"] == "德清"


def test_answers_are_json_whatever_is_asked_for(content, client):
    assert client.get("/api/cases/", headers={"Accept": "text/csv"}).headers["Content-Type"] == "application/json"
    assert client.get("/api/cases/?lang=en", headers={"Accept": "nonsense"}).status_code == 200


def test_other_methods_are_told_so(content, client, lin):
    for method in ("delete", "patch"):
        answer = getattr(lin.client, method)("/api/cases/deqing/", headers=lin.headers)
        assert (answer.status_code, answer.json()["problems"][0]["type"]) == (405, "method_not_allowed")
    assert client.options("/api/cases/").status_code == 200
    assert client.head("/api/cases/deqing/").headers["ETag"] == '"1"'
