"""Signing in and up: by name or address, ten tries, no way out to another site."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.enums import AuditKind, Role
from accounts.models import AuditEntry, User
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]

LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"
TOO_MANY = "Too many wrong passwords"


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password} | extra.pop("data", {}), **extra)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["lin", "LIN", "lin@example.org", "Lin@Example.org", " lin "])
def test_person_signs_in_by_name_or_address(client, person, login):
    person("lin", Role.CODER)
    sign_in(client, login)
    assert is_in(client)
    assert AuditEntry.objects.get(kind=AuditKind.SIGNED_IN).person.username == "lin"


def test_wrong_password_is_answered_on_the_form_and_written_down_without_it(client, person):
    person("lin")
    page = sign_in(client, "lin", "a wrong guess").content.decode()
    assert "are not correct" in page
    entry = AuditEntry.objects.get(kind=AuditKind.SIGN_IN_FAILED)
    assert (entry.person.username, entry.address, entry.detail) == ("lin", "127.0.0.1", {})


def test_what_strangers_type_is_not_kept(client):
    sign_in(client, "my secret password", "x")
    entry = AuditEntry.objects.values().get()
    assert "my secret password" not in str(entry)


def test_same_answer_whether_the_account_exists(client, person):
    person("lin")

    def answer(login):
        page = sign_in(client, login, "wrong").content.decode()
        return page[page.index("errorsummary") :].split("</div>")[0]

    assert answer("lin") == answer("nobody")


HEADERS = ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP", "HTTP_FORWARDED"]


@pytest.mark.parametrize("header", HEADERS)
def test_ten_wrong_passwords_stop_whatever_a_header_says(person, header):
    person("lin")
    for n in range(10):
        assert TOO_MANY not in sign_in(Client(), "lin", "wrong", **{header: f"203.0.113.{n}"}).content.decode()
    client = Client()
    assert TOO_MANY in sign_in(client, "lin", PASSWORD, **{header: "198.51.100.7"}).content.decode()
    assert not is_in(client)
    assert AuditEntry.objects.filter(kind=AuditKind.SIGN_IN_STOPPED).count() == 1


def test_ten_wrong_passwords_stop_from_ten_addresses_and_under_every_spelling(person):
    person("lin")
    for n, login in enumerate(["lin", "LIN", "lin@example.org", "LIN@example.org", "Lin"] * 2):
        sign_in(Client(), login, "wrong", REMOTE_ADDR=f"203.0.113.{n}", HTTP_HOST=["testserver", "localhost"][n % 2])
    client = Client()
    assert TOO_MANY in sign_in(client, "lin", REMOTE_ADDR="198.51.100.7").content.decode()
    assert not is_in(client)


def test_others_sign_in_while_one_account_is_stopped(client, person):
    person("lin")
    person("wang")
    for _ in range(11):
        sign_in(client, "lin", "wrong")
    sign_in(client, "wang")
    assert is_in(client)


def test_signing_in_does_not_use_up_tries(person):
    person("lin")
    for _ in range(12):
        client = Client()
        sign_in(client, "lin")
        assert is_in(client)


def test_trusted_proxy_names_the_address(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    person("lin")
    sign_in(client, "lin", "wrong", HTTP_X_FORWARDED_FOR="203.0.113.1, 203.0.113.9")
    assert AuditEntry.objects.get().address == "203.0.113.9"


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_are_counted_across_processes(person):
    """The limit lives in the database, not in a process: another process sees a stop."""
    person("lin")
    for _ in range(10):
        sign_in(Client(), "lin", "wrong")
    program = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        f"page = Client().post('{LOGIN}', {{'login': 'lin', 'password': '{PASSWORD}'}})\n"
        "print('stopped' if b'Too many wrong passwords' in page.content else page.status_code)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin", "DATABASE_URL": address_of_test_database()},
        check=False,
    )
    assert answer.stdout.strip() == "stopped", answer.stderr


def address_of_test_database() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def test_new_password_by_mail_opens_a_stopped_account(client, person):
    person("lin")
    for _ in range(11):
        sign_in(client, "lin", "wrong")
    client.post("/accounts/password/reset/", {"email": "lin@example.org"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    new = "quite another pass phrase"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    sign_in(client, "lin", new)
    assert is_in(client)
    assert AuditEntry.objects.filter(kind=AuditKind.PASSWORD_CHANGED).count() == 1


def test_reset_writes_no_letter_to_a_stranger(client):
    assert client.post("/accounts/password/reset/", {"email": "who@example.org"}).status_code == 302
    assert mail.outbox == []


NEWCOMER = {"username": "mei", "email": "mei@example.org", "password1": PASSWORD, "password2": PASSWORD}


def test_who_signs_up_becomes_a_contributor(client):
    client.post(SIGNUP, NEWCOMER)
    assert is_in(client)
    assert User.objects.get().roles == [Role.CONTRIBUTOR]
    assert AuditEntry.objects.filter(kind=AuditKind.SIGNED_UP).count() == 1


@pytest.mark.parametrize(("field", "value"), [("username", "lin@example.org"), ("username", "admin"), ("password1", "12345678")])
def test_sign_up_says_what_is_wrong_at_its_field(client, field, value):
    page = client.post(SIGNUP, NEWCOMER | {field: value, "password2": value if field == "password1" else PASSWORD})
    assert page.context["form"].errors[field]
    assert f'id="id_{field}_error"' in page.content.decode()
    assert not User.objects.exists()


def test_sign_up_can_be_closed(client, settings):
    settings.ACCOUNT_SIGNUP_OPEN = False
    assert "No new accounts" in client.get(SIGNUP).content.decode()
    client.post(SIGNUP, NEWCOMER)
    assert not User.objects.exists()


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    " https://evil.example/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_in_leads_to_no_other_site(client, person, target):
    person("lin")
    answer = sign_in(client, "lin", data={"next": target})
    assert is_in(client)
    assert answer["Location"].startswith("/")
    assert "evil" not in answer["Location"]
    assert "alert" not in answer["Location"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_out_leads_to_no_other_site(signed_in, person, target):
    client = signed_in(person("lin"))
    answer = client.post("/accounts/logout/", {"next": target})
    assert not is_in(client)
    assert "evil" not in answer["Location"]


def test_sign_in_leads_back_to_where_one_was(client, person):
    person("lin")
    assert sign_in(client, "lin", data={"next": "/me/?a=b"})["Location"] == "/me/?a=b"


def test_sign_out_needs_a_press(signed_in, person):
    client = signed_in(person("lin"))
    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(client)


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "password/set/", "login/code/", "3rdparty/"])
def test_pages_that_are_not_used_are_not_there(signed_in, person, path):
    assert signed_in(person("lin")).get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize(
    "path", ["login/", "signup/", "inactive/", "password/reset/", "password/reset/done/", "password/reset/key/1-x/"]
)
def test_every_page_of_signing_in_is_there_in_both_languages(client, prefix, path):
    answer = client.get(f"{prefix}/accounts/{path}")
    assert answer.status_code == 200
    assert f'<html lang="{"zh-Hans" if prefix else "en"}"' in answer.content.decode()


def test_cache_keeps_many_counts():
    """At Django's default of 300 entries, strangers could push out the count of an account."""
    assert cache._max_entries >= 10_000
