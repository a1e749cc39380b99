"""Adding a case in the browser's words: forms, messages, sending, reviewing, merging. Without JavaScript."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from cases.actions.draft import live_revision, save_draft, submit
from cases.actions.publish import publish
from cases.documents.parts import Item
from cases.documents.schema import CaseDocument
from cases.enums import RevisionState
from cases.forms.layout import IDENTITY, LISTS, TEXTS, UNSHOWN
from cases.models import Case, Coding, Excerpt, Revision, Source
from tests.cases.stage import case, coding, set_stage, text
from tests.cases.views.grown import queries

pytestmark = pytest.mark.django_db

PLANTED = "Quokka-Zephyr-7731"
ALL = {"all": "1", "compared": "on"}
SNAPSHOT = {
    "form": "snapshot",
    "language": "en",
    "place": "浙江",
    "title": f"Zhejiang portal {PLANTED}",
    "unit": "platform",
    "period": "2019 to 2020-12-22",
    "summary": "One portal for everything.",
    "source": "https://example.org/report",
    "source_title": "A report on the portal",
    "source_type": "report",
    "source_language": "en",
    "source_completeness": "full",
    "problem-0-code": "problem:data-silos",
    "problem-0-basis": "stated",
    "problem-0-confidence": "medium",
    "problem-0-strength": "found",
    "problem-0-passage": "The departments kept their data to themselves.",
    "problem-0-locator": "p. 3",
    "problem-1-code": "problem:formalism",
    "problem-1-basis": "inferred",
    "problem-1-confidence": "low",
    "problem-1-strength": "may",
    "problem-1-reasoning": "Two portals did the same.",
    "model-code": "not-yet-coded",
}


def words(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def message_at(response, name: str) -> str:
    """What the page says at a field."""
    page = response.content.decode()
    found = re.search(rf'<(?:p|div)[^>]*id="id_{re.escape(name)}_error"[^>]*>(.*?)</p>', page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def fields_of(response) -> dict[str, str]:
    """Every value that the form on the page would send back."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else str(value) for name, value in values.items() if value not in (None, False, "")}


@pytest.fixture
def desk(cast, signed_in):
    set_stage()
    return signed_in(cast.contributor)


def save(client, data=None, url="cases:contribute-case", **more):
    return client.post(reverse(url), {**(SNAPSHOT if data is None else data), "save": "1", **more}, follow=True)


def test_snapshot_is_kept_as_a_draft_and_read_back_unchanged(desk):
    page = save(desk)
    draft = Revision.objects.get(state=RevisionState.DRAFT)
    assert page.redirect_chain[-1][0] == reverse("cases:draft", args=[draft.pk])
    assert (draft.uid, draft.document["place"], draft.document["period"]) == (
        "zhejiang-portal-quokka-zephyr-7731",
        "zhejiang",
        "2019/2020-12-22",
    )
    again = desk.post(reverse("cases:draft", args=[draft.pk]), {**fields_of(page), "form": "snapshot", "save": "1"}, follow=True)
    assert again.status_code == 200
    before = draft.document
    draft.refresh_from_db()
    assert (draft.document, draft.edit_count) == (before, 2)


def test_snapshot_travels_from_the_form_to_the_readers(desk, cast, signed_in, outsider):
    page = save(desk, send="1")
    assert "Sent." in words(page)
    draft = Revision.objects.get(state=RevisionState.SUBMITTED)
    surfaces = [reverse("cases:home"), reverse("cases:case-list"), reverse("cases:case-list") + "?unit=platform"]
    surfaces += [f"{reverse('cases:compare')}?items=case:{draft.uid},case:other", reverse("cases:source-list"), "/api/cases/"]
    surfaces += [f"/search/suggest/?q={PLANTED}"]
    assert not outsider.get(f"/search/?q={PLANTED}").context["found"].groups
    assert not [url for url in surfaces if PLANTED in outsider.get(url).content.decode()]
    assert outsider.get(reverse("cases:case", args=[draft.uid])).status_code == 404
    reviewer = signed_in(cast.reviewer)
    assert PLANTED in words(reviewer.get(reverse("cases:review")))
    assert "The departments kept their data to themselves." in words(
        reviewer.get(reverse("cases:review-revision", args=[draft.pk]))
    )
    page = reviewer.post(reverse("cases:review-decide", args=[draft.pk]), ALL, follow=True)
    assert page.redirect_chain[-1][0] == reverse("cases:case", args=[draft.uid])
    assert PLANTED in words(outsider.get(reverse("cases:case", args=[draft.uid])))
    found = [reverse("cases:case-list") + query for query in ("?unit=platform&problem=problem:data-silos", f"?q={PLANTED}")]
    assert all(PLANTED in words(outsider.get(url)) for url in found)
    assert PLANTED in outsider.get("/api/cases/").content.decode()
    assert Coding.objects.filter(case__uid=draft.uid).count() == 3
    assert Source.objects.get(url="https://example.org/report").title_en == "A report on the portal"
    assert Excerpt.objects.get(text__startswith="The departments").locator_en == "p. 3"
    live = Case.objects.get(uid=draft.uid)
    assert live.revision.document["summary"] == {"en": "One portal for everything.", "zh": None, "original": "en", "of": None}


def test_snapshot_in_chinese_is_marked_to_be_translated(desk):
    with override("zh-hans"):
        url = reverse("cases:contribute-case")
    data = SNAPSHOT | {"language": "zh", "title": "浙江政务服务平台", "summary": "一个平台。", "place": "浙江 · 330000"}
    desk.post(url, data | {"save": "1"})
    document = Revision.objects.open().get().document
    assert document["label"] == {"zh": "浙江政务服务平台", "original": "zh"}
    assert document["uid"] == "zhe-jiang-zheng-wu-fu-wu-ping-tai"


def test_snapshot_that_is_empty_says_what_is_needed_at_each_field(desk):
    page = save(desk, {"form": "snapshot"}, send="1")
    assert "6 things" in words(page) or "things to put right" in words(page)
    for name in ("title", "unit", "summary", "place", "period"):
        assert message_at(page, name), name
    assert Revision.objects.open().get().state == RevisionState.DRAFT


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"period": "2019-02-30"}, "period", "“2019-02-30” is not a date."),
        ({"period": "2025 to 2019"}, "period", "“2025/2019” ends before it starts."),
        ({"place": "Atlantis"}, "place", "No place here is called “Atlantis”. Choose the province or city above it"),
        ({"summary": "x" * 4001}, "summary", "too long: at most 4000"),
        ({"title": "x" * 301}, "title", "too long: at most 300"),
        ({"source": "html/2020-12/22/content"}, "source", "Paste it with https://"),
        ({"problem-0-basis": ""}, "problem-0-basis", "choose how it is known"),
        ({"problem-0-confidence": ""}, "problem-0-confidence", "choose how sure you are"),
        ({"problem-0-strength": ""}, "problem-0-strength", "how strongly the source puts it"),
        ({"problem-0-basis": "rumour"}, "problem-0-basis", "not one of the choices"),
        ({"problem-0-passage": ""}, "problem-0-passage", "Quote the passage"),
        ({"problem-0-passage": "", "problem-0-locator": ""}, "problem-0-passage", "needs a passage"),
        ({"problem-0-passage": "y" * 701}, "problem-0-passage", "at most 700"),
        ({"problem-1-reasoning": ""}, "problem-1-reasoning", "needs its reasoning"),
        ({"problem-0-code": "problem:no-such"}, "problem-0-code", "Nothing here is called"),
        ({"problem-0-code": "problem:old"}, "problem-0-code", "was retired"),
        ({"problem-0-code": "DROP TABLE"}, "problem-0-code", "No code of the codebook"),
        ({"source_title": "", "source_type": ""}, "source_title", "Give it a title."),
        ({"unit": "moon"}, "unit", "not one of the choices"),
        ({"period": "2019", "period_blank": "on"}, "period", "not both"),
        ({"model-code": "model:market-based"}, "model-basis", "choose how it is known"),
    ],
)
def test_snapshot_says_what_is_wrong_at_its_field_and_loses_nothing(desk, typed, field, said):
    page = save(desk, SNAPSHOT | typed, send="1")
    assert said in message_at(page, field), page.context["form"].errors
    assert f'href="#id_{field}' in page.content.decode()
    kept = fields_of(page)
    for name, value in (SNAPSHOT | typed).items():
        if name in ("place", "form") or not value or name in typed:
            continue
        assert kept.get(name) in (value, "2019/2020-12-22"), name
    for name, value in typed.items():
        assert not value or kept.get(name) in (value, value.replace(" to ", "/")), name


HOSTILE = ["\x00", "😀" * 500, "<script>alert(1)</script>", "'; --", "../../etc", "%s%(x)s{0}", "a" * 100_000, "9" * 5_000]


@pytest.mark.parametrize("value", HOSTILE)
def test_snapshot_never_breaks(desk, value):
    pages = [save(desk, dict.fromkeys(SNAPSHOT, value) | {"form": "snapshot"}, send="1")]
    pages += [
        save(desk, SNAPSHOT | {field: value}, send="1")
        for field in ("place", "period", "source", "problem-0-code", "problem-1-basis")
    ]
    for page in pages:
        assert page.status_code in (200, 422)
        assert "<script>alert(1)" not in page.content.decode()


def test_place_with_several_matches_is_chosen_from_a_list(desk):
    publish(
        [
            {"kind": "place", "uid": uid, "name": text("Deqing"), "level": "county", "parent": "zhejiang", "division_code": code}
            for uid, code in (("deqing-a", "330521"), ("deqing-b", "441226"))
        ],
        by=None,
    )
    page = save(desk, SNAPSHOT | {"place": "deqing"})
    assert "Which one is it?" in words(page)
    draft = Revision.objects.open().get()
    desk.post(
        reverse("cases:draft", args=[draft.pk]), {**fields_of(page), "form": "snapshot", "place_choice": "deqing-b", "save": "1"}
    )
    draft.refresh_from_db()
    assert draft.document["place"] == "deqing-b"


def test_places_are_suggested_by_name_pinyin_and_code(desk):
    for typed in ("zhej", "浙", "330000"):
        answer = desk.get(reverse("cases:contribute-places"), {"q": typed}).json()
        assert [place["label"] for place in answer["places"]] == ["Zhejiang 浙江 · 330000"]


def test_cases_of_the_place_are_shown_first(desk):
    publish([case()], by=None)
    assert "This place has one case already." in words(save(desk))


def test_anonymous_clears_the_place_and_warns_about_names(desk):
    data = SNAPSHOT | {"anonymous": "on", "printed": "County M", "level": "county", "summary": "A county in 浙江 tried."}
    page = save(desk, data)
    document = Revision.objects.open().get().document
    assert "place" not in document
    assert document["pseudonym"] == {"as_printed": "County M", "level": "county"}
    assert "The texts name Zhejiang." in words(page)
    assert message_at(save(desk, data | {"printed": "", "title": "Other"}, send="1"), "printed")


def test_problem_rows_are_added_and_removed_without_losing_what_was_typed(desk):
    page = desk.post(reverse("cases:contribute-case"), {**SNAPSHOT, "add": "problem"})
    assert "problem-2-code" in page.context["form"].fields
    assert page.context["form"]["title"].value() == SNAPSHOT["title"]
    page = desk.post(reverse("cases:contribute-case"), {**SNAPSHOT, "remove": "problem-0"})
    assert page.context["form"]["problem-0-code"].value() == "problem:formalism"
    assert not Revision.objects.filter(state=RevisionState.DRAFT).exists()


def test_existing_source_is_found_by_its_title_and_quoted(desk, cast, signed_in):
    data = {name: value for name, value in SNAPSHOT.items() if not name.startswith("source")} | {"source": "a STUDY"}
    save(desk, data, send="1")
    draft = Revision.objects.get(state=RevisionState.SUBMITTED)
    assert draft.document["sources"] == ["a-study"]
    signed_in(cast.editor).post(reverse("cases:review-decide", args=[draft.pk]), ALL)
    assert sorted(Excerpt.objects.filter(source__uid="a-study").values_list("text", flat=True)) == [
        "Data stay in silos.",
        "The departments kept their data to themselves.",
    ]


def test_titles_that_are_taken_get_an_address_of_their_own(desk):
    publish([case("zhejiang-portal", slug="old-portal")], by=None)
    save(desk, SNAPSHOT | {"title": "Zhejiang portal"})
    save(desk, SNAPSHOT | {"title": "Old portal"})
    assert sorted(Revision.objects.open().values_list("uid", flat=True)) == ["old-portal-2", "zhejiang-portal-2"]


def test_new_case_whose_address_was_taken_gets_another_when_it_is_sent(desk, cast):
    draft = save_draft(document=case(), by=cast.contributor)
    publish([case()], by=None)
    page = desk.post(reverse("cases:draft-submit", args=[draft.pk]), follow=True)
    assert (page.status_code, "Another case took this address" in words(page)) == (200, True)
    desk.post(reverse("cases:draft-submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert (draft.state, draft.uid, draft.document["uid"]) == (RevisionState.SUBMITTED, "a-case-2", "a-case-2")


FULL = {
    "form": "full",
    "language": "en",
    "label-en": "Full case",
    "label-zh": "完整案例",
    "place": "zhejiang",
    "unit": "government",
    "period": "2018/2021",
    "summary-en": "Everything.",
    "narrative-en": "# Much\n\n- more",
    "sources-0": "A study · a-study",
    "codings-0-code": "digital formalism",
    "codings-0-value": "1",
    "codings-0-accepted": "on",
    "codings-0-basis": "stated",
    "codings-0-confidence": "high",
    "codings-0-strength": "found",
    "codings-0-evidence-0-excerpt": "Data stay in silos. · a-study#silos",
    "codings-0-evidence-0-stance": "supports",
    "codings-0-evidence-1-excerpt": "A new passage.",
    "codings-0-evidence-1-stance": "qualifies",
    "codings-0-evidence-1-locator": "第3页",
    "phases-0-title-en": "Beginning",
    "phases-0-starts": "2018",
    "phases-0-ends": "2019~",
    "events-0-title-zh": "平台上线",
    "events-0-date": "2018-05-01",
    "events-0-basis": "judgement",
    "events-0-confidence": "low",
    "events-0-strength": "may",
    "events-0-reasoning-en": "By the order of words.",
    "findings-0-text-en": "Half of the forms are online.",
    "findings-0-date": "2020",
    "findings-0-about": "digital formalism\ndata silos",
    "findings-0-basis": "stated",
    "findings-0-confidence": "medium",
    "findings-0-strength": "found",
    "findings-0-evidence-0-excerpt": "Data stay in silos. · a-study#silos",
    "findings-0-evidence-0-stance": "supports",
    "hypotheses-0-text-en": "The money ran out.",
    "hypotheses-1-text-en": "The law changed.",
    "hypotheses-1-rival_of": "the-money-ran-out",
    "process_tests-0-hypothesis": "the-law-changed",
    "process_tests-0-expected-en": "A law was passed before.",
    "process_tests-0-test_type": "hoop",
    "process_tests-0-result": "failed",
    "process_tests-0-basis": "judgement",
    "process_tests-0-confidence": "low",
    "process_tests-0-strength": "may",
    "process_tests-0-reasoning-en": "None is named.",
}


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


LISTED = ("sources", "codings", "events", "phases", "findings", "hypotheses", "process_tests")
BARE = {name: value for name, value in FULL.items() if not name.startswith(LISTED)}


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


def test_drafts_are_opened_by_their_titles(desk):
    save(desk)
    link = f'<a href="{reverse("cases:draft", args=[Revision.objects.open().get().pk])}"><b>'
    assert link in desk.get(reverse("cases:contribute")).content.decode()


def test_full_form_marks_what_is_needed(desk):
    page = desk.post(reverse("cases:contribute-full"), {**BARE, "add": "codings"})
    form = page.context["form"]
    needed = ["place", "printed", "level", "period", "period_blank"]
    needed += [f"codings-0-{name}" for name in ("code", "basis", "confidence", "strength")]
    assert [name for name in needed if not form.fields[name].required] == []
    assert not form.fields["codings-0-reasoning-en"].required


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


def test_short_form_asks_the_database_as_often_for_three_quoted_passages_as_for_one(desk, cast):
    counts = []
    for number in (1, 3):
        codings = [coding(ref=f"problem-{one}") for one in range(number)]
        draft = save_draft(document=case(f"case-{number}", codings=codings), by=cast.contributor)
        page = reverse("cases:draft", args=[draft.pk]) + "?form=snapshot"
        assert words(desk.get(page)).count("Data stay in silos.") == number
        counts.append(queries(page, desk))
    assert counts[0] == counts[1]


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


def test_contribute_page_asks_strangers_to_sign_in_and_readers_for_a_role(outsider, signed_in, person):
    assert "Sign in to add a case" in words(outsider.get(reverse("cases:contribute")))
    assert outsider.get(reverse("cases:contribute-case")).status_code == 302
    reader = signed_in(person("reader", "reader"))
    assert "does not write yet" in words(reader.get(reverse("cases:contribute")))
    assert reader.get(reverse("cases:contribute-case")).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_of_entry_speak_the_readers_language(desk, language):
    with override(language):
        urls = [reverse("cases:contribute"), reverse("cases:contribute-case"), reverse("cases:contribute-full")]
    for url in urls:
        assert desk.get(url).status_code == 200
