"""The list of cases as data: the same cases, every value or the reason of its blank, and what each column means."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db.models.signals import post_init
from django.test import Client
from openpyxl import load_workbook
from pyroaring import BitMap

from cases.actions.publish import publish
from cases.models import Case, Code
from cases.queries.case_list import Way, case_list
from exchange import case_views
from exchange.case_files.table import Table
from tests.cases import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.pages]


def body(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.getvalue()


def read_csv(address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(address).decode("utf-8-sig"), newline="")))


def test_every_form_holds_the_cases_of_the_list_in_its_order(content) -> None:
    query = "level=county&level=province&sort=english&year=2010..2023"
    wanted = [case.uid for case in case_list({"level": ["county", "province"], "year": ["2010..2023"]}, way=Way("english")).cases]
    assert wanted
    assert [row["uid"] for row in read_csv(f"/cases/as/csv/?{query}")] == wanted
    assert [case["uid"] for case in json.loads(body(f"/cases/as/json/?{query}"))["cases"]] == wanted
    book = load_workbook(io.BytesIO(body(f"/cases/as/xlsx/?{query}")))
    assert [row[0].value for row in book["cases"].iter_rows(min_row=2)] == wanted
    assert {row["case"] for row in read_csv(f"/cases/as/codings/?{query}")} <= set(wanted)
    assert Client().get("/cases/as/nonsense/").status_code == 404
    assert '/cases/as/csv/?level=county&level=province&year=2010..2023&sort=english"' in Client().get(
        f"/cases/?{query}"
    ).content.decode().replace("&amp;", "&")


def test_values_and_blanks_stand_in_columns_of_their_own_that_the_dictionary_explains(content) -> None:
    rows = {row["uid"]: row for row in read_csv("/cases/as/csv/")}
    assert len(rows) == Case.objects.live().count()
    explained = {row["column"] for row in read_csv("/cases/as/dictionary/") if row["file"] == "cases"}
    assert explained == set(next(iter(rows.values())))
    assert (rows["province-a"]["place"], rows["province-a"]["place:blank"]) == ("", "withheld")
    for row in rows.values():
        for code in Code.objects.filter(uid__in=row).values_list("uid", flat=True):
            assert bool(row[code]) != bool(row[f"{code}:blank"]), (row["uid"], code)
    assert rows["province-a"]["model:administrative"] == "1"
    whole = json.loads(body("/cases/as/json/"))
    assert whole["about"]["cases"] == len(rows)
    assert {code["uid"] for code in whole["codebook"]} == {
        name for name in explained if ":" in name and not name.endswith(":blank")
    }


def test_dictionary_has_levels_and_units_in_the_languages_that_there_are() -> None:
    levels = [{"key": "weak", "label": {"zh": "弱", "original": "zh"}}, {"key": "strong", "label": make.text("strong", "强")}]
    codes = [make.code("condition:depth", scale="levels", levels=levels)]
    codes.append(make.code("condition:use", scale="number", unit=make.text("km")))
    codings = [make.coding("condition:depth", level="weak"), make.coding("condition:use", value=2)]
    publish([*make.world(), *codes, make.case("a", codings=codings)], by=None)
    rows = {row["column"]: row for row in read_csv("/cases/as/dictionary/")}
    assert rows["condition:depth"]["levels"] == "weak = 弱; strong = strong / 强"
    assert rows["condition:use"]["unit"] == "km"
    assert json.loads(body("/cases/as/json/"))["codebook"][0]["levels"] == rows["condition:depth"]["levels"]


def test_of_a_few_cases_no_others_are_read(content) -> None:
    read: list[str] = []

    def note(instance: Case, **_) -> None:
        read.append(instance.uid)

    wanted = Case.objects.in_bulk(Case.objects.live().order_by("-uid").values_list("pk", flat=True)[:2])
    post_init.connect(note, sender=Case)
    try:
        for found in ([], list(wanted)):
            table = Table(BitMap(found), ("uid",), "", 0, dt.date.min)
            uids = [case.uid for case, _codings, _studies in table.rows()]
            assert uids == read == sorted(wanted[pk].uid for pk in found)
    finally:
        post_init.disconnect(note, sender=Case)


def test_no_cell_becomes_a_formula_and_too_many_cases_for_a_sheet_are_told(monkeypatch) -> None:
    publish(make.world(), by=None)
    publish([make.case("a", label=make.text("=1+1", "@SUM(A1)")), make.case("b", label=make.text("+x\uffff"))], by=None)
    rows = {row["uid"]: row for row in read_csv("/cases/as/csv/")}
    assert (rows["a"]["label_en"], rows["a"]["label_zh"], rows["b"]["label_en"]) == ("'=1+1", "'@SUM(A1)", "'+x\uffff")
    sheet = load_workbook(io.BytesIO(body("/cases/as/xlsx/")))["cases"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["+x", "=1+1"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_col=3) for cell in row if cell.value} == {"s"}
    monkeypatch.setattr(case_views, "MOST_IN_SHEETS", 1)
    answer = Client().get("/cases/as/xlsx/", follow=True)
    assert "at most 5,000 cases" in answer.content.decode()
