"""A second step of signing in: a code from an app, recovery codes; what keeps it from being switched off by others."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.enums import AuditKind
from accounts.models import AuditEntry
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    """What an app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(user) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def confirmed(user) -> Client:
    """Signed in, and asked again who is there."""
    client = sign_in(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def with_app(user) -> tuple[Client, str]:
    client = confirmed(user)
    form = client.get("/accounts/2fa/totp/activate/").context["form"]
    assert client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).context["form"].errors
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(form.secret)})
    return client, form.secret


def test_code_of_an_app_is_asked_for_after_the_password(cast, empty_cache, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _, secret = with_app(cast.coder)
    client = sign_in(cast.coder)
    assert client.get("/me/").status_code == 302, "the password alone opens nothing"
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "x" * 5_000})
    assert "This code is not right" in wrong.content.decode()
    assert client.get("/me/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/me/").status_code == 200
    kinds = set(AuditEntry.objects.filter(person=cast.coder).values_list("kind", flat=True))
    assert {AuditKind.FACTOR_ADDED, AuditKind.FACTOR_FAILED} <= kinds


def test_recovery_code_opens_the_account_once(cast, empty_cache):
    client, _ = with_app(cast.coder)
    code = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    assert code in client.get("/accounts/2fa/recovery-codes/download/").content.decode()
    first, again = sign_in(cast.coder), sign_in(cast.coder)
    first.post("/accounts/2fa/authenticate/", {"code": code})
    assert first.get("/me/").status_code == 200
    again.post("/accounts/2fa/authenticate/", {"code": code})
    assert again.get("/me/").status_code == 302


def test_every_page_of_safer_sign_in_is_ours_in_both_languages(cast, empty_cache):
    client, _ = with_app(cast.coder)
    Authenticator.objects.create(user=cast.coder, type="webauthn", data={"name": "Phone", "credential": {}})
    pk = Authenticator.objects.get(type="webauthn").pk
    pages = ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/", "webauthn/",
             f"webauthn/keys/{pk}/edit/", f"webauthn/keys/{pk}/remove/"]  # fmt: skip
    for page in pages:
        english, chinese = (client.get(f"{prefix}/accounts/2fa/{page}") for prefix in ("", "/zh-hans"))
        assert (english.status_code, chinese.status_code) == (200, 200), page
        assert 'class="pagehead"' in english.content.decode(), page
        assert english.content != chinese.content


def test_switching_off_asks_first_who_is_there(cast, signed_in, empty_cache):
    with_app(cast.coder)
    answer = signed_in(cast.coder).post("/accounts/2fa/totp/deactivate/")
    assert "/accounts/" in answer["Location"]
    assert "reauthenticate" in answer["Location"]
    assert Authenticator.objects.filter(user=cast.coder, type="totp").exists()


def test_keys_of_others_are_not_there(cast, empty_cache):
    key = Authenticator.objects.create(user=cast.editor, type="webauthn", data={"name": "Phone", "credential": {}})
    client = confirmed(cast.coder)
    for tail in ("edit", "remove"):
        assert client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/{tail}/").status_code == 404
