"""Entry that loses nothing: saved while somebody types, two tabs, a session that ends, a code that is retired meanwhile."""

import json

import pytest
from django.urls import reverse

from cases.actions.draft import live_revision, save_draft, submit
from cases.actions.publish import publish
from cases.documents.parts import fingerprint
from cases.forms.full_reader import FullReader
from cases.forms.snapshot_reader import SnapshotReader
from cases.models import Comment, Revision
from cases.queries.lookup import Gazetteer, Names
from tests.cases.stage import case, code, coding, set_stage, source, text
from tests.cases.views.filled import FULL, SNAPSHOT, fields_of, message_at, words

pytestmark = pytest.mark.django_db
SCRIPT = {"headers": {"accept": "application/json"}}


def test_autosave_makes_a_draft_and_goes_on_in_it(desk):
    first = desk.post(reverse("cases:contribute-case"), SNAPSHOT | {"autosave": "1"}, **SCRIPT).json()
    draft = Revision.objects.open().get()
    assert (first["url"], first["edit_count"]) == (reverse("cases:draft", args=[draft.pk]), 1)
    typed = SNAPSHOT | {"autosave": "1", "edit_count": "1", "summary": "More."}
    assert desk.post(first["url"], typed, **SCRIPT).json()["edit_count"] == 2
    draft.refresh_from_db()
    assert draft.document["summary"]["en"] == "More."
    assert fields_of(desk.get(first["url"]))["summary"] == "More."


def test_autosave_keeps_the_identity_of_new_entries(desk):
    first = desk.post(reverse("cases:contribute-full"), FULL | {"autosave": "1"}, **SCRIPT).json()
    assert first["refs"]["codings-0-ref"] == "formalism"
    typed = FULL | first["refs"] | {"autosave": "1", "edit_count": "1"}
    assert desk.post(first["url"], typed, **SCRIPT).json()["refs"] == {}
    kept = Revision.objects.open().get().document
    assert [kept[name][0]["ref"] for name in ("codings", "phases", "events")] == ["formalism", "beginning", "ping-tai-shang-xian"]


def test_autosave_tells_the_second_tab_and_overwrites_nothing(desk):
    url = desk.post(reverse("cases:contribute-case"), SNAPSHOT | {"autosave": "1"}, **SCRIPT).json()["url"]
    typed = SNAPSHOT | {"autosave": "1", "edit_count": "1"}
    desk.post(url, typed | {"summary": "First tab."}, **SCRIPT)
    second = desk.post(url, typed | {"summary": "Second tab."}, **SCRIPT)
    assert (second.status_code, "another tab" in second.json()["said"]) == (409, True)
    assert Revision.objects.open().get().document["summary"]["en"] == "First tab."
    page = desk.post(url, SNAPSHOT | {"save": "1", "edit_count": "1", "summary": "Second tab."})
    assert all(said in words(page) for said in ("First tab.", "Second tab."))


def test_autosave_says_when_it_cannot(desk, cast):
    url = desk.post(reverse("cases:contribute-case"), SNAPSHOT | {"autosave": "1"}, **SCRIPT).json()["url"]
    submit(revision=Revision.objects.open().get(), by=cast.contributor)
    late = desk.post(url, SNAPSHOT | {"autosave": "1", "edit_count": "1"}, **SCRIPT)
    assert (late.status_code, "sent meanwhile" in late.json()["said"]) == (409, True)
    huge = desk.post(reverse("cases:contribute-case"), SNAPSHOT | {"autosave": "1", "summary": "x" * 2_100_000}, **SCRIPT)
    assert (huge.status_code, "too large" in huge.json()["said"]) == (422, True)


def test_what_a_browser_kept_is_shown_again_and_not_yet_stored(desk):
    page = desk.post(reverse("cases:contribute-case"), SNAPSHOT | {"restore": "1", "summary": "From the browser."})
    assert fields_of(page)["summary"] == "From the browser."
    assert not Revision.objects.open().exists()


@pytest.mark.parametrize("name", ["contribute-case", "draft"])
def test_session_that_expired_keeps_what_was_typed_until_one_signs_in(desk, cast, name):
    draft = save_draft(document=case("mine"), by=cast.contributor)
    url = reverse(f"cases:{name}", args=[draft.pk] if name == "draft" else [])
    desk.session.flush()
    answer = desk.post(url, SNAPSHOT | {"save": "1", "summary": "Typed too late."})
    assert answer.url.startswith(reverse("account_login"))
    assert Revision.objects.open().count() == 1
    login = {"login": "contributor", "password": "a long enough pass phrase", "next": url}
    page = desk.post(reverse("account_login"), login, follow=True)
    assert "You had been signed out." in words(page)
    assert fields_of(page)["summary"] == "Typed too late."
    assert fields_of(page)["problem-0-passage"] == SNAPSHOT["problem-0-passage"]
    assert "You had been signed out." not in words(desk.get(url))


def test_words_sent_after_the_session_ended_wait_on_whatever_page_they_were_for(desk, cast, signed_in):
    publish([case()], by=None)
    draft = save_draft(document=case(unit="platform"), by=cast.contributor, base=live_revision("case", "a-case"))

    def after_signing_in(name: str, args: list, sent: dict[str, str], who: str = "contributor"):
        url, client = reverse(f"cases:{name}", args=args), desk if who == "contributor" else signed_in(getattr(cast, who))
        client.session.flush()
        assert client.post(url, sent).url.startswith(reverse("account_login"))
        login = {"login": who, "password": "a long enough pass phrase", "next": url}
        return client.post(reverse("account_login"), login, follow=True)

    page = after_signing_in("translate", ["case", "a-case"], {"seen": "1", "summary": "发生的事。"})
    assert ("You had been signed out." in words(page), page.context["form"]["summary"].value()) == (True, "发生的事。")
    typed = json.dumps(case(unit="platform", summary=text("From another tab.")))
    page = after_signing_in("merge", [draft.pk], {"typed": typed, "choice:summary": "mine", "why": "It is so."})
    assert ("You had been signed out." in words(page), "From another tab." in words(page)) == (True, True)
    assert ([side for _row, side in page.context["rows"]], page.context["why"]) == (["mine"], "It is so.")
    page = after_signing_in("comment-add", [draft.pk], {"path": "unit", "text": "Is it one?"})
    assert page.content.decode().count("Is it one?") == 2  # to be read, and to be sent
    desk.post(page.request["PATH_INFO"], dict(page.context["sent"]))
    assert Comment.objects.get().text == "Is it one?"
    assert desk.get(page.request["PATH_INFO"]).status_code == 405
    sent = submit(revision=draft, by=cast.contributor)
    for name in ("review-return", "review-decide"):
        page = after_signing_in(name, [sent.pk], {"reason": "Say which platform.", "edit_count": "1"}, "reviewer")
        assert page.content.decode().count("Say which platform.") == 2, name
    page = after_signing_in("desk-code", [draft.pk], {"quote": "What a coder marked."})
    assert "What a coder marked." in words(page)
    page = after_signing_in("codebook-draft", [], {"note_en": "Why we begin.", "note_zh": ""}, "editor")
    assert (page.context["form"]["note_en"].value(), page.status_code) == ("Why we begin.", 200)


def test_stranger_who_was_never_here_leaves_nothing_behind(outsider, cast):
    set_stage()
    draft = save_draft(document=case("mine"), by=cast.contributor)
    assert outsider.post(reverse("cases:draft", args=[draft.pk]), SNAPSHOT).status_code == 404
    outsider.post(reverse("cases:contribute-case"), SNAPSHOT)
    assert "typed-before-sign-in" not in outsider.session


@pytest.mark.parametrize(("form", "field"), [("snapshot", "problem-0-code"), ("full", "codings-0-code")])
def test_code_retired_while_the_form_was_open_is_kept_and_explained(desk, form, field):
    url = reverse("cases:contribute-case" if form == "snapshot" else "cases:contribute-full")
    typed = SNAPSHOT if form == "snapshot" else FULL | {"codings-0-code": "data silos"}
    desk.get(url)
    publish([code("problem:data-silos", "data silos", retired_in="1")], by=None)
    page = desk.post(url, typed | {"send": "1"}, follow=True)
    assert "was retired" in message_at(page, field), page.context["form"].errors
    assert "problem:data-silos" in fields_of(page)[field]
    kept = Revision.objects.open().get()
    assert (kept.state, kept.document["codings"][0]["code"]) == ("draft", "problem:data-silos")


def test_reason_for_a_change_goes_with_it(desk, cast):
    publish([case()], by=None)
    url = reverse("cases:case-edit", args=["a-case"])
    data = {**fields_of(desk.get(url)), "form": "full", "base": live_revision("case", "a-case").pk, "unit": "platform"}
    desk.post(url, data | {"why": "It is a platform.", "save": "1"})
    draft = Revision.objects.open().get()
    assert "It is a platform." in desk.get(reverse("cases:draft", args=[draft.pk])).content.decode()
    desk.post(reverse("cases:draft-submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == ("submitted", "It is a platform.")


def test_full_form_marks_original_and_stale_translation_and_lets_somebody_say_that_it_fits(desk):
    old = {"en": "New words.", "zh": "旧文。", "original": "en", "of": fingerprint("Old words.")}
    publish([case(summary=old, lede=text("Only English."))], by=None)
    url = reverse("cases:case-edit", args=["a-case"])
    page = desk.get(url)
    labels = {name: str(field.label) for name, field in page.context["form"].fields.items()}
    assert (labels["summary-en"], labels["summary-zh"]) == (
        "Summary, English (original)", "Summary, Chinese (translation out of date)",
    )  # fmt: skip
    assert labels["lede-zh"] == "Lede, Chinese (to translate)"
    data = {**fields_of(page), "form": "full", "base": live_revision("case", "a-case").pk, "summary-fits": "on", "save": "1"}
    desk.post(url, data)
    assert Revision.objects.open().get().document["summary"]["of"] == fingerprint("New words.")


def test_every_part_of_a_case_can_be_typed_in_the_full_form(desk):
    page = desk.get(reverse("cases:contribute-full"))
    typed = {section.items.name for section in page.context["form"].sections}
    assert typed >= {"codings", "phases", "events", "findings", "involvements", "relation_states", "links", "benchmarks"}


def test_draft_that_says_more_than_the_short_form_shows_is_kept_whole(desk, cast):
    model = coding(ref="model", code="model:market-based")
    blank = {"code": "model:market-based", "codebook": "1", "coder": "lin"}
    for number, codings in enumerate([
        [model, coding(ref="rival", code="model:market-based", accepted=False)],
        [blank | {"ref": "one", "blank": "not-reported"}, blank | {"ref": "two", "blank": "not-yet-coded"}],
        [coding(ref=f"silos-{one}") for one in range(21)],
    ]):  # fmt: skip
        draft = save_draft(document=case(f"case-{number}", codings=codings), by=cast.contributor)
        url = reverse("cases:draft", args=[draft.pk])
        page = desk.get(url)
        sent = fields_of(page) | {"form": "full" if "codings-0-code" in page.context["form"].fields else "snapshot", "save": "1"}
        desk.post(url, sent)
        draft.refresh_from_db()
        assert [one["ref"] for one in draft.document["codings"]] == [one["ref"] for one in codings]
        assert draft.edit_count == 2


@pytest.mark.parametrize(("form", "field"), [("snapshot", "source"), ("full", "sources-0")])
def test_source_merged_while_a_draft_cites_it_is_explained_and_not_made_anew(desk, cast, form, field):
    double = source(uid="double", title=text("The same study"), excerpts=[])
    publish([double], by=None)
    draft = save_draft(document=case(sources=["double"], codings=[]), by=cast.contributor)
    publish([double | {"retired": {"reason": text("Twice."), "into": "a-study"}}], by=cast.editor)
    url = reverse("cases:draft", args=[draft.pk]) + f"?form={form}"
    page = desk.post(url, {**fields_of(desk.get(url)), "form": form, "send": "1"}, follow=True)
    draft.refresh_from_db()
    assert (draft.document["sources"], "beside" in draft.document) == (["double"], False)
    assert "a-study" in message_at(page, field), page.context["form"].errors


def test_readers_of_both_forms_read_as_many_rows_as_the_draft_had(desk):
    many = [f"row-{number}" for number in range(201)]
    stored = case(events=[{"ref": ref, "title": text(ref)} for ref in many], codings=[coding(ref=ref) for ref in many])
    how = (stored, Names(), Gazetteer(), "lin")
    typed = {f"events-{number}-{name}": ref for number, ref in enumerate(many) for name in ("ref", "title-en")}
    assert [one["ref"] for one in FullReader(typed, *how).document()["events"]] == many
    short = {f"problem-{number}-ref": ref for number, ref in enumerate(many)}
    short |= {f"problem-{number}-code": "problem:data-silos" for number in range(len(many))}
    assert [one["ref"] for one in SnapshotReader(short, *how).document()["codings"]] == many


def test_short_form_leaves_the_reason_why_there_is_no_model_to_whom_it_was_given_by(desk):
    given = {"ref": "none", "code": "model:market-based", "blank": "not-reported", "codebook": "1", "coder": "lin"}
    stored = case(codings=[given])
    for reason, coder in (("not-reported", "lin"), ("not-yet-coded", "chen")):
        (read,) = SnapshotReader({"model-code": reason}, stored, Names(), Gazetteer(), "chen").document()["codings"]
        assert (read["blank"], read["coder"]) == (reason, coder)


def test_save_and_preview_shows_the_page_of_the_case(desk):
    page = desk.post(reverse("cases:contribute-case"), SNAPSHOT | {"preview": "1"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("cases:draft-preview", args=[Revision.objects.open().get().pk])
    assert "The departments kept their data to themselves." in words(page)
