"""Headers, error pages, health, cookies, and a set-up that refuses to be careless."""

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as site_settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from accounts.actions.people import set_roles
from accounts.enums import Role
from casebase import replica
from casebase.health import NotReady

PAGES = ["/", "/zh-hans/", "/accounts/login/", "/accounts/signup/", "/about/", "/no-such-page/", "/healthz", "/admin/"]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)


def directives(answer) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in answer["Content-Security-Policy"].split(";"))}


def assert_guarded(answer) -> None:
    policy = directives(answer)
    assert [value for values in policy.values() for value in values if "unsafe" in value or "*" in value or "http" in value] == []
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == policy["object-src"] == ["'none'"]
    assert policy["script-src"][0] == policy["style-src"][0] == policy["form-action"][0] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def assert_nothing_inline(answer) -> None:
    assert INLINE.findall(answer.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_guarded_and_holds_no_inline_code(client, path):
    answer = client.get(path)
    assert_guarded(answer)
    assert_nothing_inline(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/", "/admin/accounts/user/{pk}/change/", "/me/"])
def test_administration_works_under_the_same_policy(signed_in, cast, path):
    admin = set_roles(by=None, person=cast.admin, roles=[Role.ADMIN])
    answer = signed_in(admin).get(path.format(pk=admin.pk))
    assert answer.status_code == 200
    assert_guarded(answer)
    assert_nothing_inline(answer)


# Error pages -------------------------------------------------------------------------------------


@pytest.fixture
def failing(settings) -> Client:
    settings.ROOT_URLCONF = "tests.failing_urls"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/broken/", 500, "Something broke on our side"),
        ("/zh-hans/broken/", 500, "我们这边出了故障"),
        ("/suspicious/", 400, "could not read this request"),
        ("/zh-hans/suspicious/", 400, "无法读取这一请求"),
    ],
)
def test_pages_for_the_worst_need_no_database(failing, path, status, words):
    """No database mark: a query would raise, and so would the page."""
    answer = failing.get(path)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert_guarded(answer)
    assert_nothing_inline(answer)


def test_a_database_that_is_away_is_said_in_the_form_that_the_sender_reads(failing, settings):
    for prefix, sent, read in (("", "not confirmed as saved", "Nothing is lost"), ("/zh-hans", "未能确认", "什么都没有丢失")):
        page, form = failing.get(f"{prefix}/away/"), failing.post(f"{prefix}/away/", {"title": "x"})
        assert page.status_code == form.status_code == 503
        assert read in page.content.decode()
        assert sent in form.content.decode()
        assert page["Retry-After"] == form["Retry-After"] == "5"
        assert "no-store" in page["Cache-Control"]
        assert_guarded(page)
        assert_nothing_inline(form)
    autosaved = failing.post("/away/", {"autosave": "1"}, headers={"accept": "application/json"})
    assert autosaved.status_code == 503
    assert "not confirmed" in autosaved.json()["said"]
    program = failing.get("/api/away/")
    assert program.status_code == 503
    assert program.json()["problems"][0]["type"] == "unavailable"
    settings.MIDDLEWARE = [*site_settings.MIDDLEWARE, "tests.failing_urls.away_before_views"]
    before = Client(raise_request_exception=False).get("/zh-hans/about/")
    assert before.status_code == 503
    assert before["Retry-After"] == "5"


def test_a_replica_that_did_not_answer_is_asked_again_by_one_at_a_time(django_db_blocker, monkeypatch):
    monkeypatch.setattr(replica, "_rested", [0.0])
    with django_db_blocker.unblock(), ThreadPoolExecutor() as requests, socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(20)
        place = connections["default"].settings_dict | {
            "ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": server.getsockname()[1], "NAME": "casebase",
            "OPTIONS": {"sslmode": "disable", "gssencmode": "disable"},
        }  # fmt: skip
        monkeypatch.setitem(connections.settings, replica.REPLICA, place)
        monkeypatch.setattr(replica, "REST", 0.0)
        assert not requests.submit(replica._has_come, replica.START).result()  # refused
        monkeypatch.setattr(replica, "REST", 60.0)
        server.listen()
        asking = requests.submit(replica._has_come, replica.START)
        with server.accept()[0]:  # and not a word
            assert not requests.submit(replica._has_come, replica.START).result(timeout=10)
            assert not asking.done()
        server.close()
        assert not asking.result()


def test_wrong_host_gets_the_page_for_bad_requests(client):
    answer = client.get("/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "could not read this request" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/no-such-page/", 404, "There is no such page"),
        ("/zh-hans/no-such-page/", 404, "没有这个页面"),
        ("/forbidden/", 403, "Not for this account"),
        ("/zh-hans/forbidden/", 403, "此账户无权"),
    ],
)
def test_error_pages_help_in_the_readers_language(failing, path, status, words):
    answer = failing.get(path)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert_guarded(answer)
    assert_nothing_inline(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "words"), [("", "Nothing was saved yet"), ("/zh-hans", "尚未保存")])
def test_late_form_gets_a_page_that_saves_what_was_typed(prefix, words):
    answer = Client(enforce_csrf_checks=True).post(f"{prefix}/accounts/login/", {"login": "lin", "password": "x"})
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert_guarded(answer)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_cache")
def test_too_many_attempts_get_a_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "1/m/ip"}
    client.post("/accounts/signup/", {})
    answer = client.post("/accounts/signup/", {})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


# Health ------------------------------------------------------------------------------------------


def test_healthz_asks_nobody(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert not answer.cookies


@pytest.mark.django_db
def test_readyz_names_each_check(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["checks"].items() >= {"database": "ok", "migrations": "ok", "cache": "ok"}.items()
    assert not answer.cookies


@pytest.mark.django_db
def test_readyz_sees_a_missing_migration(client):
    MigrationRecorder.Migration.objects.filter(app="accounts").latest("name").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "manage.py migrate" in answer.json()["checks"]["migrations"]


def test_readyz_answers_without_a_database(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "failed, see the log"


def unready() -> None:
    raise NotReady("the index is being built")


@pytest.mark.django_db
def test_readyz_takes_further_checks(client, settings):
    settings.READINESS_CHECKS = ["casebase.health.database", "tests.test_security.unready"]
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "unready": "the index is being built"}


@pytest.mark.django_db
def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/")] == [200, 200, 301]


# Set-up ------------------------------------------------------------------------------------------

PRODUCTION = {
    "PATH": "/usr/bin:/bin",
    "DEBUG": "0",
    "SECRET_KEY": "Zx8-a-long-and-random-key-that-only-this-test-has-ever-seen-91",
    "ALLOWED_HOSTS": "casebase.example.org",
}


def manage(*arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    given = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ} | PRODUCTION | environment
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        capture_output=True,
        text=True,
        cwd=site_settings.BASE_DIR,
        env={name: value for name, value in given.items() if value is not None},
        check=False,
    )


def test_deployment_check_is_clean():
    answer = manage("check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_deployment_check_reports_a_cache_of_one_process():
    assert "accounts.E001" in manage("check", "--deploy", CACHE_URL="locmemcache://").stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "insecure-key-for-development-only"}, "SECRET_KEY is missing or the development one"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
    ],
)
def test_production_refuses_to_start_carelessly(environment, words):
    answer = manage("check", **environment)
    assert answer.returncode != 0
    assert words in answer.stderr


def test_production_sends_secure_cookies_and_hsts():
    program = (
        "from django.conf import settings as s; print([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.CSRF_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS])"
    )
    assert manage("shell", "--no-imports", "-c", program).stdout.strip() == str([True] * 7)


@pytest.mark.django_db
def test_cookies_are_closed_to_scripts_and_to_other_sites(client, person):
    person("lin")
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "lin", "password": "a long enough pass phrase"})
    for name in (site_settings.SESSION_COOKIE_NAME, site_settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
