"""Upkeep: what readers report, and the lists of what the record needs next."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.actions.draft import live_revision
from cases.actions.publish import publish
from cases.models import Report, Revision
from cases.queries import paging
from cases.queries import upkeep as queries_of_upkeep
from tests.cases.stage import case, coding, set_stage, text
from tests.cases.views.filled import ALL, message_at, words
from tests.cases.views.grown import AT_MOST, queries

pytestmark = pytest.mark.django_db
SAID = {"concern": "error", "page": "/cases/a-case/", "text": "The year is 2020.", "shown_by": "", "reply_to": "mei@example.org"}


def at(name: str, *args) -> str:
    return reverse(f"cases:{name}", args=args)


# Reports ----------------------------------------------------------------------------------------------


def test_stranger_reports_an_error_that_only_editors_read(cast, signed_in, outsider, empty_cache):
    set_stage()
    publish([case()], by=None)
    page = outsider.get(at("case", "a-case")).content.decode()
    assert page.count(f'href="{at("report")}?page=/cases/a-case/"') == 2  # at the citation and at the foot
    form = outsider.get(f"{at('report')}?page=/cases/a-case/")
    assert 'value="/cases/a-case/"' in form.content.decode()
    assert outsider.post(at("report"), SAID | {"page": "https://casebase.example/cases/a-case/"}).url == at("report-thanks")
    outsider.post(at("report"), SAID | {"concern": "given-away", "text": "It can be recognised."})
    assert "Thank you" in words(outsider.get(at("report-thanks")))
    for user in (None, cast.contributor, cast.reviewer):
        client = signed_in(user) if user else outsider
        assert client.get(at("reports")).status_code == 404
        assert client.post(at("report-settle", Report.objects.earliest("pk").pk), {"answer": "x"}).status_code == 404
    editor = signed_in(cast.editor)
    listed = words(editor.get(at("reports")))
    assert listed.index("It can be recognised.") < listed.index("The year is 2020.")  # what gives somebody away comes first
    assert "mei@example.org" in listed
    first = Report.objects.earliest("pk")
    assert first.page == "/cases/a-case/"
    refused = editor.post(at("report-settle", first.pk), {"answer": " "})
    assert (refused.status_code, "Say what was done" in words(refused)) == (422, True)
    editor.post(at("report-settle", first.pk), {"answer": "Corrected in version 2."})
    again = editor.post(at("report-settle", first.pk), {"answer": "Twice."}, follow=True)
    assert "Somebody else has settled" in words(again)
    first.refresh_from_db()
    assert (first.answer, first.reply_to, first.settled_by) == ("Corrected in version 2.", "", cast.editor)


def test_report_that_is_not_taken_keeps_what_was_typed(outsider, empty_cache, settings):
    settings.REPORTS_PER_HOUR = 2
    wrong = outsider.post(
        at("report"), SAID | {"page": "//elsewhere.example/", "reply_to": "mei", "concern": "", "text": "Kept."}
    )
    assert (wrong.status_code, "Kept." in wrong.content.decode()) == (422, True)
    assert message_at(wrong, "page").startswith("This is not an address of this site")
    for _time in range(2):
        assert outsider.post(at("report"), SAID).status_code == 302
    with override("zh-hans"):
        refused = outsider.post(at("report"), SAID | {"text": "第三份报告"})
    assert (refused.status_code, Report.objects.count()) == (429, 2)
    assert "第三份报告" in refused.content.decode()
    assert "一小时后" in words(refused)
    soon = connection.ops.adapt_datetimefield_value(timezone.now() + timedelta(minutes=50))
    with connection.cursor() as cursor:  # fifty quiet minutes are not enough
        cursor.execute("DELETE FROM cache WHERE expires < %s", [soon])
    assert outsider.post(at("report"), SAID).status_code == 429
    cache.clear()
    assert outsider.post(at("report"), SAID).status_code == 302


# Worklists --------------------------------------------------------------------------------------------


def test_worklist_of_missing_and_stale_translations_leads_to_review(cast, signed_in, outsider):
    set_stage()
    stale = {"en": "The cloud.", "zh": "云。", "original": "en", "of": "0" * 16}
    actor = {"kind": "actor", "uid": "cloud", "actor_type": "department", "generic": False, "note": stale}
    publish([{**actor, "name": text("Cloud Office")}], by=None)
    assert "Cloud Office" in words(outsider.get(at("upkeep-translations", "missing")))
    old = outsider.get(at("upkeep-translations", "stale"))
    assert "The cloud." in words(old)
    assert [(row.kind, row.uid, len(row.waiting)) for row in old.context["page"].rows] == [("actor", "cloud", 1)]
    assert "login" in outsider.get(at("translate", "actor", "cloud")).url
    client = signed_in(cast.contributor)
    empty = client.post(at("translate", "actor", "cloud"), {"seen": 1, "note": "", "name": ""})
    assert "at least one translation" in words(empty)
    long = client.post(at("translate", "actor", "cloud"), {"seen": 1, "name": "云" * 301})
    assert (long.status_code, "at most 300 characters" in message_at(long, "name")) == (422, True)
    moved = client.post(at("translate", "actor", "cloud"), {"seen": 7, "name": "云办"})
    assert "published anew meanwhile" in words(moved)
    assert 'value="1"' in moved.content.decode()
    untouched = client.post(at("translate", "actor", "cloud"), {"seen": 1, "note": "云。", "name": ""})
    assert "at least one translation" in words(untouched)  # what was there is no translation of the new original
    client.post(at("translate", "actor", "cloud"), {"seen": 1, "name": "云办", "note": "云。"})
    draft = Revision.objects.open().get()
    assert (draft.document["name"]["zh"], draft.document["note"]["of"]) == ("云办", "0" * 16)
    draft.delete()
    client.post(at("translate", "actor", "cloud"), {"seen": 1, "note": "云。", "note-right": "on"})
    draft = Revision.objects.open().get()
    assert draft.document["note"]["of"] != "0" * 16
    draft.delete()
    client.post(at("translate", "actor", "cloud"), {"seen": 1, "name": "云办", "note": "云端。"})
    draft = Revision.objects.open().get()
    assert (draft.state, draft.document["name"]["zh"]) == ("submitted", "云办")
    signed_in(cast.reviewer).post(at("review-decide", draft.pk), ALL)
    assert live_revision("actor", "cloud").document["note"]["zh"] == "云端。"
    for which in ("missing", "stale"):
        assert "cloud" not in {row.uid for row in outsider.get(at("upkeep-translations", which)).context["page"].rows}


def test_worklist_of_values_without_evidence(cast, signed_in, outsider):
    set_stage()
    bare = coding(ref="bare", code="problem:formalism", basis="inferred", evidence=[], reasoning=text("So it seems."))
    publish([case(codings=[coding(), bare])], by=None)
    assert [row.ref for row in outsider.get(at("upkeep-evidence")).context["page"].rows] == ["bare"]
    assert at("case-edit", "a-case") in signed_in(cast.contributor).get(at("upkeep-evidence")).content.decode()


def test_worklists_are_read_to_their_end_and_forget_what_is_done(outsider, monkeypatch):
    set_stage()
    bare = coding(basis="inferred", evidence=[], reasoning=text("So it seems."))
    cases = [case(f"case-{number:02}", codings=[bare]) for number in range(60)]
    publish(cases, by=None)
    publish([{**cases[0], "retired": {"reason": text("Was no case.")}}], by=None)
    publish([{**cases[1], "codings": [coding()]}], by=None)
    for work, least in (("upkeep-translations", 50), ("upkeep-evidence", 58)):
        address, seen = at(work, *(["missing"] if work == "upkeep-translations" else [])), []
        monkeypatch.setattr(paging, "COUNTED", 55)
        page = outsider.get(address).context["page"]
        assert page.more
        while True:
            seen += [row.uid if work == "upkeep-translations" else row.case.uid for row in page.rows]
            if not page.next:
                break
            page = outsider.get(f"{address}?after={page.next}").context["page"]
        assert len(seen) == len(set(seen)) >= least
        assert "case-00" not in seen
        assert ("case-01" in seen) == (work == "upkeep-translations")
    work = outsider.get(at("upkeep")).context["work"]
    assert (work.bare.number, work.bare.more, work.missing.more) == (58, False, False)
    monkeypatch.setattr(queries_of_upkeep, "COUNTED", 20)
    work = outsider.get(at("upkeep")).context["work"]
    assert (work.bare.number, work.bare.more, work.missing.more) == (20, True, True)
    assert ">20+</td>" in outsider.get(at("upkeep")).content.decode()


def test_upkeep_asks_the_database_equally_often_for_one_and_for_many(cast, signed_in):
    set_stage()
    editor = signed_in(cast.editor)
    pages = [
        at("upkeep"),
        at("reports"),
        at("upkeep-evidence"),
        *(at("upkeep-translations", one) for one in ("missing", "stale")),
    ]

    def grow(*numbers: int) -> list[int]:
        bare = coding(basis="inferred", evidence=[], reasoning=text("So it seems."))
        publish([case(f"case-{number}", codings=[bare]) for number in numbers], by=None)
        Report.objects.bulk_create(Report(concern="error", page="/", text="Wrong.") for _number in numbers)
        return [queries(page, editor) for page in pages]

    few = grow(0)
    assert grow(*range(1, 21)) == few
    assert max(few) <= AT_MOST
