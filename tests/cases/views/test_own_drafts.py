"""Drafts from their first save to the decision: other tabs, other versions, other people. Without JavaScript."""

import pytest
from django.urls import reverse

from cases.actions.draft import live_revision, save_draft, submit
from cases.actions.publish import publish
from cases.enums import RevisionState
from cases.models import Revision
from tests.cases.stage import case, set_stage, text
from tests.cases.views.filled import ALL, PLANTED, fields_of, save, words

pytestmark = pytest.mark.django_db


def test_new_case_whose_address_was_taken_gets_another_when_it_is_sent(desk, cast):
    draft = save_draft(document=case(), by=cast.contributor)
    publish([case()], by=None)
    page = desk.post(reverse("cases:draft-submit", args=[draft.pk]), follow=True)
    assert (page.status_code, "Another case took this address" in words(page)) == (200, True)
    desk.post(reverse("cases:draft-submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert (draft.state, draft.uid, draft.document["uid"]) == (RevisionState.SUBMITTED, "a-case-2", "a-case-2")


def test_drafts_are_opened_by_their_titles(desk):
    save(desk)
    link = f'<a href="{reverse("cases:draft", args=[Revision.objects.open().get().pk])}"><b>'
    assert link in desk.get(reverse("cases:contribute")).content.decode()


def test_draft_on_an_old_base_leads_to_the_merge(desk, cast):
    publish([case()], by=None)
    draft = save_draft(document=case(unit="platform"), by=cast.contributor, base=live_revision("case", "a-case"))
    merge = f'href="{reverse("cases:merge", args=[draft.pk])}"'
    assert merge not in desk.get(reverse("cases:draft", args=[draft.pk])).content.decode()
    publish([case(period="2021")], by=None)
    page = desk.get(reverse("cases:draft", args=[draft.pk]))
    assert "published anew" in words(page)
    assert merge in page.content.decode()


def test_review_compares_with_what_readers_see_now(desk, cast, signed_in):
    publish([case()], by=None)
    draft = save_draft(document=case(unit="platform"), by=cast.contributor, base=live_revision("case", "a-case"))
    submit(revision=draft, by=cast.contributor)
    publish([case(period="2021", unit="government")], by=None)
    page = signed_in(cast.reviewer).get(reverse("cases:review-revision", args=[draft.pk]))
    sheet = page.context["sheet"]
    assert sheet.live["period"] == "2021"
    assert "published anew" in words(page)
    assert {row.path for row in sheet.rows} == {"unit", "period"}


def test_draft_of_any_shape_is_shown(desk, cast):
    odd = {
        "kind": "case", "uid": "odd", "codings": "text", "label": 3, "beside": {"a": 1}, "sources": {"b": []}, "pseudonym": [],
        "phases": [1, {}], "place": {"x": 1}, "period": ["2019"],
        "events": [{"participants": "no", "evidence": [{"excerpt": {}}], "title": []}],
    }  # fmt: skip
    draft = save_draft(document=odd, by=cast.contributor)
    for form in ("full", "snapshot"):
        for query in ("", "&check=1"):
            assert desk.get(reverse("cases:draft", args=[draft.pk]) + f"?form={form}{query}").status_code == 200
    assert desk.get(reverse("cases:contribute")).status_code == 200


def test_drafts_do_not_exist_for_others(desk, cast, signed_in, outsider):
    save(desk)
    draft = Revision.objects.get(state=RevisionState.DRAFT)
    urls = [reverse(f"cases:{name}", args=[draft.pk]) for name in ("draft", "merge", "review-revision")]
    posts = [
        reverse(f"cases:{name}", args=[draft.pk])
        for name in ("draft-submit", "draft-withdraw", "draft-reopen", "review-decide", "review-return", "review-take-up")
    ]
    for client in map(signed_in, (cast.coder, cast.reviewer, cast.editor, cast.admin)):
        assert {client.get(url).status_code for url in urls} == {404}
        assert {client.post(url).status_code for url in posts} == {404}
    for url in urls:
        answer = outsider.get(url)
        assert answer.status_code == 404
        assert PLANTED not in words(answer)
    submit(revision=draft, by=cast.contributor)
    for person in (cast.coder, cast.teacher, cast.contributor):
        assert signed_in(person).get(reverse("cases:review-revision", args=[draft.pk])).status_code == 404
        assert signed_in(person).get(reverse("cases:review")).status_code == 404
    assert outsider.get(reverse("cases:review")).status_code == 404


def test_own_work_is_never_in_the_queue(cast, signed_in):
    set_stage()
    submit(revision=save_draft(document=case(label=text(PLANTED)), by=cast.editor), by=cast.editor)
    assert PLANTED not in words(signed_in(cast.editor).get(reverse("cases:review")))
    assert PLANTED in words(signed_in(cast.reviewer).get(reverse("cases:review")))


def test_returned_draft_shows_its_author_the_reasons(desk, cast, signed_in):
    save(desk, send="1")
    draft = Revision.objects.get(state=RevisionState.SUBMITTED)
    reviewer = signed_in(cast.reviewer)
    page = reviewer.post(reverse("cases:review-return", args=[draft.pk]), {"reason": " "})
    assert page.status_code == 422
    assert "Say why you return it" in words(page)
    assert 'aria-describedby="reason-hint reason-error" aria-invalid="true"' in page.content.decode()
    reviewer.post(reverse("cases:review-return", args=[draft.pk]), {"reason": "Which year was it?"})
    assert "Which year was it?" in words(desk.get(reverse("cases:contribute")))
    assert "Which year was it?" in words(desk.get(reverse("cases:draft", args=[draft.pk])))


def test_sent_draft_is_taken_back_put_aside_and_opened_again(desk):
    save(desk, send="1")
    draft = Revision.objects.get(state=RevisionState.SUBMITTED)
    assert "waits for a reviewer" in words(desk.get(reverse("cases:draft", args=[draft.pk])))
    for step, state in (("withdraw", "draft"), ("withdraw", "withdrawn"), ("reopen", "draft")):
        desk.post(reverse(f"cases:draft-{step}", args=[draft.pk]))
        draft.refresh_from_db()
        assert draft.state == state


def test_stale_base_leads_to_the_merge_page_and_keeps_what_was_typed(desk, cast, signed_in):
    publish([case(summary=text("Before."))], by=None)
    base = live_revision("case", "a-case")
    page = desk.get(reverse("cases:case-edit", args=["a-case"]))
    mine = {**fields_of(page), "form": "full", "base": base.pk, "summary-en": "Mine.", "unit": "platform", "save": "1"}
    publish([case(summary=text("Theirs."), period="2021")], by=None)
    page = desk.post(reverse("cases:case-edit", args=["a-case"]), mine, follow=True)
    assert page.status_code == 409
    assert all(word in words(page) for word in ("Mine.", "Theirs.", "Before."))
    draft = Revision.objects.get(state=RevisionState.DRAFT)
    merge = reverse("cases:merge", args=[draft.pk])
    page = desk.post(merge, {"seen": page.context["seen"]})
    assert "Nothing is chosen for you" in words(page)
    page = desk.post(merge, {"seen": page.context["seen"], "choice:summary": "mine"}, follow=True)
    assert page.status_code == 200
    draft.refresh_from_db()
    assert (draft.document["summary"]["en"], draft.document["period"], draft.document["unit"]) == ("Mine.", "2021", "platform")
    assert draft.base == live_revision("case", "a-case")
    assert desk.get(merge).status_code == 302


def test_second_tab_gets_the_merge_page_with_what_it_typed(desk):
    page = save(desk)
    draft = Revision.objects.get(state=RevisionState.DRAFT)
    url = reverse("cases:draft", args=[draft.pk])
    typed = {**fields_of(page), "form": "snapshot", "edit_count": 1, "save": "1"}
    desk.post(url, typed | {"summary": "First tab."})
    page = desk.post(url, typed | {"summary": "Second tab.", "why": "To say more."})
    assert page.status_code == 409
    assert all(word in words(page) for word in ("First tab.", "Second tab."))
    assert 'name="why" value="To say more."' in page.content.decode()
    answer = {"seen": page.context["seen"], "typed": page.context["typed"], "choice:summary": "mine", "why": "To say more."}
    page = desk.post(reverse("cases:merge", args=[draft.pk]), answer, follow=True)
    draft.refresh_from_db()
    assert (draft.document["summary"]["en"], draft.reason) == ("Second tab.", "To say more.")


def test_draft_that_was_sent_in_another_tab_keeps_what_is_typed(desk):
    page = save(desk)
    draft = Revision.objects.get(state=RevisionState.DRAFT)
    typed = {**fields_of(page), "form": "snapshot", "save": "1"}
    desk.post(reverse("cases:draft-submit", args=[draft.pk]))
    page = desk.post(reverse("cases:draft", args=[draft.pk]), typed | {"summary": "Typed too late."}, follow=True)
    assert page.status_code == 409
    assert page.context["form"]["summary"].value() == "Typed too late."


def test_draft_that_was_sent_before_two_tabs_were_merged_keeps_what_only_one_of_them_had(desk, cast):
    publish([case()], by=None)
    base = live_revision("case", "a-case")
    draft = submit(revision=save_draft(document=case(unit="platform"), by=cast.contributor, base=base), by=cast.contributor)
    edit = {"form": "full", "base": base.pk, "summary-en": "Typed late.", "sources-0": "a-study", "save": "1"}
    page = desk.post(reverse("cases:case-edit", args=["a-case"]), edit)  # the first save of a form opened before that
    assert (page.status_code, "was sent meanwhile" in words(page)) == (409, True)
    answer = {"typed": page.context["typed"], "seen": page.context["seen"]}
    answer |= {f"choice:{row.path}": "mine" for row, _side in page.context["rows"]}
    merge = reverse("cases:merge", args=[draft.pk])
    page = desk.post(merge, answer)
    assert (page.status_code, "was sent meanwhile" in words(page), "Choose for each row" in words(page)) == (409, True, False)
    assert page.context["typed"] == answer["typed"]
    desk.post(reverse("cases:draft-withdraw", args=[draft.pk]))
    desk.post(merge, answer)
    draft.refresh_from_db()
    assert (draft.state, draft.document["summary"]["en"]) == ("draft", "Typed late.")


def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(desk, cast, signed_in, django_assert_max_num_queries):
    reviewer = signed_in(cast.reviewer)
    counts = []
    for number in range(3):
        submit(revision=save_draft(document=case(f"case-{number}"), by=cast.coder), by=cast.coder)
        save_draft(document=case(f"own-{number}"), by=cast.contributor)
        with django_assert_max_num_queries(12) as queue:
            reviewer.get(reverse("cases:review"))
        with django_assert_max_num_queries(12) as mine:
            desk.get(reverse("cases:contribute"))
        counts.append((len(queue), len(mine)))
    assert counts[0] == counts[2]


def test_accepting_on_an_old_base_is_refused_with_a_page(desk, cast, signed_in):
    publish([case()], by=None)
    draft = save_draft(document=case(unit="platform"), by=cast.contributor, base=live_revision("case", "a-case"))
    submit(revision=draft, by=cast.contributor)
    publish([case(period="2021")], by=None)
    page = signed_in(cast.reviewer).post(reverse("cases:review-decide", args=[draft.pk]), ALL)
    assert page.status_code == 409
    assert "published anew" in words(page)
