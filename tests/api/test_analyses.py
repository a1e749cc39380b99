"""Analyses in the API: public ones for all, one's own by token; designs, runs, progress and results."""

from typing import Any

import pytest

from accounts.enums import TokenScope
from analyses.actions.run import compute
from analyses.models import Analysis, AnalysisRun
from analyses.tasks import WORKINGS

pytestmark = pytest.mark.django_db
PROVINCES = "provinces-31-online-services"


def designed(program: Any, name: str = PROVINCES) -> dict[str, Any]:
    return program.get(f"/api/analyses/{name}/").json()["design"]


def begun(program: Any) -> dict[str, Any]:
    made = program.post("/api/analyses/", {"title": {"en": "Mine"}, "design": designed(program)})
    assert made.status_code == 201, made.json()
    return made.json()


def test_public_analyses_are_read_by_everybody(content, program, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        rows = program().get("/api/analyses/").json()["results"]
    assert {row["ref"] for row in rows} == {PROVINCES, "eu27-egovernment-success"}
    assert not any(row["own"] for row in rows)
    with django_assert_max_num_queries(4):
        one = program().get(f"/api/analyses/{PROVINCES}/")
    assert one.json()["design"]["outcome"]["name"] == "SERVICE"
    assert program().get(f"/api/analyses/{PROVINCES}/", If_None_Match=one["ETag"]).status_code == 304
    runs = program().get(f"/api/analyses/{PROVINCES}/runs/").json()["results"]
    found = program().get(runs[0]["results"]).json()
    run = AnalysisRun.objects.get(ref=runs[0]["ref"])
    assert found["found"] == run.results
    assert found["inputs"]["outcome"]["values"] == run.inputs["outcome"]["values"]
    assert found["digest"] == run.digest


def test_design_is_written_run_watched_and_read_by_its_author_alone(content, program, cast) -> None:
    author = program(cast.contributor)
    mine = begun(author)
    assert not mine["public"]
    for other in (program(), program(cast.reviewer), program(cast.contributor, TokenScope.READ)):
        assert other.get(f"/api/analyses/{mine['ref']}/").status_code == 404
        assert mine["ref"] not in [row["ref"] for row in other.get("/api/analyses/").json()["results"]]
    assert [row["ref"] for row in author.get("/api/analyses/?own=true").json()["results"]] == [mine["ref"]]
    started = author.post(f"/api/analyses/{mine['ref']}/runs/")
    assert started.status_code == 201
    assert author.get(started["Location"]).json()["state"] == "queued"
    assert author.post(f"/api/analyses/{mine['ref']}/runs/").status_code == 200
    waiting = author.get(f"{started['Location']}results/")
    assert (waiting.status_code, waiting.json()["problems"][0]["type"]) == (409, "not_now")
    compute(AnalysisRun.objects.get(ref=started.json()["ref"]).pk, WORKINGS)
    done = author.get(started["Location"]).json()
    assert done["state"] == "done"
    found = author.get(done["results"]).json()["found"]
    assert found["sides"] == AnalysisRun.objects.get(analysis__ref=PROVINCES).results["sides"]
    for other in (program(), program(cast.reviewer), program(cast.contributor, TokenScope.READ)):
        assert other.get(done["url"]).status_code == other.get(done["results"]).status_code == 404


def test_run_is_called_off_by_its_author_alone(content, program, cast) -> None:
    author = program(cast.contributor)
    run = author.post(f"/api/analyses/{begun(author)['ref']}/runs/").json()
    assert program(cast.reviewer).post(f"{run['url']}cancel/").status_code == 404
    assert program().post(f"{run['url']}cancel/").status_code == 401
    assert author.post(f"{run['url']}cancel/").json()["state"] == "cancelled"
    public = program().get(f"/api/analyses/{PROVINCES}/runs/").json()["results"][0]
    assert author.post(f"{public['url']}cancel/").status_code == 403


def test_design_is_replaced_only_by_those_who_have_read_it(content, program, cast) -> None:
    author = program(cast.contributor)
    mine = begun(author)
    design = mine["design"] | {"question": "Another one?"}
    body = {"design": design}
    assert author.put(mine["url"], body).status_code == 428
    assert author.put(mine["url"], body, If_Match='"7"').status_code == 412
    changed = author.put(mine["url"], body, If_Match='"0"')
    assert changed.json()["design"]["question"] == "Another one?"
    assert changed.json()["title"]["en"] == "Mine"
    assert changed["ETag"] == '"1"'
    assert author.put(f"/api/analyses/{PROVINCES}/", body, If_Match="*").status_code == 403
    assert program().put(mine["url"], body, If_Match="*").status_code == 401
    assert program(cast.contributor, TokenScope.READ).post("/api/analyses/", body).status_code == 403


def upload(**more: Any) -> dict[str, Any]:
    table = {"name": "t", "sha256": "", "unit_column": "u", "columns": ["u", "y"], "rows": [["a", "1"], ["b", "2"]]}
    return {"units": {"kind": "upload", "upload": table | more}}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_fault_of_a_design_is_told_at_its_place(content, program, cast, lang) -> None:
    author = program(cast.contributor)
    whole = designed(author)
    direct = {"method": "direct", "thresholds": [1, 3, 2], "reason": "r"}
    wrong: list[tuple[Any, list[str | int], str]] = [
        ({}, ["design", "units"], "missing"),
        ({"units": {"kind": "dataset", "dataset": "nowhere"}}, ["design", "units"], "no-units"),
        ({"units": {"kind": "dataset"}}, ["design", "units", "dataset"], "no-dataset"),
        ({"units": {"kind": "upload"}}, ["design", "units", "upload"], "no-upload"),
        (upload(unit_column="x"), ["design", "units", "upload", "unit_column"], "unit-column"),
        (upload(rows=[["a", "1"], ["a", "2"]]), ["design", "units", "upload", "rows", 1, 0], "unit-name"),
        (upload(rows=[["a"]]), ["design", "units", "upload", "rows", 0], "row-length"),
        (upload(rows=[]), ["design", "units", "upload", "rows"], "row-number"),
        (whole | {"outcome": {"name": "Y", "variable": "none"}}, ["design", "outcome", "variable"], "no-variable"),
        (whole | {"outcome": {"name": "y", "variable": "x"}}, ["design", "outcome", "name"], "string_pattern_mismatch"),
        (whole | {"outcome": whole["outcome"] | {"calibration": direct}}, ["design", "outcome", "calibration"], "anchors-order"),
        (whole | {"untenable": "FISCAL*NONE"}, ["design", "untenable"], "unknown-set"),
        (whole | {"conditions": whole["conditions"][:1] * 2}, ["design"], "value_error"),
        (whole | {"conditions": whole["conditions"] * 8}, ["design", "conditions"], "too_long"),
    ]
    messages = []
    for design, location, type_ in wrong:
        answer = author.post(f"/api/analyses/?lang={lang}", {"design": design})
        assert answer.status_code == 422, design
        first = answer.json()["problems"][0]
        assert (first["location"], first["type"]) == (location, type_)
        messages.append(first["message"])
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in words) == (lang == "zh") for words in messages)
    assert not Analysis.objects.filter(author=cast.contributor).exists()
    unready = author.post("/api/analyses/", {"design": {"units": {"kind": "dataset", "dataset": "provinces-2018-2019"}}}).json()
    assert author.post(f"{unready['url']}runs/").status_code == 422
