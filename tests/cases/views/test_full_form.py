"""The full form of a case: every field, its rows, its passages, and what it says is wrong. Without JavaScript."""

import pytest
from django.urls import reverse

from cases.actions.draft import live_revision
from cases.actions.publish import publish
from cases.documents.parts import Item
from cases.documents.schema import CaseDocument
from cases.enums import RevisionState
from cases.forms.layout import IDENTITY, LISTS, TEXTS, UNSHOWN
from cases.models import Case, Revision
from tests.cases.stage import case, coding, text
from tests.cases.views.filled import ALL, BARE, FULL, SNAPSHOT, fields_of, message_at, save, words

pytestmark = pytest.mark.django_db


def test_full_form_travels_to_the_readers(desk, cast, signed_in):
    page = save(desk, FULL, "cases:contribute-full", send="1")
    assert "Sent." in words(page), page.context["form"].errors
    draft = Revision.objects.get(state=RevisionState.SUBMITTED)
    signed_in(cast.reviewer).post(reverse("cases:review-decide", args=[draft.pk]), ALL)
    live = Case.objects.get(uid="full-case").revision.document
    assert live["label"]["zh"] == "完整案例"
    assert live["label"]["of"]
    assert [use["stance"] for use in live["codings"][0]["evidence"]] == ["supports", "qualifies"]
    assert (live["phases"][0]["ref"], live["events"][0]["ref"]) == ("beginning", "ping-tai-shang-xian")
    assert live["findings"][0]["about"] == ["problem:formalism", "problem:data-silos"]
    rival = live["hypotheses"][1]
    assert (rival["ref"], rival["rival_of"], rival["coder"]) == ("the-law-changed", "the-money-ran-out", str(cast.contributor))
    assert (live["process_tests"][0]["hypothesis"], live["process_tests"][0]["codebook"]) == ("the-law-changed", "1")
    assert "eliminated" in words(desk.get(reverse("cases:case", args=["full-case"])))


def test_full_form_asks_for_every_field_of_a_case():
    asked = {spec.name for spec in [*IDENTITY, *TEXTS]} | {items.name for items in LISTS}
    assert set(CaseDocument.model_fields) - asked == UNSHOWN["case"]
    for items in LISTS:
        item: type[Item] = CaseDocument.model_fields[items.name].annotation.__args__[0]
        assert set(item.model_fields) - {spec.name for spec in items.fields} <= UNSHOWN["item"], items.name


def test_review_names_the_hypothesis_that_a_test_is_about(desk, cast, signed_in):
    save(desk, FULL, "cases:contribute-full", send="1")
    draft = Revision.objects.get(state=RevisionState.SUBMITTED)
    page = words(signed_in(cast.reviewer).get(reverse("cases:review-revision", args=[draft.pk])))
    assert all(said in page for said in ("Tests of hypotheses", "A law was passed before.", "The law changed.", "hoop", "failed"))
    assert "the-law-changed" not in page


def test_full_form_shows_a_live_case_and_reads_it_back_unchanged(desk):
    whole = case(
        label={"en": "A case", "zh": "案例", "original": "en"},
        phases=[{"ref": "start", "title": text("Start"), "dates_blank": "not-reported"}],
        codings=[coding(phase="start", text=text("silos")), coding(ref="rival", phase="start", accepted=False, confidence="low")],
    )
    publish([whole], by=None)
    page = desk.get(reverse("cases:case-edit", args=["a-case"]))
    base = live_revision("case", "a-case")
    answer = desk.post(
        reverse("cases:case-edit", args=["a-case"]),
        {**fields_of(page), "form": "full", "base": base.pk, "send": "1"},
        follow=True,
    )
    assert "Nothing differs from what is published." in words(answer)


def test_full_form_remembers_that_a_translation_became_old(desk):
    publish([case(summary={"en": "Old words.", "zh": "旧文。", "original": "en"})], by=None)
    page = desk.get(reverse("cases:case-edit", args=["a-case"]))
    base = live_revision("case", "a-case")
    desk.post(
        reverse("cases:case-edit", args=["a-case"]),
        {**fields_of(page), "form": "full", "base": base.pk, "summary-en": "New words.", "save": "1"},
    )
    summary = Revision.objects.get(state=RevisionState.DRAFT).document["summary"]
    assert (summary["en"], summary["zh"], summary["of"]) == ("New words.", "旧文。", base.document["summary"]["of"])


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"narrative-en": "> " * 100 + "x"}, "narrative-en", "nested too deeply"),
        ({"narrative-en": "x" * 50_001}, "narrative-en", "at most 50000"),
        ({"slug": "Not An Address"}, "slug", "small letters"),
        ({"slug": "taken"}, "slug", "belongs to another record"),
        ({"codings-0-value": "much"}, "codings-0-value", "is not a number"),
        ({"codings-0-value": "2"}, "codings-0-value", "can only be 1"),
        ({"codings-0-code": "problem:old"}, "codings-0-code", "retired"),
        ({"codings-0-evidence-0-excerpt": "a-study#gone"}, "codings-0-evidence-0-excerpt", "There is no passage"),
        ({"codings-0-evidence-0-stance": ""}, "codings-0-evidence-0-stance", "This is needed"),
        ({"codings-0-phase": "never"}, "codings-0-phase", "not in this document"),
        ({"events-0-date": "31 May"}, "events-0-date", "is not a date"),
        ({"events-0-reasoning-en": ""}, "events-0-reasoning-en", "needs its reasoning"),
        ({"phases-0-starts": "2019-02-30"}, "phases-0-starts", "is not a date"),
        ({"hypotheses-0-rival_of": "the-money-ran-out"}, "hypotheses-0-rival_of", "its own rival"),
        ({"hypotheses-1-rival_of": "another"}, "hypotheses-1-rival_of", "not in this document"),
        ({"process_tests-0-hypothesis": ""}, "process_tests-0-hypothesis", "This is needed"),
        ({"process_tests-0-hypothesis": "gone"}, "process_tests-0-hypothesis", "not in this document"),
        ({"process_tests-0-expected-en": ""}, "process_tests-0-expected-en", "This is needed"),
        ({"process_tests-0-test_type": ""}, "process_tests-0-test_type", "This is needed"),
        ({"process_tests-0-result": "won"}, "process_tests-0-result", "not one of the choices"),
        ({"process_tests-0-reasoning-en": ""}, "process_tests-0-reasoning-en", "needs its reasoning"),
        ({"findings-0-text-en": ""}, "findings-0-text-en", "This is needed"),
        ({"findings-0-about": "no such code"}, "findings-0-about", "No code of the codebook"),
        ({"involvements-0-actor": "Nobody at all"}, "involvements-0-actor", "No actor here"),
    ],
)
def test_full_form_says_what_is_wrong_at_its_field_and_loses_nothing(desk, typed, field, said):
    publish([case("other", slug="taken")], by=None)
    page = save(desk, FULL | typed, "cases:contribute-full", send="1")
    if said:
        assert said in message_at(page, field), page.context["form"].errors
    kept = fields_of(page)
    for name, value in typed.items():
        assert not value or kept[name] == value or said == "", (name, kept.get(name))
    assert kept["codings-0-evidence-1-locator"] == "第3页"
    assert kept["events-0-title-zh"] == "平台上线"


def test_full_form_adds_and_removes_rows(desk):
    page = desk.post(reverse("cases:contribute-full"), {**FULL, "add": "links"})
    assert "links-0-from_code" in page.context["form"].fields
    page = desk.post(reverse("cases:contribute-full"), {**FULL, "add": "codings-0-evidence"})
    assert "codings-0-evidence-2-excerpt" in page.context["form"].fields
    page = desk.post(reverse("cases:contribute-full"), {**FULL, "remove": "codings-0"})
    assert "codings-0-code" not in page.context["form"].fields
    assert page.context["form"]["label-en"].value() == "Full case"


def test_full_form_asks_for_a_source_before_it_is_sent(desk):
    page = save(desk, BARE, "cases:contribute-full", send="1")
    assert "Say where you read it:" in message_at(page, "sources-0")
    assert Revision.objects.open().get().state == RevisionState.DRAFT
    assert words(save(desk, {"form": "snapshot"}, send="1")).count("Say where you read it:") == 2  # in the summary, at the field


@pytest.mark.parametrize("name", ["codings", "events", "findings", "relation_states", "links", "process_tests"])
def test_full_form_keeps_an_untouched_row_when_a_passage_is_added_to_it(desk, name):
    url = reverse("cases:contribute-full")
    page = desk.post(url, {**BARE, "add": name})
    page = desk.post(url, {**fields_of(page), f"{name}-0-accepted": "", "form": "full", "add": f"{name}-0-evidence"})
    names = page.context["form"].fields
    assert f"{name}-0-evidence-1-excerpt" in names
    sent = dict.fromkeys((field for field in names if field.startswith(f"{name}-")), "")
    page = desk.post(url, {**BARE, **sent, "add": name})
    assert f"{name}-1-ref" in page.context["form"].fields


def test_full_form_adds_the_passage_to_its_row_behind_an_empty_one(desk):
    second = {"codings-1-code": "data silos", "codings-1-evidence-0-excerpt": ""}
    page = desk.post(
        reverse("cases:contribute-full"), {**BARE, "codings-0-code": "", **second, "add": "codings-1-evidence", "form": "full"}
    )
    form = page.context["form"]
    assert form["codings-0-code"].value().startswith("data silos")
    assert "codings-0-evidence-1-excerpt" in form.fields
    assert "codings-1-code" in form.fields


def test_errors_name_the_entry_that_they_are_about(desk):
    page = save(desk, FULL | {"codings-1-code": "data silos"}, "cases:contribute-full", send="1")
    assert "Codings, entry 2: How is it known?" in words(page)
    page = save(desk, SNAPSHOT | {"problem-1-basis": ""}, send="1")
    assert "Problem 2: How is it known?" in words(page)


def test_full_form_marks_what_is_needed(desk):
    page = desk.post(reverse("cases:contribute-full"), {**BARE, "add": "codings"})
    form = page.context["form"]
    needed = ["place", "printed", "level", "period", "period_blank"]
    needed += [f"codings-0-{name}" for name in ("code", "basis", "confidence", "strength")]
    assert [name for name in needed if not form.fields[name].required] == []
    assert not form.fields["codings-0-reasoning-en"].required
