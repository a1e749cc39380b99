"""Writing and submitting drafts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.actions.draft import NotAllowed, NotNow, StaleBase, live_revision, reopen, save_draft, submit, withdraw
from cases.actions.publish import publish
from cases.documents.refusal import Refusal
from cases.enums import RevisionState
from cases.models import Case, Excerpt, Revision, Source
from tests.cases.stage import case, coding, set_stage, source, text

pytestmark = pytest.mark.django_db


def types(refusal) -> list[tuple]:
    return [(problem.type, problem.location) for problem in refusal.value.problems]


def test_draft_is_kept_however_unfinished_and_stands_in_no_table(cast):
    draft = save_draft(document={"kind": "case", "uid": "half", "period": "2019-02-30"}, by=cast.contributor)
    draft.refresh_from_db()
    assert (draft.state, draft.edit_count, draft.document["period"]) == ("draft", 1, "2019-02-30")
    assert not Case.objects.exists()


def test_draft_needs_the_role(person):
    with pytest.raises(NotAllowed):
        save_draft(document=case(), by=person("reader", "reader"))


def test_draft_of_somebody_else_cannot_be_saved(cast):
    draft = save_draft(document=case(), by=cast.contributor)
    with pytest.raises(NotAllowed):
        save_draft(document=case(), by=cast.editor, revision=draft)


@pytest.mark.parametrize(
    ("document", "type_"),
    [
        ({"kind": "poem", "uid": "a"}, "union_tag_invalid"),
        ({"uid": "a"}, "union_tag_invalid"),
        ({"kind": "case", "uid": "Not A Uid"}, "string_pattern_mismatch"),
        ({"kind": "case"}, "string_pattern_mismatch"),
        ({"kind": "case", "uid": "a", "period": "\x00"}, "nul_character"),
        ({"kind": "case", "uid": "a", "period": "\ud800"}, "nul_character"),
        ({"kind": "case", "uid": "a", "share": float("nan")}, "nul_character"),
        ({"kind": "case", "uid": "a", "narrative": "x" * 2_000_001}, "draft_too_large"),
    ],
)
def test_draft_that_no_database_holds_is_refused(cast, document, type_):
    with pytest.raises(Refusal) as refusal:
        save_draft(document=document, by=cast.contributor)
    assert refusal.value.problems[0].type == type_


def test_draft_of_a_second_tab_is_refused_and_writes_nothing(cast):
    draft = save_draft(document=case(), by=cast.contributor)
    save_draft(document=case(period="2020"), by=cast.contributor, revision=draft, edit_count=1)
    with pytest.raises(StaleBase) as stale:
        save_draft(document=case(period="2021"), by=cast.contributor, revision=draft, edit_count=1)
    assert (stale.value.mine["period"], stale.value.theirs["period"], stale.value.other_tab) == ("2021", "2020", True)
    draft.refresh_from_db()
    assert (draft.document["period"], draft.edit_count) == ("2020", 2)


def test_draft_of_a_new_record_may_change_its_name_and_a_published_one_not(cast):
    set_stage()
    draft = save_draft(document=case("first-name"), by=cast.contributor)
    assert save_draft(document=case("second-name"), by=cast.contributor, revision=draft).uid == "second-name"
    publish([case("live")], by=None)
    draft = save_draft(document=case("live"), by=cast.contributor, base=live_revision("case", "live"))
    with pytest.raises(Refusal) as refusal:
        save_draft(document=case("other"), by=cast.contributor, revision=draft)
    assert types(refusal) == [("uid_fixed", ("uid",))]


def test_draft_on_an_old_base_is_stale_until_it_is_put_on_the_new_one(cast):
    set_stage()
    publish([case()], by=None)
    base = live_revision("case", "a-case")
    draft = save_draft(document=case(unit="platform"), by=cast.contributor, base=base)
    publish([case(period="2020")], by=None)
    with pytest.raises(StaleBase) as stale:
        save_draft(document=case(unit="programme"), by=cast.contributor, revision=draft)
    found = stale.value
    assert (found.before["period"], found.theirs["period"], found.mine["unit"]) == ("2019", "2020", "programme")
    with pytest.raises(StaleBase):
        submit(revision=draft, by=cast.contributor)
    draft = save_draft(document=case(unit="platform", period="2020"), by=cast.contributor, revision=draft, base=found.live)
    assert submit(revision=draft, by=cast.contributor).state == RevisionState.SUBMITTED


def test_draft_of_a_record_that_is_live_needs_its_base(cast):
    set_stage()
    publish([case()], by=None)
    with pytest.raises(StaleBase):
        save_draft(document=case(), by=cast.contributor)


def test_submit_names_everything_that_is_wrong(cast):
    set_stage()
    document = case(period="2019-13", codings=[coding(evidence=[])], colour="red")
    draft = save_draft(document=document, by=cast.contributor)
    with pytest.raises(Refusal) as refusal:
        submit(revision=draft, by=cast.contributor)
    assert sorted(types(refusal)) == [
        ("edtf", ("period",)),
        ("evidence_missing", ("codings", 0)),
        ("extra_forbidden", ("colour",)),
    ]


def test_submit_checks_the_narrative_and_the_other_records(cast):
    set_stage()
    deep = "> " * 100 + "x"
    document = case(
        place="atlantis",
        narrative={"en": deep, "original": "en"},
        codings=[coding(code="problem:old"), coding(ref="twice", evidence=[{"excerpt": "a-study#gone", "stance": "supports"}])],
    )
    draft = save_draft(document=document, by=cast.contributor)
    with pytest.raises(Refusal) as refusal:
        submit(revision=draft, by=cast.contributor)
    assert set(types(refusal)) >= {
        ("dangling", ("place",)),
        ("dangling", ("codings", 1, "evidence", 0, "excerpt")),
        ("code_not_in_version", ("codings", 0, "code")),
        ("markup_too_complex", ("narrative", "en")),
    }


def test_submit_of_an_unchanged_record_is_refused(cast):
    set_stage()
    publish([case()], by=None)
    base = live_revision("case", "a-case")
    draft = save_draft(document=base.document, by=cast.contributor, base=base)
    with pytest.raises(Refusal) as refusal:
        submit(revision=draft, by=cast.contributor)
    assert types(refusal) == [("nothing_changed", ())]


def test_submit_places_the_problems_of_a_new_source_within_the_draft(cast):
    set_stage()
    new = source(uid="new-study", title=text("x" * 301), excerpts=[])
    addition = {"uid": "a-study", "versions": [], "excerpts": [{"ref": "more"}]}
    draft = save_draft(document=case(beside=[addition, new]), by=cast.contributor)
    with pytest.raises(Refusal) as refusal:
        submit(revision=draft, by=cast.contributor)
    assert ("string_too_long", ("beside", 1, "title", "en")) in types(refusal)
    assert ("missing", ("beside", 0, "excerpts", 0, "text")) in types(refusal)
    assert not Source.objects.filter(uid="new-study").exists()
    assert Excerpt.objects.count() == 1


def test_submitted_draft_cannot_be_edited_before_it_is_taken_back(cast):
    set_stage()
    draft = submit(revision=save_draft(document=case(), by=cast.contributor), by=cast.contributor)
    with pytest.raises(NotNow):
        save_draft(document=case(period="2020"), by=cast.contributor, revision=draft)
    assert withdraw(revision=draft, by=cast.contributor).state == RevisionState.DRAFT
    save_draft(document=case(period="2020"), by=cast.contributor, revision=draft)


def test_draft_that_was_put_aside_can_be_taken_up_again(cast):
    draft = withdraw(revision=save_draft(document=case(), by=cast.contributor), by=cast.contributor)
    assert draft.state == RevisionState.WITHDRAWN
    assert reopen(revision=draft, by=cast.contributor).state == RevisionState.DRAFT
    withdraw(revision=draft, by=cast.contributor)
    save_draft(document=case(), by=cast.contributor)
    with pytest.raises(NotNow):
        reopen(revision=draft, by=cast.contributor)


def race(*calls) -> list[str]:
    """Run the calls at once, each on its own connection; what became of each."""

    def run(call) -> str:
        try:
            call()
        except StaleBase:
            return "stale"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_one_of_sixteen_saves_of_one_draft_wins(cast):
    draft = save_draft(document=case(), by=cast.contributor)
    calls = [
        lambda year=year: save_draft(document=case(period=str(year)), by=cast.contributor, revision=draft, edit_count=1)
        for year in range(2000, 2016)
    ]
    assert race(*calls) == ["stale"] * 15 + ["won"]
    assert Revision.objects.get(pk=draft.pk).edit_count == 2


@pytest.mark.django_db(transaction=True)
def test_one_of_sixteen_beginnings_by_one_person_wins(cast):
    set_stage()
    publish([case()], by=None)
    base = live_revision("case", "a-case")
    calls = [
        lambda year=year: save_draft(document=case(period=str(year)), by=cast.contributor, base=base)
        for year in range(2000, 2016)
    ]
    assert race(*calls) == ["stale"] * 15 + ["won"]
    assert Revision.objects.open().count() == 1
