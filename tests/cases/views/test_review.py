"""Reviewing by differences: rows, checks, comments, suggested wording, a part accepted, the rest returned. Without JavaScript."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.actions.draft import live_revision, save_draft, submit, withdraw
from cases.actions.notices import mark_read, notify
from cases.actions.publish import publish
from cases.enums import NoticeKind
from cases.models import Case, Comment, Excerpt, Notice, Revision, Source
from tests.cases.stage import case, code, coding, set_stage, source, text
from tests.cases.views.filled import ALL, words
from tests.cases.views.grown import AT_MOST

pytestmark = pytest.mark.django_db
LIVE: dict[str, Any] = {
    "label": {"en": "A case", "zh": "案例", "original": "en"},
    "phases": [{"ref": "start", "title": text("Start"), "dates_blank": "not-reported"}],
    "codings": [coding(), coding(ref="formalism", code="problem:formalism", confidence="low")],
}
FIVE: dict[str, Any] = LIVE | {
    "unit": "platform",
    "period": "2020",
    "summary": text("Something else."),
    "codings": [coding(confidence="high"), coding(ref="formalism", code="problem:formalism", confidence="low", strength="may")],
}
PATHS = ["unit", "period", "summary", "data-silos/confidence", "formalism/strength"]


def sent(by, **more) -> Revision:
    base = live_revision("case", "a-case")
    return submit(revision=save_draft(document=case(**more), by=by, base=base), by=by)


def at(name: str, *args) -> str:
    return reverse(f"cases:{name}", args=args)


def choices(accept=(), give_back=(), later=()) -> dict[str, str]:
    chosen = [(accept, "accept"), (give_back, "return"), (later, "later")]
    return {f"choice:{path}": value for paths, value in chosen for path in paths}


@pytest.fixture
def live(cast):
    set_stage()
    publish([case(**LIVE)], by=None)


def test_edit_of_five_fields_shows_exactly_five_rows(live, cast, signed_in):
    draft = sent(cast.coder, **FIVE)
    page = signed_in(cast.reviewer).get(at("review-revision", draft.pk))
    assert sorted(row.path for row in page.context["sheet"].rows) == sorted(PATHS)
    assert page.content.decode().count("data-row") == 5


def test_part_is_published_and_the_rest_returned(live, cast, signed_in):
    draft = sent(cast.coder, **FIVE)
    reviewer, before = signed_in(cast.reviewer), live_revision("case", "a-case").document
    data = choices(accept=PATHS[:2], give_back=PATHS[2:4], later=PATHS[4:])
    page = reviewer.post(at("review-decide", draft.pk), data)
    assert (page.status_code, "Say why you return it" in words(page)) == (422, True)
    reviewer.post(at("review-decide", draft.pk), data | {"reason": "Which source says so?"})
    now = live_revision("case", "a-case")
    assert {name for name in before if before[name] != now.document[name]} == {"unit", "period"}
    assert (now.number, now.author, now.reviewer) == (2, cast.coder, cast.reviewer)
    draft.refresh_from_db()
    assert (draft.state, draft.base, draft.reason) == ("returned", now, "Which source says so?")
    author = signed_in(cast.coder)
    page = author.get(at("draft-changes", draft.pk))
    assert sorted(row.path for row in page.context["sheet"].rows) == sorted(PATHS[2:])
    submit(revision=draft, by=cast.coder)
    reviewer.post(at("review-decide", draft.pk), {"all": "1"})
    assert Case.objects.get(uid="a-case").revision.document["summary"]["en"] == "Something else."


def test_what_is_left_for_later_still_waits(live, cast, signed_in):
    draft = sent(cast.coder, **FIVE)
    signed_in(cast.reviewer).post(at("review-decide", draft.pk), choices(accept=["unit"], later=["period"]))
    of_all = {"all": "1", "edit_count": str(draft.edit_count)}  # on the page as it was before a part was published
    assert signed_in(cast.editor).post(at("review-decide", draft.pk), of_all).status_code == 409
    draft.refresh_from_db()
    assert (draft.state, draft.base.number, Case.objects.get(uid="a-case").unit) == ("submitted", 2, "platform")


def test_nothing_is_decided_on_words_that_the_reviewer_has_not_read(live, cast, signed_in):
    draft, reviewer = sent(cast.coder, **FIVE), signed_in(cast.reviewer)

    def seen(page) -> dict[str, str]:
        return {"edit_count": re.findall(r'name="edit_count" value="(\d+)"', page.content.decode())[0]}

    before = seen(reviewer.get(at("review-revision", draft.pk)))
    withdraw(revision=draft, by=cast.coder)
    submit(revision=save_draft(document=draft.document | {"period": "2021"}, by=cast.coder, revision=draft), by=cast.coder)
    undecided = reviewer.post(at("review-decide", draft.pk), before)
    assert (undecided.status_code, seen(undecided)) == (422, before)
    for step, data in [
        ("decide", {"all": "1"}), ("decide", choices(accept=["unit"])), ("decide", choices(give_back=["period"])), ("return", {}),
    ]:  # fmt: skip
        page = reviewer.post(at(f"review-{step}", draft.pk), before | data | {"reason": "Which year?"})
        assert (page.status_code, "changed since you opened it" in words(page)) == (409, True), (step, data)
        assert "Which year?" in words(page)
    draft.refresh_from_db()
    assert (draft.state, live_revision("case", "a-case").number) == ("submitted", 1)
    assert reviewer.post(at("review-decide", draft.pk), {"all": "1"} | seen(page)).status_code == 302
    assert live_revision("case", "a-case").document["period"] == "2021"


def test_part_that_cannot_stand_alone_is_refused_and_names_what_is_missing(live, cast, signed_in):
    phases = [*LIVE["phases"], {"ref": "later", "title": text("Later on"), "dates_blank": "not-reported"}]
    draft = sent(cast.coder, **LIVE | {"phases": phases, "codings": [coding(phase="later"), LIVE["codings"][1]]})
    reviewer = signed_in(cast.reviewer)
    page = reviewer.post(at("review-decide", draft.pk), choices(accept=["data-silos/phase"]))
    assert page.status_code == 422
    assert "Data silos, Phase: “later” is not in this document." in words(page).replace("data silos", "Data silos")
    assert 'value="accept" checked' in page.content.decode()
    assert live_revision("case", "a-case").number == 1
    reviewer.post(at("review-decide", draft.pk), choices(accept=["data-silos/phase", "later/"]))
    assert live_revision("case", "a-case").document["codings"][0]["phase"] == "later"


def test_new_case_is_accepted_in_part_with_only_the_sources_that_it_names(cast, signed_in):
    set_stage()
    passage = {"ref": "new", "version": "read", "excerpt_kind": "quotation", "language": "en", "text": "Portals multiply."}
    beside = [source(uid="new-study", title=text("New study"), excerpts=[passage])]
    beside += [{"uid": "a-study", "versions": [], "excerpts": [passage | {"ref": "more"}]}]
    codings = [
        coding(evidence=[{"excerpt": "new-study#new", "stance": "supports"}]),
        coding(ref="formalism", code="problem:formalism", evidence=[{"excerpt": "a-study#more", "stance": "supports"}]),
    ]
    draft = sent(cast.coder, beside=beside, sources=["new-study", "a-study"], codings=codings)
    reviewer = signed_in(cast.reviewer)
    paths = [row.path for row in reviewer.get(at("review-revision", draft.pk)).context["sheet"].rows]
    page = reviewer.post(at("review-decide", draft.pk), choices(accept=["summary"]))
    assert (page.status_code, "Title: This is needed." in words(page)) == (422, True)
    accepted = [path for path in paths if path != "formalism/"]
    reviewer.post(at("review-decide", draft.pk), choices(accept=accepted, give_back=["formalism/"]) | {"reason": "Unclear."})
    assert [one["ref"] for one in Case.objects.get(uid="a-case").revision.document["codings"]] == ["data-silos"]
    assert Source.objects.get(uid="new-study").revision.author == cast.coder
    assert not Excerpt.objects.filter(ref="more").exists()
    draft.refresh_from_db()
    assert [one["uid"] for one in draft.document["beside"]] == ["a-study"]


@pytest.mark.parametrize("data", [{}, choices(later=PATHS), {"choice:unit": "x"}, {"choice:nowhere": "accept"}])
def test_nothing_decided_is_said(live, cast, signed_in, data):
    draft = sent(cast.coder, **FIVE)
    page = signed_in(cast.reviewer).post(at("review-decide", draft.pk), data)
    assert (page.status_code, "Nothing is decided yet." in words(page)) == (422, True)


def test_first_contribution_is_held_and_later_ones_flow(live, cast, signed_in):
    contributor, reviewer = signed_in(cast.contributor), signed_in(cast.reviewer)
    first = sent(cast.contributor, **FIVE)
    second = save_draft(document=case("second"), by=cast.contributor)
    page = contributor.post(at("draft-submit", second.pk), follow=True)
    assert "Your first contribution is still being read." in words(page)
    assert "first contribution" in words(reviewer.get(at("review")))
    page = reviewer.post(at("review-decide", first.pk), {"all": "1"})
    assert (page.status_code, "Compare its passages with the source" in words(page)) == (422, True)
    reviewer.post(at("review-decide", first.pk), ALL)
    submit(revision=second, by=cast.contributor)
    third = submit(revision=save_draft(document=case("third"), by=cast.contributor), by=cast.contributor)
    assert "first contribution" not in words(reviewer.get(at("review")))
    assert reviewer.post(at("review-decide", third.pk), {"all": "1"}).status_code == 302


def test_comments_on_a_field_form_a_thread_between_reviewer_and_author(live, cast, signed_in):
    draft = sent(cast.coder, **FIVE)
    reviewer, author = signed_in(cast.reviewer), signed_in(cast.coder)
    page = reviewer.post(at("comment-add", draft.pk), {"path": "period", "text": " "})
    assert (page.status_code, "Write what you want to say" in words(page)) == (422, True)
    answer = reviewer.post(at("comment-add", draft.pk), {"path": "period", "text": "Which year?"})
    thread = Comment.objects.get()
    assert answer.url == f"{at('review-revision', draft.pk)}#comment-{thread.pk}"
    assert "Which year?" in words(author.get(at("draft-changes", draft.pk)))
    author.post(at("comment-answer", thread.pk), {"text": "2020, on page 3."})
    page = words(reviewer.get(at("review-revision", draft.pk)))
    assert page.index("Which year?") < page.index("2020, on page 3.")
    reviewer.post(at("comment-settle", thread.pk))
    thread.refresh_from_db()
    assert thread.resolved_by == cast.reviewer
    reviewer.post(at("comment-open", thread.pk))
    thread.refresh_from_db()
    assert thread.resolved_at is None
    for stranger in (cast.contributor, cast.teacher):
        client = signed_in(stranger)
        assert client.post(at("comment-add", draft.pk), {"path": "period", "text": "x"}).status_code == 404
        assert {client.post(at(f"comment-{step}", thread.pk)).status_code for step in ("answer", "settle", "open", "adopt")} == {
            404
        }
    told = set(Notice.objects.values_list("person__username", "kind"))
    assert told == {("coder", NoticeKind.COMMENTED), ("reviewer", NoticeKind.ANSWERED)}


def test_suggested_wording_goes_to_a_second_person(live, cast, signed_in):
    draft = sent(cast.coder, **FIVE)
    reviewer, author = signed_in(cast.reviewer), signed_in(cast.coder)
    reviewer.post(at("comment-add", draft.pk), {"path": "summary", "target": "summary|en", "wording": "Better said."})
    thread = Comment.objects.get()
    draft.refresh_from_db()
    assert draft.document["summary"]["en"] == "Something else."
    assert reviewer.post(at("comment-adopt", thread.pk)).status_code == 404
    assert "Better said." in words(author.get(at("draft-changes", draft.pk)))
    author.post(at("comment-adopt", thread.pk))
    draft.refresh_from_db()
    assert draft.document["summary"]["en"] == "Better said."
    reviewer.post(at("comment-add", draft.pk), {"path": "summary", "target": "summary|zh", "wording": "更好。"})
    signed_in(cast.editor).post(at("comment-adopt", Comment.objects.last().pk))
    draft.refresh_from_db()
    assert (draft.document["summary"]["zh"], draft.state) == ("更好。", "submitted")
    bogus = {"path": "summary", "target": "unit|en", "wording": "x"}
    assert reviewer.post(at("comment-add", draft.pk), bogus).status_code == 422


def test_notices_tell_what_became_of_a_draft(live, cast, signed_in, settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.NOTICES_BY_MAIL = True
    draft = sent(cast.coder, **FIVE)
    reviewer, author = signed_in(cast.reviewer), signed_in(cast.coder)
    with django_capture_on_commit_callbacks(execute=True):
        reviewer.post(at("review-take-up", draft.pk))
        reviewer.post(at("review-decide", draft.pk), choices(accept=["unit"], give_back=PATHS[1:]) | {"reason": "Why?"})
    assert "published a part of your draft" in words(author.get(at("contribute")))
    assert {tuple(mail.to) for mail in mailoutbox} == {("coder@example.org",)}
    assert not [mail for mail in mailoutbox if "A case" in mail.subject + mail.body]
    author.post(at("notices-read"))
    assert not Notice.objects.filter(read_at=None).exists()
    assert "Nothing new." in words(author.get(at("contribute")))


def test_the_same_notice_stands_once_until_it_is_read(live, cast):
    told: dict[str, Any] = {"kind": NoticeKind.COMMENTED, "revision": sent(cast.coder, **FIVE), "by": cast.reviewer}
    notify(cast.coder, **told)
    notify(cast.coder, **told)
    with pytest.raises(IntegrityError), transaction.atomic():  # what two requests at one moment would do
        Notice.objects.create(person=cast.coder, **told)
    mark_read(by=cast.coder)
    notify(cast.coder, **told)
    assert [one.read_at is None for one in Notice.objects.filter(person=cast.coder)] == [True, False]


CHECKED = [
    ({"codings": [coding(basis="judgement", reasoning=text("So."), evidence=[])]}, "No passage supports the value."),
    ({"summary": text("New.")}, "Chinese text is missing."),
    ({"summary": {"en": "New.", "zh": "旧", "original": "en", "of": "0" * 16}}, "The translation is older"),
    ({"codings": [coding(level="high", value=None)]}, "is not a level of this code"),
    ({"place": None, "pseudonym": {"as_printed": "Province Q", "level": "province"}, "summary": text("In Zhejiang it rained.")},
     "Names Zhejiang: this could give the place away."),
    ({"summary": text("Then the departments of the province kept all their data to themselves for many long years indeed.")},
     "Words of a source stand here at length."),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "said"), CHECKED)
def test_checks_stand_at_the_field_that_they_are_about(live, cast, signed_in, changed, said):
    long = "The departments of the province kept all their data to themselves for many long years."
    excerpt = {"ref": "long", "version": "read", "excerpt_kind": "quotation", "language": "en", "text": long}
    publish([source(excerpts=[*source()["excerpts"], excerpt])], by=None)
    draft = save_draft(document=case(**LIVE | changed), by=cast.coder, base=live_revision("case", "a-case"))
    Revision.objects.filter(pk=draft.pk).update(state="submitted")
    rows = signed_in(cast.reviewer).get(at("review-revision", draft.pk)).context["sheet"].rows
    found = [words for row in rows for words in [*(check.words for check in row.checks), *row.problems] if said in words]
    assert len(found) >= 1, [(row.path, row.checks, row.problems) for row in rows]


def test_check_sees_mixed_editions_and_tables_of_another_level(live, cast, signed_in):
    passage = source()["excerpts"][0]
    sources = [source(uid=uid, title=text(uid), excerpts=[passage]) for uid in ("index-2019", "index-2021")]
    table = {
        "kind": "dataset", "basis": "stated", "confidence": "high", "variables": [], "observations": [],
        "units": [{"ref": "china", "label": text("China"), "place": "china"}],
    }  # fmt: skip
    tables = [
        {**table, "uid": one["uid"], "title": one["title"], "source": one["uid"], "edition": one["uid"][-4:]} for one in sources
    ]
    publish([code("condition:talent", "talent", scale="number"), *sources, *tables], by=None)
    values = [
        coding(
            ref=uid,
            code="condition:talent",
            value=number,
            period=uid[-4:],
            evidence=[{"excerpt": f"{uid}#silos", "stance": "supports"}],
        )
        for number, uid in enumerate(("index-2019", "index-2021"))
    ]
    draft = sent(cast.coder, **LIVE | {"codings": [*LIVE["codings"], *values]})
    rows = signed_in(cast.reviewer).get(at("review-revision", draft.pk)).context["sheet"].rows
    said = " ".join(check.words for row in rows for check in row.checks)
    assert "different editions: 2019; 2021." in said
    assert "about another level: national." in said


def test_preview_is_the_real_page_and_leaves_out_what_is_not_right(live, cast, signed_in, outsider):
    new = source(uid="new-study", title=text("New study"))
    wrong = coding(ref="formalism", code="problem:formalism", basis="stated", evidence=[])
    codings = [coding(evidence=[{"excerpt": "new-study#silos", "stance": "supports"}]), wrong]
    document = case(**LIVE | {"beside": [new], "codings": codings, "summary": text("Seen before.")})
    draft = save_draft(document=document, by=cast.coder, base=live_revision("case", "a-case"))
    page = signed_in(cast.coder).get(at("draft-preview", draft.pk))
    assert "cases/case/detail.html" in [template.name for template in page.templates]
    for said in ("Seen before.", "Data stay in silos.", "New study", "not published yet", "needs a passage"):
        assert said in words(page), said
    for client in (outsider, signed_in(cast.reviewer), signed_in(cast.contributor)):
        assert client.get(at("draft-preview", draft.pk)).status_code == 404
    empty = save_draft(document={"kind": "case", "uid": "empty"}, by=cast.coder)
    assert "Too little is there" in words(signed_in(cast.coder).get(at("draft-preview", empty.pk)))


def test_review_page_asks_the_database_as_often_for_many_rows_as_for_one(live, cast, signed_in, django_assert_max_num_queries):
    reviewer, counts = signed_in(cast.reviewer), []
    many = [coding(ref=f"more-{number}", code="problem:formalism", period=str(2000 + number)) for number in range(9)]
    for author, codings in ((cast.coder, [*LIVE["codings"], many[0]]), (cast.editor, [*LIVE["codings"], *many])):
        draft = sent(author, **LIVE | {"unit": "platform", "codings": codings})
        for path in ("unit", "unit"):
            reviewer.post(at("comment-add", draft.pk), {"path": path, "text": "Hm."})
        with django_assert_max_num_queries(AT_MOST) as queries:
            reviewer.get(at("review-revision", draft.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_race_of_sixteen_reviewers_on_one_record_has_one_winner_and_no_failure(cast, person, signed_in):
    set_stage()
    publish([case(**LIVE)], by=None)
    base = live_revision("case", "a-case")
    posts = []
    for number in range(16):
        author = person(f"author-{number}", "coder")
        draft = save_draft(document=case(**LIVE | {"period": str(2000 + number)}), by=author, base=base)
        submit(revision=draft, by=author)
        client = signed_in(person(f"reviewer-{number}", "reviewer"))
        client.raise_request_exception = False
        posts.append((client, at("review-decide", draft.pk)))

    def post(pair) -> int:
        try:
            return pair[0].post(pair[1], {"all": "1"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(post, posts)) == [302] + [409] * 15
    assert Revision.objects.published().of("case", "a-case").count() == 2
