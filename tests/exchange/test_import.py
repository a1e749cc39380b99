"""Importing many cases: a dry run, all or nothing, undone in one press; broken and hostile files get a clear answer."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook

from cases.actions import batch as actions
from cases.actions import bulk, bulk_reading
from cases.actions.publish import publish
from cases.actions.withhold import withhold
from cases.models import Case, ImportBatch, ImportPart
from cases.models.batch import SILENCE
from cases.models.revision import Revision
from exchange import import_views
from tests.cases import factories as make

pytestmark = pytest.mark.django_db


def bring(client: Client, name: str, data: bytes):
    return client.post("/import/read/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def verdicts(response) -> dict[str, str]:
    return {row.uid: row.verdict for row in response.context["batch"].rows.all()}


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def sheet(*rows: list, merge: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


NEW = {"uid": "new-town", "label_en": "New Town", "label_zh": "新城", "origin": "contributed", "place": "china",
       "unit": "government", "period": "2019/2021", "summary_en": "It built one window."}  # fmt: skip


def test_what_leaves_comes_back_without_a_change(content, cast, signed_in) -> None:
    client = signed_in(cast.editor)
    numbers = make.code("condition:income", scale="number", unit=make.text("yuan"))
    values = [1234567.0, 12345678.25, 0.1 + 0.2, 1e22]
    told = [make.coding("condition:income", f"i{at}", value=value, period=f"201{at}") for at, value in enumerate(values)]
    around = [one for one in make.world() if one["kind"] not in ("code", "codebook")]
    publish([*around, numbers, make.case("rich", codings=told[:1]), make.case("richer", codings=told)], by=None)
    for value in values[1:]:
        publish([make.case(f"r{values.index(value)}", codings=[make.coding("condition:income", value=value)])], by=None)
    for form, name in (("csv", "cases.csv"), ("xlsx", "cases.xlsx"), ("json", "cases.json")):
        data = b"".join(client.get(f"/cases/as/{form}/").streaming_content)
        page = bring(client, name, data)
        assert set(verdicts(page).values()) == {"same"}, (form, [row.wrong + row.fields for row in page.context["page"]][:3])
        assert len(verdicts(page)) == Case.objects.live().count()
        assert "nothing would change" in page.content.decode()
    cells: list[list] = [["uid", "condition:income", "label_en"], ["rich", 1234568, 7654321]]
    assert "What is coded" in bring(client, "a.xlsx", sheet(*cells)).content.decode()  # a digit further on is another number
    cells[1][1] = 1234567
    row = bring(client, "a.xlsx", sheet(*cells)).context["batch"].rows.get()
    assert (row.verdict, row.document["label"]["en"]) == ("changed", "7654321")


def test_rows_are_shown_then_published_together_then_undone(cast, signed_in, django_assert_max_num_queries) -> None:
    publish([*make.world(), make.case("a", label=make.text("Alpha", "甲")), make.case("b")], by=None)
    before = {case.uid: case.revision.document for case in Case.objects.select_related("revision")}
    client = signed_in(cast.editor)
    rows = [
        {"uid": "a", "label_en": "Alpha County", "label_zh": "甲", "period": "2019/2021"},
        {"uid": "b", "label_en": "B", "label_zh": "", "period": "2019/2021"},
        {"uid": "c", "label_en": "", "label_zh": "", "period": "yesterday"},
    ]
    page = bring(client, "three.csv", table(*rows).encode())
    assert verdicts(page) == {"a": "changed", "b": "same", "c": "refused"}
    said = page.content.decode()
    assert "<code>label/en</code>" in said or "<code>label</code>" in said
    assert "is not a date" in said
    batch = page.context["batch"]
    client.post(f"/import/{batch.ref}/accept/")
    assert Case.objects.get(uid="a").label_en == "Alpha"  # nothing while a row is refused

    page = bring(client, "two.csv", table({**NEW}, {**NEW, "uid": "a", "label_en": "Alpha County", "label_zh": "甲"}).encode())
    assert verdicts(page) == {"a": "changed", "new-town": "new"}
    batch = page.context["batch"]
    with django_assert_max_num_queries(12):
        client.get(batch.get_absolute_url())
    assert "2 records were published" in client.post(f"/import/{batch.ref}/accept/", follow=True).content.decode()
    assert Case.objects.get(uid="new-town").words.case.label_zh == "新城"
    assert Case.objects.get(uid="a").revision.author == cast.editor
    assert "New Town" in client.get("/search/", {"q": "one window"}).content.decode()
    assert set(verdicts(bring(client, "two.csv", table(NEW).encode())).values()) == {"same"}
    assert "decided already" in client.post(f"/import/{batch.ref}/accept/", follow=True).content.decode()

    publish([Case.objects.get(uid="new-town").revision.document | {"subject": make.text("edited since")}], by=None)
    assert "new-town" in client.post(f"/import/{batch.ref}/undo/", follow=True).content.decode()
    assert Case.objects.get(uid="a").revision.document == before["a"]
    assert Case.objects.get(uid="new-town").state == "live"  # somebody has worked on it since


def test_new_cases_go_out_of_circulation_when_the_import_is_undone_and_may_come_again(cast, signed_in) -> None:
    publish(make.world(), by=None)
    client = signed_in(cast.editor)
    documents = [make.case("x"), make.case("y", codings=[make.coding("problem:formalism")])]
    batch = bring(client, "two.json", json.dumps(documents).encode()).context["batch"]
    client.post(f"/import/{batch.ref}/accept/")
    assert Case.objects.live().count() == 2
    client.post(f"/import/{batch.ref}/undo/")
    assert Case.objects.live().count() == 0
    again = bring(client, "two.json", json.dumps(documents).encode())
    assert verdicts(again) == {"x": "changed", "y": "changed"}
    client.post(f"/import/{again.context['batch'].ref}/accept/")
    assert Case.objects.live().count() == 2
    stale = bring(client, "x.json", json.dumps([make.case("x", label=make.text("Xx"))]).encode()).context["batch"]
    publish([make.case("x", label=make.text("Meanwhile"))], by=None)
    assert "edited since the file was read" in client.post(f"/import/{stale.ref}/accept/", follow=True).content.decode()
    assert Case.objects.get(uid="x").label_en == "Meanwhile"


def test_undoing_brings_no_withheld_words_back_and_what_others_publish_is_waited_for(cast, signed_in) -> None:
    publish([*make.world(), make.case("a", label=make.text("Mr Li")), make.case("b"), make.case("c")], by=None)
    client = signed_in(cast.editor)
    rows = [{"uid": uid, "label_en": f"New {uid}"} for uid in "abc"]
    batch = bring(client, "three.csv", table(*rows).encode()).context["batch"]
    with CaptureQueriesContext(connection) as asked:
        assert actions.accept(batch, by=cast.editor, reason="import") == 3
    assert "publishsequence" in first(asked)
    withhold(kind="case", uid="a", numbers=[1], reason="It names an official.", by=cast.editor)
    publish([Case.objects.get(uid="c").revision.document | {"subject": make.text("edited since")}], by=None)
    with CaptureQueriesContext(connection) as asked:
        said = client.post(f"/zh-hans/import/{batch.ref}/undo/", follow=True).content.decode()
    assert "已被隐去：a（已隐去：It names an official.）" in said
    assert "保持现状：c。" in said
    assert [Case.objects.get(uid=uid).label_en for uid in "abc"] == ["New a", "B", "New c"]
    assert Revision.objects.filter(uid="a", document__label__en="Mr Li").count() == 1
    names = [query["sql"] for query in asked]
    locked = next(at for at, sql in enumerate(names) if "publishsequence" in sql)
    assert locked < next(at for at, sql in enumerate(names) if "cases_importrow" in sql and "COUNT" not in sql)


def first(asked: CaptureQueriesContext) -> str:
    """The first query of a transaction."""
    return next(query["sql"] for query in asked if not query["sql"].startswith(("BEGIN", "SAVEPOINT")))


def documents(number: int) -> list[dict]:
    """Cases with the sources that they rest on; the first borrows from the last, which borrows from the first."""
    cases = []
    for at in range(number):
        codings = [make.coding("problem:formalism", excerpt=f"s-{at}#p1")]
        cases.append(make.case(f"case-{at}", codings=codings, sources=[f"s-{at}"]))
    for one, other in ((0, number - 1), (number - 1, 0)):
        cases[one]["benchmarks"] = [make.stated("b", f"s-{one}#p1", benchmark=f"case-{other}", code="problem:formalism")]
    return [
        *cases,
        *(make.source(f"s-{at}", ("p1",)) for at in range(number)),
        make.place("new-county", "county", parent="china"),
    ]


def long_file(*found: dict) -> bytes:
    """More than is read while the page waits, in lines of JSON."""
    return b"\n".join(json.dumps(one).encode() for one in found) + b"\n" + b" " * 1_000_001


def test_long_files_of_any_kind_are_read_published_and_undone_part_by_part(cast, signed_in, monkeypatch) -> None:
    publish(make.world(), by=None)
    monkeypatch.setattr(bulk, "AT_ONCE", 5)
    monkeypatch.setattr(bulk_reading, "READ_AT_ONCE", 4)
    monkeypatch.setattr(bulk.Pace, "PAUSE", 0)
    monkeypatch.setattr(bulk.Pace, "MOST", 3)
    client = signed_in(cast.editor)
    found = documents(8)
    broken = found[3] | {"place": "atlantis"}
    page = bring(client, "many.jsonl", long_file(*found[:3], broken, *found[4:], found[5]))
    assert verdicts(page)["case-3"] == "refused"
    assert {row.number for row in page.context["batch"].rows.filter(verdict="refused")} == {4, 18}
    assert "atlantis" in page.content.decode()
    assert "Rows are refused" in client.post(f"/import/{page.context['batch'].ref}/accept/", follow=True).content.decode()
    assert Case.objects.count() == 0

    page = bring(client, "many.jsonl", long_file(*found))
    batch = page.context["batch"]
    assert set(verdicts(page).values()) == {"new"}, [row.wrong for row in batch.rows.all()]
    turns = dict(batch.rows.values_list("uid", "turn"))
    assert turns["case-0"] == turns["case-7"]
    assert all(turns[f"s-{at}"] < turns[f"case-{at}"] for at in range(8))
    page = client.post(f"/import/{batch.ref}/accept/", follow=True)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.total) == ("done", 17, 17)
    assert Case.objects.live().count() == 8
    assert "decided already" in client.post(f"/import/{batch.ref}/accept/", follow=True).content.decode()
    assert set(verdicts(bring(client, "many.json", json.dumps(found).encode())).values()) == {"same"}
    assert client.get(f"/import/{batch.ref}/progress/").headers["HX-Refresh"] == "true"

    publish([Case.objects.get(uid="case-2").revision.document | {"subject": make.text("edited since")}], by=None)
    said = client.post(f"/import/{batch.ref}/undo/", follow=True).content.decode()
    assert "edited since" in said
    assert set(Case.objects.live().values_list("uid", flat=True)) == {"case-2"}
    staying = dict(batch.rows.exclude(staying="").values_list("uid", "staying"))
    assert staying == {"case-2": "edited", "s-2": "named"}
    assert ImportPart.objects.count() == 0


def test_a_long_import_goes_on_from_where_it_stopped_and_may_be_thrown_away(cast, signed_in, monkeypatch) -> None:
    publish(make.world(), by=None)
    monkeypatch.setattr(bulk, "AT_ONCE", 5)
    monkeypatch.setattr(bulk.Pace, "PAUSE", 0)
    monkeypatch.setattr(bulk.Pace, "MOST", 2)
    client = signed_in(cast.editor)
    batch = bring(client, "many.jsonl", long_file(*documents(8))).context["batch"]
    bulk.begin(batch, by=cast.editor, reason="import", language="en")
    batch.refresh_from_db()
    pk = batch.rows.get(uid="case-4").pk
    publish([make.case("case-4", label=make.text("Meanwhile"))], by=None)
    bulk.accept(batch)  # as the worker does
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "It stopped at row" in page
    batch.refresh_from_db()
    assert 0 < batch.done < batch.total == 17
    client.post(f"/import/{batch.ref}/go-on/")  # the reason is still there
    batch.refresh_from_db()
    assert (batch.state, batch.rows.get(pk=pk).made) == ("stopped", None)
    client.post(f"/import/{batch.ref}/undo/")
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert set(Case.objects.live().values_list("uid", flat=True)) == {"case-4"}

    monkeypatch.setattr(import_views, "work", Unheard)
    page = bring(client, "a.jsonl", long_file(*documents(8)))
    assert "Being read" in page.content.decode()
    batch = page.context["batch"]
    assert 'hx-get="/import/' in client.get(f"/import/{batch.ref}/progress/").content.decode()
    ImportBatch.objects.filter(pk=batch.pk).update(heard_at=timezone.now() - SILENCE * 2)
    assert "go on from there" in client.get(batch.get_absolute_url()).content.decode()
    client.post(f"/import/{batch.ref}/stop/")
    assert not ImportBatch.objects.filter(pk=batch.pk).exists()
    monkeypatch.undo()
    for name, data, said in (
        ("a.jsonl", b'{"kind": "case"}\n{"kind"' + b" " * 1_000_001, "Document 2"),
        ("a.json", b"[7" + b" " * 1_000_001, "Bring a list"),
        ("a.csv", b"uid,nonsense\na,b\n" + b"\n" * 1_000_001, "nonsense"),
        ("a.json", b"[" * 1_000_001, "cannot be read as JSON"),
    ):
        page = bring(client, name, data)
        assert said in page.content.decode(), (name, page.content.decode())
        assert page.context["batch"].state == "broken"


class Unheard:
    """A worker that is not there."""

    @staticmethod
    def enqueue(pk: int) -> None:
        return None


def test_only_editors_import(cast, signed_in, outsider) -> None:
    batch = bring(signed_in(cast.editor), "a.json", b'[{"kind": "case", "uid": "a"}]').context["batch"]
    for path in ("/import/", batch.get_absolute_url()):
        assert outsider.get(path).status_code == 302
        assert signed_in(cast.reviewer).get(path).status_code == 403
    assert signed_in(cast.reviewer).get(f"/import/{batch.ref}/progress/").status_code == 403
    for path in ("/import/read/", *(f"/import/{batch.ref}/{verb}/" for verb in ("accept", "undo", "stop", "go-on"))):
        assert signed_in(cast.reviewer).post(path).status_code == 403
        assert signed_in(cast.editor).get(path).status_code == 405
    assert "/import/" in signed_in(cast.editor).get("/contribute/").content.decode()
    assert "/import/" not in signed_in(cast.contributor).get("/contribute/").content.decode()
