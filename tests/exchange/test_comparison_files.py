"""Comparisons as files: the same words in each form, blanks with reasons, no live formula."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from docx import Document

from cases.actions.publish import publish
from cases.models import PublishSequence
from exchange.comparison.csv import to_csv
from exchange.comparison.docx import to_docx
from exchange.comparison.grid import Grid, GridRow
from exchange.comparison.xlsx import to_xlsx
from tests.cases import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
CASES = "items=case:province-a,case:city-b"
HEADS = {"": "Question", "/zh-hans": "问题"}


def rows_of_xlsx(content: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def rows_of_csv(content: bytes) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return rows[: rows.index([])]


@pytest.mark.parametrize("prefix", list(HEADS))
def test_all_forms_say_the_same(content, outsider: Client, prefix) -> None:
    files = {form: outsider.get(f"{prefix}/compare/as/{form}/?{CASES}").content for form in ("xlsx", "docx", "csv", "md")}
    table = rows_of_xlsx(files["xlsx"])
    assert table[0][1] == HEADS[prefix]
    assert len(table) > 25
    assert files["csv"].startswith(b"\xef\xbb\xbf")
    assert rows_of_csv(files["csv"]) == table
    document = Document(io.BytesIO(files["docx"]))
    printed = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    questions = {row[0].split("\n")[0]: row[1:] for row in printed}
    for row in table[1:]:
        assert questions[row[1]] == row[2:4]
    markdown = files["md"].decode()
    for row in table[1:]:
        assert row[1].split("(")[0].strip() in markdown.replace("\\", "")


@pytest.mark.parametrize(
    ("prefix", "blank", "version"), [("", "— not reported", "Data version"), ("/zh-hans", "— 原文未报告", "数据版本")]
)
def test_files_have_blanks_with_reasons_sources_and_the_data_version(content, outsider, prefix, blank, version) -> None:
    number = str(PublishSequence.objects.get().value)
    for form in ("csv", "md", "print"):
        text = outsider.get(f"{prefix}/compare/as/{form}/?{CASES}").content.decode()
        assert number in text
        assert version in text
        assert blank in text if form != "print" else blank[2:] in text
    book = openpyxl.load_workbook(io.BytesIO(outsider.get(f"{prefix}/compare/as/xlsx/?{CASES}").content))
    assert len(book.worksheets) == 4
    passages = book.worksheets[1]
    page = outsider.get(f"{prefix}/compare/?{CASES}").context["comparison"]
    assert [row[0] for row in passages.iter_rows(min_row=2, values_only=True)] == [number for number, _ in page.passages]
    assert book.worksheets[2].max_row >= 2


def test_frozen_comparison_gives_the_same_file_as_it_shows(content, outsider, signed_in, cast) -> None:
    where = signed_in(cast.contributor).post("/compare/freeze/", {"items": "model:administrative,model:market-based"})["Location"]
    live = rows_of_xlsx(outsider.get("/compare/as/xlsx/?items=model:administrative,model:market-based").content)
    assert rows_of_xlsx(outsider.get(f"{where}as/xlsx/").content) == live
    assert outsider.get(f"{where}as/print/").status_code == 200


def test_rows_that_are_hidden_stay_out_of_the_file(content, outsider) -> None:
    rows = rows_of_xlsx(outsider.get(f"/compare/as/xlsx/?{CASES}&hide=level,place&order=unit,period").content)
    titles = [row[1] for row in rows]
    assert "Level" not in titles
    assert titles.index("Unit of analysis") < titles.index("Period")


def test_what_cannot_be_made_is_answered(content, outsider) -> None:
    assert outsider.get(f"/compare/as/exe/?{CASES}").status_code == 404
    assert outsider.get("/compare/as/xlsx/?items=case:city-b").status_code == 302
    assert outsider.get("/comparisons/nowhere/as/csv/").status_code == 404
    assert outsider.post(f"/compare/as/csv/?{CASES}").status_code == 405


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_live_formula(start) -> None:
    grid = Grid(start, [start], [start, start], [GridRow(start, start, [start, start], start)], [start], [(1, start)], [start])
    for row in csv.reader(io.StringIO(to_csv(grid).decode("utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]
    for sheet in openpyxl.load_workbook(io.BytesIO(to_xlsx(grid))).worksheets:
        assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_what_no_xml_can_hold_is_left_away() -> None:
    odd = "a\ufffe\uffff\x0bb"
    grid = Grid(odd, [odd], [odd, odd], [GridRow(odd, odd, [odd, odd], odd)], [odd], [(1, odd)], [odd])
    sheets = openpyxl.load_workbook(io.BytesIO(to_xlsx(grid))).worksheets
    written = {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert {words for words in written if words.startswith("a")} == {"ab"}
    assert "ab" in [cell.text for row in Document(io.BytesIO(to_docx(grid))).tables[0].rows for cell in row.cells]


def test_hostile_words_of_a_record_leave_as_text(outsider) -> None:
    text = '=HYPERLINK("http://x")'
    cases = [make.case(uid, label=make.text(text), codings=[make.coding("model:market-based")]) for uid in ("aa", "bb")]
    publish([*make.world(), *cases], by=None)
    content = outsider.get("/compare/as/csv/?items=case:aa,case:bb").content.decode("utf-8-sig")
    assert f"'{text.split('(')[0]}" in content
    assert outsider.get("/compare/as/docx/?items=case:aa,case:bb").status_code == 200
