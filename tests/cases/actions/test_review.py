"""Deciding on drafts of others."""

import pytest

from cases.actions.draft import NotAllowed, NotNow, StaleBase, live_revision, save_draft, submit
from cases.actions.publish import publish
from cases.actions.review import NotYourOwn, accept, return_, take_up
from cases.documents.refusal import Refusal
from cases.enums import RevisionState
from cases.models import Case, Coding, Evidence, Revision, Source
from tests.cases.actions.test_draft import race
from tests.cases.stage import case, coding, set_stage, source, text

pytestmark = pytest.mark.django_db


def submitted(by, **more) -> Revision:
    return submit(revision=save_draft(document=case(**more), by=by), by=by)


def test_accept_publishes_the_same_revision(cast):
    set_stage()
    draft = submitted(cast.contributor)
    done = accept(revision=draft, by=cast.reviewer)
    live = Case.objects.get(uid="a-case")
    assert (live.revision_id, done.pk, done.state, done.number) == (draft.pk, draft.pk, RevisionState.PUBLISHED, 1)
    assert (done.author, done.reviewer) == (cast.contributor, cast.reviewer)
    assert Coding.objects.get(case=live).basis == "stated"


def test_accept_publishes_new_sources_and_passages_with_the_case(cast):
    set_stage()
    passage = {"ref": "new", "version": "read", "excerpt_kind": "quotation", "language": "en", "text": "Portals multiply."}
    new = source(uid="new-study", title=text("New study"), excerpts=[passage])
    addition = {"uid": "a-study", "versions": [], "excerpts": [passage]}
    codings = [
        coding(evidence=[{"excerpt": "new-study#new", "stance": "supports"}]),
        coding(ref="formalism", code="problem:formalism", evidence=[{"excerpt": "a-study#new", "stance": "supports"}]),
    ]
    draft = submitted(cast.contributor, beside=[new, addition], sources=["a-study", "new-study"], codings=codings)
    done = accept(revision=draft, by=cast.reviewer)
    assert "beside" not in done.document
    assert Source.objects.get(uid="new-study").revision.author == cast.contributor
    assert Source.objects.get(uid="a-study").revision.number == 2
    assert sorted(Evidence.objects.values_list("excerpt__source__uid", "excerpt__ref")) == [
        ("a-study", "new"),
        ("new-study", "new"),
    ]


def test_accept_leaves_a_source_alone_to_which_nothing_is_added(cast):
    set_stage()
    accept(revision=submitted(cast.contributor, beside=[{"uid": "a-study", "excerpts": []}]), by=cast.reviewer)
    assert Source.objects.get(uid="a-study").revision.number == 1


@pytest.mark.parametrize("decide", [accept, take_up, lambda **how: return_(reason="no", **how)])
def test_nobody_decides_on_their_own_work(cast, decide):
    set_stage()
    for owner in (cast.reviewer, cast.editor, cast.admin):
        draft = submitted(owner, uid=f"of-{owner.username}")
        with pytest.raises(NotYourOwn):
            decide(revision=draft, by=owner)


@pytest.mark.parametrize("role", ["contributor", "coder", "teacher"])
def test_deciding_needs_the_role(cast, person, role):
    set_stage()
    with pytest.raises(NotAllowed):
        accept(revision=submitted(cast.contributor), by=person("somebody", role))


def test_accept_of_a_draft_that_was_not_submitted_is_refused(cast):
    set_stage()
    with pytest.raises(NotNow):
        accept(revision=save_draft(document=case(), by=cast.contributor), by=cast.reviewer)


def test_accept_refuses_a_case_without_a_source_or_a_passage(cast):
    set_stage()
    draft = submitted(cast.contributor)
    Revision.objects.filter(pk=draft.pk).update(document=case(sources=[], codings=[]))
    with pytest.raises(Refusal) as refusal:
        accept(revision=draft, by=cast.reviewer)
    assert [(one.type, one.location) for one in refusal.value.problems] == [("source_missing", ("sources",))]


def test_accept_counts_a_passage_as_a_source(cast):
    set_stage()
    assert accept(revision=submitted(cast.contributor, sources=[]), by=cast.reviewer).state == RevisionState.PUBLISHED


def test_accept_on_an_old_base_is_refused(cast):
    set_stage()
    publish([case()], by=None)
    base = live_revision("case", "a-case")
    draft = save_draft(document=case(unit="platform"), by=cast.contributor, base=base)
    submit(revision=draft, by=cast.contributor)
    publish([case(period="2020")], by=None)
    with pytest.raises(StaleBase) as stale:
        accept(revision=draft, by=cast.reviewer)
    assert (stale.value.before["period"], stale.value.theirs["period"]) == ("2019", "2020")
    assert Case.objects.get(uid="a-case").unit == "service"


def test_return_needs_a_reason_and_gives_it_to_the_author(cast):
    set_stage()
    draft = submitted(cast.contributor)
    with pytest.raises(Refusal) as refusal:
        return_(revision=draft, by=cast.reviewer, reason="  ")
    assert refusal.value.problems[0].type == "reason_missing"
    back = return_(revision=draft, by=cast.reviewer, reason="Which year?")
    assert (back.state, back.reason, back.reviewer) == (RevisionState.RETURNED, "Which year?", cast.reviewer)
    save_draft(document=case(period="2020"), by=cast.contributor, revision=back)


def test_take_up_says_who_has_it_and_keeps_nobody_out(cast):
    set_stage()
    draft = take_up(revision=submitted(cast.contributor), by=cast.reviewer)
    assert (draft.state, draft.reviewer) == (RevisionState.IN_REVIEW, cast.reviewer)
    assert accept(revision=draft, by=cast.editor).reviewer == cast.editor


@pytest.mark.django_db(transaction=True)
def test_one_of_sixteen_drafts_on_one_base_wins(cast, person):
    set_stage()
    publish([case()], by=None)
    base = live_revision("case", "a-case")
    drafts = []
    for number in range(16):
        author = person(f"author-{number}", "contributor")
        draft = save_draft(document=case(period=str(2000 + number)), by=author, base=base)
        drafts.append(submit(revision=draft, by=author))
    calls = [lambda draft=draft: accept(revision=draft, by=cast.reviewer) for draft in drafts]
    assert race(*calls) == ["stale"] * 15 + ["won"]
    assert Revision.objects.published().of("case", "a-case").count() == 2
