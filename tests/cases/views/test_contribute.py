"""Adding a case by the short form: what it asks, what it says about what was typed, who may. Without JavaScript."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from cases.actions.draft import save_draft
from cases.actions.publish import publish
from cases.enums import RevisionState
from cases.models import Case, Coding, Excerpt, Revision, Source
from tests.cases.stage import case, coding, text
from tests.cases.views.filled import ALL, PLANTED, SNAPSHOT, fields_of, message_at, save, words
from tests.cases.views.grown import queries

pytestmark = pytest.mark.django_db


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


def test_short_form_asks_the_database_as_often_for_three_quoted_passages_as_for_one(desk, cast):
    counts = []
    for number in (1, 3):
        codings = [coding(ref=f"problem-{one}") for one in range(number)]
        draft = save_draft(document=case(f"case-{number}", codings=codings), by=cast.contributor)
        page = reverse("cases:draft", args=[draft.pk]) + "?form=snapshot"
        assert words(desk.get(page)).count("Data stay in silos.") == number
        counts.append(queries(page, desk))
    assert counts[0] == counts[1]


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
