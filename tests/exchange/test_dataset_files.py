"""Data sets as CSV, XLSX and JSON: the record's values, reasons, remarks, sources and licences, read back from the files."""

import csv
import io
import json

import pytest
from django.test import Client
from openpyxl import load_workbook

from cases.actions.publish import publish
from cases.models import DataSet
from tests.cases import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.pages]


def fetch(slug: str, form: str) -> bytes:
    answer = Client().get(f"/datasets/{slug}/as/{form}/")
    assert answer.status_code == 200
    assert f'filename="{slug}.{form}"' in answer["Content-Disposition"]
    return answer.content


@pytest.mark.parametrize("slug", ["provinces-2018-2019", "provinces-2021", "eu27-egovernment"])
def test_every_form_holds_every_value_reason_and_remark(content, slug) -> None:
    document = DataSet.objects.get(uid=slug).revision.document
    wanted = {(one["unit"], one["variable"]): one for one in document["observations"]}
    rows = {row["unit"]: row for row in csv.DictReader(io.StringIO(fetch(slug, "csv").decode("utf-8-sig")))}
    book = load_workbook(io.BytesIO(fetch(slug, "xlsx")))
    header, *lines = book["values"].iter_rows(values_only=True)
    cells = {(line[0], name): line[place] for line in lines for place, name in enumerate(header) if place > 2}
    noted = {(unit, column): rest for unit, column, *rest in book["blanks and remarks"].iter_rows(min_row=2, values_only=True)}
    whole = {(one["unit"], one["column"]): one for one in json.loads(fetch(slug, "json"))["observations"]}
    assert cells.keys() == wanted.keys() == whole.keys()
    for (unit, variable), one in wanted.items():
        row, flag = rows[unit], (one["flag"] or {}).get("en")
        assert (float(row[variable]) if row[variable] else None) == one["value"]
        near = None if one["value"] is None else pytest.approx(one["value"], rel=1e-14)  # openpyxl writes 16 digits
        assert cells[unit, variable] == near
        assert row[f"{variable}:blank"] == (one["blank"] or "")
        assert row[f"{variable}:remark"] == (flag or "")
        assert (whole[unit, variable]["value"], whole[unit, variable]["blank"]) == (one["value"], one["blank"])
        assert (noted.get((unit, variable), [None] * 3)[:2]) == [one["blank"], flag]


def test_files_name_the_source_and_licence_of_each_column(content) -> None:
    whole = json.loads(fetch("provinces-2018-2019", "json"))
    column = next(one for one in whole["columns"] if one["ref"] == "rd-staff-per-10k-2018")
    assert (column["source"], column["basis"], column["year"]) == ("yearbook-science-technology", "calculated", 2018)
    assert "MIT" in column["source_licence"]["en"]
    assert whole["dataset"]["licence"].startswith("CC BY 4.0")
    assert whole["dataset"]["files"][0]["sha256"].startswith("8f441789")
    row = next(csv.DictReader(io.StringIO(fetch("provinces-2018-2019", "csv").decode("utf-8-sig"))))
    assert "techme @ 9ad60a19" in row["rd-staff-per-10k-2018:source"]
    assert row["licence"].startswith("CC BY 4.0")
    assert Client().get("/datasets/provinces-2018-2019/as/doc/").status_code == 404
    assert Client().get("/datasets/nothing/as/csv/").status_code == 404


def test_no_name_leaves_as_a_formula() -> None:
    table = {
        "kind": "dataset", "uid": "table", "title": make.text("=1+1"), "source": "report", "edition": "first",
        "basis": "stated", "confidence": "medium",
        "variables": [{"ref": "index", "name": make.text("=2+2"), "printed": "@x", "direction": "higher-is-more"}],
        "units": [{"ref": "a", "label": make.text('=HYPERLINK("x")')}],
        "observations": [{"unit": "a", "variable": "index", "value": -1.5, "flag": make.text("+3")}],
    }  # fmt: skip
    publish([*make.world(), table], by=None)
    row = next(csv.DictReader(io.StringIO(fetch("table", "csv").decode("utf-8-sig"))))
    assert (row["name_en"], row["index"], row["index:remark"]) == ('\'=HYPERLINK("x")', "-1.5", "'+3")
    book = load_workbook(io.BytesIO(fetch("table", "xlsx")))
    words = [cell for page in book for line in page.iter_rows() for cell in line if str(cell.value).startswith(("=", "+", "@"))]
    assert len(words) >= 4
    assert {cell.data_type for cell in words} == {"s"}
