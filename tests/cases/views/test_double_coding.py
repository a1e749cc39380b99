"""Double coding: assigned, blind until settled, settled by somebody else, and the agreement on it."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.desk import keep_text
from cases.actions.double_coding import assign, decide, finish, settle
from cases.actions.draft import NotAllowed
from cases.actions.publish import publish
from cases.documents.anchoring import digest
from cases.models import Assignment, Case, Coding, DoubleCoding, Revision
from cases.queries.double_coding import agreement_rows
from tests.cases.stage import case, code, set_stage, source, text
from tests.cases.views.grown import AT_MOST, queries

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
WORDS = "Departments kept their data to themselves. Officials saw no need for it. The forms came first."
MARKED = {"answer": "present", "basis": "stated", "confidence": "high", "strength": "found", "stance": "supports", "done": "1"}


def words(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def team(cast, person, signed_in):
    """An editor who assigns, two coders, and the text of the case's source on the desk."""
    set_stage()
    version = {"ref": "read", "label": text("as read"), "sha256": digest(WORDS)}
    publish([source(versions=[version]), case(codings=[]), code("condition:attention", "attention")], by=None)
    keep_text(text=WORDS, name="", by=cast.coder)
    other = person("second", "coder")
    editor = signed_in(cast.editor)
    page = editor.post(reverse("cases:double-codings"), {"case": "a-case", "coders": [cast.coder.pk, other.pk]}, follow=True)
    assert "Assigned." in words(page)
    return editor, (signed_in(cast.coder), signed_in(other)), DoubleCoding.objects.get()


def say(client, assignment, ref: str, code: str, quotation: str, **more):
    address = reverse("cases:desk-code", args=[assignment.revision_id])
    page = client.post(address, {**MARKED, "ref": ref, "code": code, "quotation": quotation, **more})
    assert page.status_code == 302, words(page)


def test_two_coders_are_blind_until_somebody_else_has_settled_with_reasons(team, cast, signed_in, outsider):
    editor, (one, two), found = team
    first, second = found.assignments.order_by("pk")
    assert "a-case" not in words(one.get(reverse("cases:contribute")))  # a layer is no draft of the case
    say(one, first, "c1", "problem:data-silos", "Departments kept their data to themselves.")
    say(one, first, "c2", "problem:formalism", "Officials saw no need for it.", reasoning="SECRET MEMO")
    say(one, first, "c3", "condition:attention", "", answer="blank:not-reported")
    say(two, second, "d1", "problem:data-silos", "Departments kept their data to themselves.")
    say(two, second, "d2", "condition:attention", "The forms came first.")
    detail, desk = reverse("cases:double-coding", args=[found.pk]), reverse("cases:desk-draft", args=[first.revision_id])
    assert (two.get(desk).status_code, two.get(detail).status_code, outsider.get(detail).status_code) == (404, 404, 302)
    assert "SECRET MEMO" not in words(editor.get(detail))  # nothing is compared before all have finished
    assert editor.get(desk).status_code == 404
    assert not [
        client for client in (two, editor, signed_in(cast.reviewer)) if "SECRET" in client.get("/api/drafts/").content.decode()
    ]
    assert one.get(f"/api/drafts/{first.revision_id}/").status_code == 404
    one.post(reverse("cases:double-finish", args=[first.pk]))
    page = one.post(reverse("cases:desk-code", args=[first.revision_id]), {**MARKED, "ref": "c9", "code": "problem:formalism"})
    assert (page.status_code, "What you typed is still here" in words(page)) == (422, True)
    assert len(Revision.objects.get(pk=first.revision_id).document["codings"]) == 3
    two.post(reverse("cases:double-finish", args=[second.pk]))
    assert two.get(detail).status_code == 404

    page = editor.get(detail)
    assert "2 differences to decide" in words(page)
    assert "SECRET MEMO" in words(page)
    assert not {"second", "coder ·"} & set(words(page).split())
    shown = [name for name in ("data silos", "digital formalism", "attention") if name in words(page)]
    assert shown == ["digital formalism", "attention"]
    decide_at, settle_at = reverse("cases:double-decide", args=[found.pk]), reverse("cases:double-settle", args=[found.pk])
    page = editor.post(decide_at, {"slot": "problem:formalism::", "choice": "0"})
    assert (page.status_code, "This field is required." in words(page)) == (422, True)
    editor.post(
        decide_at, {"slot": "problem:formalism::", "choice": "0", "reason": "The second sentence says so.", "to_codebook": "on"}
    )
    page = editor.post(settle_at, follow=True)
    assert "Decide each difference first." in words(page)
    editor.post(decide_at, {"slot": "condition:attention::", "choice": "contested", "reason": "Both readings hold."})
    page = editor.post(settle_at, follow=True)
    assert "Settled." in words(page)

    draft = Revision.objects.open().get(kind="case", author=cast.editor)
    made = {coding["code"]: coding for coding in draft.document["codings"]}
    assert (made["problem:data-silos"]["coder"], len(made["problem:data-silos"]["evidence"])) == ("coder; second", 1)
    assert made["problem:formalism"]["coder"] == "coder"
    assert made["condition:attention"]["blank"] == "contested"
    for client in (one, two, editor):
        page = words(client.get(detail))
        assert "SECRET MEMO" in page
        assert "The second sentence says so." in page
        assert "second" in page
    assert "The second sentence says so." in words(editor.post(
        reverse("cases:codebook-draft"), {"note_en": "Clearer.", "note_zh": "更清楚。"}, follow=True))  # fmt: skip
    editor.post(reverse("cases:draft-submit", args=[draft.pk]))
    signed_in(cast.reviewer).post(reverse("cases:review-decide", args=[draft.pk]), {"all": "1", "compared": "on"})
    assert Coding.objects.filter(case__uid="a-case").count() == 3
    page = words(one.get(reverse("cases:agreement")))
    assert "1 of 1 units agree: too few for a coefficient." in page


def test_part_of_a_double_coding_is_no_draft(team):
    _editor, (one, _two), found = team
    part = found.assignments.order_by("pk")[0].revision_id
    assert not one.get(reverse("cases:contribute")).context["drafts"]
    assert f"/contribute/{part}/" not in one.get(reverse("accounts:me")).content.decode()
    for step in ("submit", "withdraw", "reopen"):
        assert one.post(reverse(f"cases:draft-{step}", args=[part])).status_code == 404
    assert {one.get(reverse(f"cases:draft{page}", args=[part])).status_code for page in ("", "-changes", "-preview")} == {404}
    assert one.get(reverse("cases:desk-draft", args=[part])).status_code == 200


def test_agreement_has_numbers_where_there_are_enough_units(team, cast, person):
    _editor, _clients, found = team
    found.delete()
    coders = [cast.coder, person("third", "coder")]
    for number in range(10):
        publish([case(f"case-{number}", codings=[])], by=None)
        made = assign(case=Case.objects.select_related("revision").get(uid=f"case-{number}"), coders=coders, by=cast.editor)
        for assignment in made.assignments.order_by("pk"):
            coded = number % 2 == 0 or (number == 9 and assignment.coder == cast.coder)
            one = {"ref": "x", "code": "problem:formalism", "codebook": "1", "coder": "c", "value": 1, "basis": "judgement",
                   "confidence": "low", "strength": "may", "reasoning": text("So.")}  # fmt: skip
            layer = assignment.revision
            Revision.objects.filter(pk=layer.pk).update(document={**layer.document, "codings": [one] if coded else []})
            finish(assignment=Assignment.objects.get(pk=assignment.pk), by=assignment.coder)
        if number == 9:
            decide(double_coding=made, slot="problem:formalism::", choice="1", reason="No.", to_codebook=False, by=cast.editor)
        settle(double_coding=made, by=cast.editor)
    kinds, codes = agreement_rows()
    (row,) = codes
    # 9 of 10 agree; of 20 ratings 11 are present. alpha = 1 - 0.1 / (2 * 11 * 9 / (20 * 19)); AC1 with pi = 0.55.
    assert (row.n, row.percent) == (10, 90)
    assert row.alpha == pytest.approx(1 - 0.1 / (2 * 11 * 9 / (20 * 19)))
    assert row.interval is not None
    assert row.alpha is not None
    assert row.interval[0] < row.alpha < row.interval[1] == 1
    assert row.ac == pytest.approx((0.9 - 0.495) / (1 - 0.495))
    assert [one.n for one in kinds] == [10 * 2]  # two problems in the codebook


def test_assignments_that_make_no_sense_are_refused(team, cast, signed_in):
    editor, (one, _two), _found = team
    for typed, said in [
        ({"case": "a-case", "coders": [cast.coder.pk]}, "at least two"),
        ({"case": "nowhere", "coders": [cast.coder.pk]}, "No case here is called"),
        ({"case": "a-case", "coders": [cast.coder.pk, cast.editor.pk]}, "not one of the available choices"),
    ]:
        page = editor.post(reverse("cases:double-codings"), typed)
        assert (page.status_code, said in words(page)) == (422, True), words(page)
    assert one.post(reverse("cases:double-codings"), {"case": "a-case"}).status_code == 404
    with pytest.raises(NotAllowed):
        assign(case=Case.objects.get(uid="a-case"), coders=[cast.coder, cast.contributor], by=cast.editor)


def test_pages_of_history_desk_codebook_and_settling_ask_equally_often_for_one_and_for_many(team, cast, person, signed_in):
    """Two sizes of everything that they show: versions, texts, codes, codings to decide on, double codings."""
    editor, _clients, found = team

    def grow(numbers: range) -> dict[str, int]:
        more = [code(f"problem:more-{number}", f"more {number}") for number in numbers]
        publish([*more, *(case(f"case-{number}", codings=[]) for number in numbers)], by=None)
        for number in numbers:
            publish([case(codings=[], period=str(1950 + number))], by=cast.editor)
        for assignment in found.assignments.order_by("pk"):
            layer = assignment.revision.document
            marks = {"codebook": "1", "coder": "c", "value": 1, "basis": "judgement", "confidence": "low", "strength": "may"}
            new = [{"ref": f"x-{one}", "code": f"problem:more-{one}", "reasoning": text("So."), **marks} for one in numbers]
            codings = [*layer.get("codings", []), *new]
            codings = codings if assignment.coder == cast.coder else []
            Revision.objects.filter(pk=assignment.revision_id).update(document={**layer, "codings": codings})
        Assignment.objects.filter(double_coding=found).update(finished_at=timezone.now())
        pages = {
            "history": reverse("cases:history", args=["case", "a-case"]),
            "fields": reverse("cases:history-fields", args=["case", "a-case"]),
            "difference": reverse("cases:history-difference", args=["case", "a-case"]) + "?before=1&after=2",
            "desk": reverse("cases:desk"),
            "codebook": reverse("cases:codebook"),
            "double": reverse("cases:double-codings"),
            "settle": reverse("cases:double-coding", args=[found.pk]),
        }
        return {name: queries(page, editor) for name, page in pages.items()}

    few = grow(range(1, 3))
    assert grow(range(3, 12)) == few
    assert max(few.values()) <= AT_MOST, few
