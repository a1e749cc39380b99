"""Files of any make: read right, or refused with what to do."""

import io
import json
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from cases.actions.publish import publish
from cases.models import ImportBatch
from exchange.imports import Unreadable, read_rows
from tests.cases import factories as make
from tests.exchange.test_import import NEW, bring, sheet, table

pytestmark = pytest.mark.django_db
FIRST = "xl/worksheets/sheet1.xml"


def rewritten(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """The same spreadsheet with other words in one of its parts, as other programs write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in changes if name == part else ():
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out.getvalue()


def test_chinese_files_of_any_system_are_read_right_or_refused(cast, signed_in) -> None:
    publish(make.world(), by=None)
    client = signed_in(cast.editor)
    words = "数字政府建设的经验与问题：数据共享、部门协同和公众需求"
    traditional = "數位政府建設的經驗與問題：資料共享、部門協同和公眾需求"
    for encoding, said in (("utf-8", words), ("utf-8-sig", words), ("utf-16", words), ("gb18030", words), ("big5", traditional)):
        page = bring(
            client, "a.csv", table({**NEW, "label_zh": said[:12], "summary_en": "", "summary_zh": said}).encode(encoding)
        )
        assert page.context["batch"].rows.get().document["summary"]["zh"] == said, encoding
    refused = bring(client, "a.csv", table(NEW).encode() + b"\xff\xfe\x81 \x8d\xff")
    assert "Save it as UTF-8" in refused.content.decode()


def test_broken_and_hostile_files_are_answered_with_what_to_do(cast, signed_in) -> None:
    publish([*make.world(), make.case("a")], by=None)
    client = signed_in(cast.editor)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 10_000_000)
    for name, data, said in (
        ("a.csv", b"uid,label_en,label_en\na,b,c\n", "same name"),
        ("a.csv", b"uid,label_en\na,b,c\n", "more cells"),
        ("a.csv", b"label_en\nb\n", "no column"),
        ("a.csv", b"uid,nonsense\na,b\n", "nonsense"),
        ("a.csv", b'uid,label_en\na,"b\n', "quotation mark"),
        ("a.csv", b"uid,label_en\n", "no row"),
        ("a.csv", b"uid,,label_en\na,b,c\n", "has no name"),
        ("a.csv", b"uid\x00", "not what its name says"),
        ("a.csv", b"x" * 20_000_001, "more than 20 MB"),
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04 broken", "not a spreadsheet"),
        ("a.xlsx", bomb.getvalue(), "Unpacked"),
        ("a.xlsx", sheet(["uid", "label_en"], ["a", "b"], ["c", "d"], merge="A2:A3"), "merged"),
        ("a.xlsx", sheet(["uid", "label_en"], ["a", "=1+1"]), "B2 holds a formula"),
        ("a.json", b"[" * 100_000, "cannot be read as JSON"),
        ("a.json", b'{"cases": [7]}', "Bring a list"),
        ("a.json", b'{"cases": []}', "Bring a list"),
        ("a.json", b'{"cases": [{"": "x"}]}', "Nothing here is called"),
        ("a.json", b'{"cases": [{"uid": "a"}, {"uid": "b", "\\ud800": "x"}]}', "Nothing here is called"),
        ("a.pdf", b"%PDF-", "cannot be read here"),
    ):
        page = bring(client, name, data)
        assert page.status_code == 422, (name, said)
        assert said in page.content.decode(), (name, said, page.context["form"].errors)
    for name, data, said in (
        ("a.csv", b"uid,problem:formalism\na,1\n", "Nothing here is called"),
        ("a.csv", b"uid,level\na,county\n", "follows from others"),
        ("a.csv", b"uid,place\na,atlantis\n", "atlantis"),
        ("a.csv", b"uid,unit,summary_en\na,,\n", "Say in a few sentences"),
        ("a.csv", b"uid,label_en\na,one\na,two\n", "another row too"),
        ("a.csv", b"uid,label_en\n,one\n", "Give each record an identity"),
        ("a.json", json.dumps([{**make.source(), "kind": "book"}]).encode(), "Say what kind"),
        ("a.json", json.dumps([{"kind": "dataset", "uid": "d", "files": [1]}]).encode(), "come as content"),
        ("a.json", b'[{"kind": "case", "uid": ["a"]}]', "Give each record an identity"),
        ("a.json", b'[{"kind": "case", "uid": "b"}]', "needed"),
        ("a.json", b'{"cases": [{"label_en": "x"}]}', "Give each record an identity"),
        ("a.json", b'{"cases": [{"uid": "a"}, {"uid": 7}, {"label_en": "x"}]}', "Give each record an identity"),
        ("a.json", b'{"cases": [{"uid": "\\ud800"}, {"uid": "a\\u0000"}]}', "cannot be stored"),
        ("a.json", b'{"cases": [{"uid": "a", "label_en": "\\ud800"}]}', "<code>label_en</code> The text contains"),
        ("a.json", b'{"cases": [{"uid": "a", "label_en": "\\u0000"}]}', "<code>label_en</code> The text contains"),
        ("a.json", b'[{"kind": "case", "uid": "a\\u0000", "label": {"en": "\\ud800"}, "\\ud800": 1}]', "cannot be stored"),
        ("a.json", b'[{"kind": "case", "uid": "a", "lede": {"en": ' + b"[" * 500 + b"]" * 500 + b"}}]", "Refused"),
        ("a.json", json.dumps([make.case("a" * 121)]).encode(), "too long"),
        ("a.csv", f"uid,label_en\n{'a' * 121},b\n".encode(), "too long"),
    ):
        assert said in bring(client, name, data).content.decode(), (name, said)
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {"read"}


def test_a_sheet_costs_what_stands_in_it_and_not_what_it_says_of_itself() -> None:
    stray = sheet(["uid", "label_en"], ["a", "b"], *[[]] * 997, ["c", "d"])
    tracemalloc.start()
    assert numbers(rewritten(stray, FIRST, ("A1:B1000", "A1:XFD1000"))) == [2, 1000]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert numbers(rewritten(stray, FIRST, ("A1:B1000", "A1:B2"))) == [2, 1000]
    last, moved = '<row r="1000"><c r="A1000"', '<row r="{0}"><c r="A{0}"'
    assert numbers(rewritten(stray, FIRST, (last, moved.format(1_048_576)))) == [2, 1_048_576]
    for name, data, said in (
        ("a.xlsx", rewritten(stray, FIRST, (last, moved.format(10**15))), "not a spreadsheet"),
        ("a.xlsx", rewritten(stray, FIRST, ('r="B1000"', 'r="XFD1000"')), "more than 2,000 columns"),
        ("a.csv", b"uid\n" + b"a\n" * 20_001, "At most 20,000 rows"),
    ):
        with pytest.raises(Unreadable, match=said):
            read_rows(name, data)


def numbers(data: bytes) -> list[int]:
    return [line.number for line in read_rows("a.xlsx", data)]


def test_merged_cells_matter_in_the_sheet_that_is_read() -> None:
    book = Workbook()
    for tab in (book.active, book.create_sheet("second")):
        for row in (["uid", "label_en"], [tab.title, "b"], ["c", "d"]):
            tab.append(row)
    book["second"].merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    assert [line.cells["uid"] for line in read_rows("a.xlsx", out.getvalue())] == ["Sheet", "c"]
    turned = [('r:id="rId1"', 'r:id="first"'), ('r:id="rId2"', 'r:id="rId1"'), ('r:id="first"', 'r:id="rId2"')]
    with pytest.raises(Unreadable, match="merged"):
        read_rows("a.xlsx", rewritten(out.getvalue(), "xl/workbook.xml", *turned))
