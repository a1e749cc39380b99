"""Taking one's data along, and closing one's account: contributions stay, named or not."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.actions.tokens import create_token
from accounts.enums import AuditKind, Role, TokenScope
from accounts.models import ApiToken, AuditEntry, User
from advice.models import Plan
from analyses.actions.design import begin, share
from analyses.documents.design import Design, UnitsChoice
from analyses.enums import Units
from analyses.models import Analysis
from cases.actions.comment import comment
from cases.actions.double_coding import assign
from cases.actions.draft import save_draft, submit
from cases.actions.publish import publish
from cases.actions.review import return_
from cases.models import Case, Revision
from tests.accounts.test_factors import confirmed, sign_in, with_app
from tests.cases import stage
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
GO = {"name": "gone", "sure": "on"}


def contribute(user) -> None:
    stage.set_stage()
    publish([stage.case()], by=user)
    save_draft(document=stage.case("another"), by=user)
    create_token(by=user, name="script", scope=TokenScope.READ, expires_at=timezone.now() + timedelta(days=1))
    EmailAddress.objects.create(user=user, email=user.email)
    for title in ("Shared", "Private"):
        made = begin(design=Design(units=UnitsChoice(kind=Units.CASES)), title={"en": title}, by=user)
        share(made, public=title == "Shared", by=user)
    Plan.objects.create(owner=user, title="Plan", share_key="known to some")


@pytest.mark.parametrize(("choice", "name"), [("gone", "former-"), ("kept", "editor")])
def test_contributions_stay_when_their_author_leaves(cast, empty_cache, choice, name):
    contribute(cast.editor)
    client, other = confirmed(cast.editor), sign_in(cast.editor)
    assert "analyses that you did not share are deleted" in client.get("/me/leave/").content.decode()
    answer = client.post("/me/leave/", GO | {"name": choice}, follow=True)
    assert "Your account is closed" in answer.content.decode()
    left = User.objects.get(pk=cast.editor.pk)
    assert left.username.startswith(name)
    assert (left.email, left.is_active, left.has_usable_password(), left.roles) == ("", False, False, [])
    assert [one.state for one in Revision.objects.filter(author=left, kind="case")] == ["published"]
    assert [one.title_en for one in Analysis.objects.all()] == ["Shared"]
    assert not Plan.objects.exists()
    assert not ApiToken.objects.exists()
    assert not EmailAddress.objects.exists()
    assert not AuditEntry.objects.filter(person=left).exclude(address=None).exists()
    assert AuditEntry.objects.get(kind=AuditKind.LEFT).detail == {"named": choice == "kept"}
    assert [one.get("/me/").status_code for one in (client, other)] == [302, 302]
    page = client.get("/history/case/a-case/").content.decode()
    assert left.username in page
    assert ("editor" in page) is (choice == "kept")
    assert sign_in(cast.editor).get("/me/").status_code == 302


def test_leaving_asks_who_is_there_and_for_every_answer(cast, signed_in, outsider, empty_cache):
    assert "login" in outsider.get("/me/leave/")["Location"]
    for path in ("/me/leave/", "/me/export.json"):
        assert "reauthenticate" in signed_in(cast.coder).get(path)["Location"]
    assert "reauthenticate" in signed_in(cast.coder).post("/me/leave/", GO)["Location"]
    for wrong in ({"name": "gone"}, {"sure": "on"}, {"name": "\x00", "sure": "on"}):
        assert confirmed(cast.coder).post("/me/leave/", wrong).status_code == 422
    assert User.objects.get(pk=cast.coder.pk).is_active


def test_the_last_administrator_stays(cast, empty_cache):
    answer = confirmed(cast.admin).post("/zh-hans/me/leave/", GO)
    assert (answer.status_code, User.objects.get(pk=cast.admin.pk).is_active) == (422, True)
    cast.editor.groups.set(cast.admin.groups.all())
    assert confirmed(cast.admin).post("/me/leave/", GO).status_code == 302


def test_export_has_what_names_the_person_and_no_secret(cast, empty_cache):
    contribute(cast.editor)
    client, secret = with_app(cast.editor)
    answer = client.get("/me/export.json")
    data = json.loads(answer.content)
    assert [row["username"] for row in data["accounts.user"]] == ["editor"]
    assert {row["uid"] for row in data["cases.revision.author"]} >= {"a-case", "another"}
    assert data["accounts.apitoken.owner"][0]["name"] == "script"
    words = answer.content.decode()
    secrets = [secret, cast.editor.password, ApiToken.objects.get().digest, PASSWORD]
    assert [one for one in secrets if one in words] == []
    assert Role.CODER not in data["accounts.user"][0].values()


def test_reviewer_takes_along_what_was_reviewed_and_none_of_its_words(cast, empty_cache):
    stage.set_stage()
    draft = submit(revision=save_draft(document=stage.case("another"), by=cast.coder), by=cast.coder)
    return_(revision=draft, by=cast.reviewer, reason="Which year was it?")
    draft = save_draft(document=stage.case("another", label=stage.text("Quokka")), by=cast.coder, revision=draft)
    comment(revision=draft, by=cast.coder, path="period", text="It was 2019.")  # a notice for the reviewer
    client = confirmed(cast.reviewer)
    answer, page = client.get("/me/export.json"), client.get("/me/").content.decode()
    (row,) = json.loads(answer.content)["cases.revision.reviewer"]
    assert (row["uid"], row["state"], "document" in row, "author_id" in row) == ("another", "returned", False, False)
    assert ("Quokka" in answer.content.decode(), "Quokka" in page, ">another<" in page) == (False, False, True)
    assert "answered a comment of yours" in page


def test_my_page_shows_what_is_under_way(cast, signed_in):
    contribute(cast.editor)
    page = signed_in(cast.editor).get("/me/").content.decode()
    for words in ("My drafts", "My reviews", "My frozen comparisons", "A case", "Close my account"):
        assert words in page
    assert "我的数据" in signed_in(cast.editor).get("/zh-hans/me/").content.decode()


def test_coder_of_a_double_coding_can_leave(cast, person, empty_cache):
    """Their half stays with the agreement that was found."""
    stage.set_stage()
    publish([stage.case()], by=None)
    found = assign(case=Case.objects.get(), coders=[cast.coder, person("mei", "coder")], by=cast.editor)
    confirmed(cast.coder).post("/me/leave/", GO)
    assert not User.objects.get(pk=cast.coder.pk).is_active
    assert found.assignments.count() == 2
