"""Long imports when things go wrong: what goes together stays together, and what is cut off or done by two is never half."""

import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from cases.actions import batch as importing
from cases.actions import bulk, bulk_reading
from cases.actions.batch import Wanted
from cases.actions.publish import live_revisions, publish
from cases.models import Case, ImportBatch
from cases.models.batch import SILENCE
from exchange import import_views
from exchange.import_tasks import work
from exchange.imports import Unreadable
from exchange.imports.files import documents as documents_of
from scripts.serve import commands
from tests.cases import factories as make
from tests.exchange.test_import import Unheard, bring, documents, long_file, verdicts
from tests.exchange.test_kill import ROOT, address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_parts(monkeypatch) -> None:
    """Every turn is a part of its own."""
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    monkeypatch.setattr(bulk_reading, "READ_AT_ONCE", 4)
    monkeypatch.setattr(bulk.Pace, "PAUSE", 0)
    monkeypatch.setattr(bulk.Pace, "MOST", 1)


def resting(uid: str, passage: str, **more: Any) -> dict[str, Any]:
    sources = [passage.partition("#")[0]]
    return make.case(uid, codings=[make.coding("problem:formalism", excerpt=passage)], sources=sources, **more)


def test_what_can_only_change_together_is_published_and_undone_together(cast, signed_in) -> None:
    """Each of these was judged valid as a whole; a part of it alone is refused."""
    publish(make.world(), by=None)
    before = {
        "passages replaced": [
            *(make.source(f"s-{at}", ("p1",)) for at in (1, 2)),
            *(resting(f"a{at}", f"s-{at}#p1") for at in (1, 2)),
        ],
        "a passage that leaves, and nobody names its source any more": [
            make.source("s-3", ("p1", "p2")),
            resting("a3", "s-3#p1"),
        ],
        "addresses change hands": [make.case("x", slug="one"), make.case("y", slug="two"), make.case("z", slug="three")],
        "a place leaves": [make.place("old", "county", parent="china"), make.case("moved", place="old")],
        "levels of places below one another": [
            make.place("upper", "city", parent="guizhou"),
            make.place("lower", "county", parent="upper"),
        ],
    }
    after = {
        "passages replaced": [
            *(make.source(f"s-{at}", ("p2",)) for at in (1, 2)),
            *(resting(f"a{at}", f"s-{at}#p2") for at in (1, 2)),
        ],
        "a passage that leaves, and nobody names its source any more": [
            make.source("s-3", ("p2",)),
            resting("a3", "report#said"),
        ],
        "addresses change hands": [make.case("x", slug="two"), make.case("y", slug="one"), make.case("z", slug="four")],
        "a place leaves": [
            make.place("old", "county", parent="china", retired={"reason": make.text("It was dissolved.")}),
            make.case("moved", place="guizhou"),
        ],
        "levels of places below one another": [
            make.place("upper", "county", parent="guizhou"),
            make.place("lower", "township", parent="upper"),
        ],
    }
    client = signed_in(cast.editor)
    for what, found in after.items():
        publish(before[what], by=None)
        page = bring(client, "many.jsonl", long_file(*found))
        batch = page.context["batch"]
        assert set(verdicts(page).values()) == {"changed"}, (what, [row.wrong for row in batch.rows.all()])
        were = {row.pk: row.base.document for row in batch.rows.select_related("base")}
        client.post(f"/import/{batch.ref}/accept/")
        batch.refresh_from_db()
        assert (batch.state, batch.trouble, batch.done) == ("done", "", len(found)), what
        client.post(f"/import/{batch.ref}/undo/")
        batch.refresh_from_db()
        rows = list(batch.rows.all())
        assert [(row.uid, row.staying) for row in rows if not row.undone] == [], what
        assert (batch.state, batch.done) == ("undone", len(found)), what
        now = live_revisions(rows)
        assert all(now[row.kind, row.uid].document == were[row.pk] for row in rows), what


def killed(*found: Any) -> Iterator[Any]:
    """What a process says before it is killed."""
    yield from found
    raise OperationalError("killed")


def waiting(cast, found: list[dict]) -> ImportBatch:
    return bulk_reading.bring("many.jsonl", [long_file(*found)], by=cast.editor, language="en")


def wanted(found: list[dict]) -> list[Wanted]:
    return [Wanted(at, one["uid"], "", one, kind=one["kind"]) for at, one in enumerate(found)]


def test_a_file_that_is_cut_off_or_read_by_two_is_never_taken_for_whole(cast) -> None:
    publish(make.world(), by=None)
    with pytest.raises(OperationalError):
        bulk_reading.bring("cut.csv", killed(b'uid,label_en\na,"b'), by=cast.editor, language="en")
    assert not ImportBatch.objects.exists()

    found = documents(4)
    batch = waiting(cast, found)

    def overtaken() -> Iterator[Wanted]:
        yield from wanted(found)[:6]
        with pytest.raises(OperationalError):  # another worker begins anew, and dies
            bulk_reading.read(ImportBatch.objects.get(pk=batch.pk), killed(), twice="twice")
        yield from wanted(found)[6:]

    with pytest.raises(bulk.Ended):
        bulk_reading.read(batch, overtaken(), twice="twice")
    batch.refresh_from_db()
    assert batch.state == "reading"

    ended: list[str] = []

    def lost(execute, sql, *rest):
        """The database goes away behind the last statement about the pieces."""
        if ended == ["deleted"]:
            ended.append("lost")
            raise OperationalError("lost")
        if sql.startswith("DELETE") and "cases_importpart" in sql:
            ended.append("deleted")
        return execute(sql, *rest)

    with connection.execute_wrapper(lost), pytest.raises(OperationalError):
        work.func(batch.pk)
    batch.refresh_from_db()
    assert (ended, batch.state) == (["deleted", "lost"], "reading")
    work.func(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), batch.parts.count()) == ("read", len(found), 0)
    turns = dict(batch.rows.values_list("uid", "turn"))
    assert turns["case-0"] == turns["case-3"] > turns["s-0"]


def test_two_workers_publish_every_row_once_and_only_one_is_called(cast, signed_in, monkeypatch) -> None:
    publish(make.world(), by=None)
    monkeypatch.setattr(bulk.Pace, "MOST", 5)
    batch = waiting(cast, documents(4))
    work.func(batch.pk)
    batch.refresh_from_db()
    bulk.begin(batch, by=cast.editor, reason="import", language="en")
    batch.refresh_from_db()

    class Overtaken(bulk.Pace):
        """While it waits for its turn, another worker publishes the first row of its part."""

        def begin(self) -> None:
            super().begin()
            rows = list(batch.rows.filter(made=None).order_by("turn", "number")[:1])
            importing.publish_rows(rows, [row.document for row in rows], by=cast.editor, reason="import")

    bulk.accept(batch, Overtaken())
    batch.refresh_from_db()
    assert (batch.state, batch.rows.filter(made=None).count()) == ("done", 0)
    assert Case.objects.live().count() == 4

    batch = waiting(cast, [make.case(f"more-{at}") for at in range(3)])
    work.func(batch.pk)
    batch.refresh_from_db()
    bulk.begin(batch, by=cast.editor, reason="import", language="en")
    client = signed_in(cast.editor)
    client.post(f"/import/{batch.ref}/go-on/")  # it was heard a moment ago
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("begun", 0)
    ImportBatch.objects.filter(pk=batch.pk).update(heard_at=timezone.now() - SILENCE * 2)
    silent = ImportBatch.objects.get(pk=batch.pk)
    monkeypatch.setattr(import_views, "work", Unheard)
    assert [bulk.go_on(batch), bulk.go_on(batch)] == [True, False]
    with pytest.raises(bulk.Ended):  # it was not gone, but its work is another's now
        bulk.accept(silent)
    assert Case.objects.live().count() == 4
    work.func(batch.pk)
    assert Case.objects.live().count() == 7
    assert [bulk.go_on(batch), ImportBatch.objects.get(pk=batch.pk).state] == [False, "done"]


def test_lists_of_documents_that_are_cut_or_joined_are_refused(cast, signed_in) -> None:
    one, two = (json.dumps(make.case(uid)).encode() for uid in ("one", "two"))
    for pieces, said in (
        ([b"[", one, b",", two, b"]\n"], ""),
        ([b" [" + one + b"," + two + b"] ", b" \n"], ""),
        ([one + b"\n" + two], ""),
        ([b"[" + one + b"][" + two + b"]"], "there is more"),
        ([b"[" + one + b"]\n", two], "there is more"),
        ([b"[" + one + b"]", b",", b"[" + two + b"]"], "there is more"),
        ([b"[" + one + b",", two], "does not end"),
        ([b"[" + one + b","], "does not end"),
        ([one + b"\n]" + two], "cannot be read as JSON. Document 2"),
        ([one + b"\n[" + two + b"]"], "Bring a list"),
        ([b"[]"], "Bring a list"),
    ):
        if said:
            with pytest.raises(Unreadable, match=said):
                list(documents_of(pieces))
        else:
            assert [line.cells["uid"] for line in documents_of(pieces)] == ["one", "two"], pieces
    page = bring(signed_in(cast.editor), "joined.jsonl", b"[" + one + b"]\n[" + two + b"]")
    assert page.status_code == 422
    assert "Behind the “]”" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_task_that_breaks_says_where_on_the_standard_error_and_no_other_says_a_word(settings) -> None:
    backend = "django_tasks_db.DatabaseBackend"
    settings.TASKS = {"default": {"BACKEND": backend}}
    work.enqueue(0)  # a batch that was thrown away
    work.enqueue("nobody")  # type: ignore[arg-type]  # so that it breaks
    environment = os.environ | {
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "casebase.settings",
        "TASKS_BACKEND": backend,
    }
    worker = [*commands("127.0.0.1", 8000)["worker"], "--batch", "--no-startup-delay"]
    done = subprocess.run(worker, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.count("exchange.import_tasks.work") == 1
    assert "state=FAILED" in done.stderr
    assert "ValueError: Field 'id' expected a number but got 'nobody'." in done.stderr
