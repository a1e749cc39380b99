"""Who gets in, how often, and how two at once come apart."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions.tokens import create_token, revoke_token
from accounts.enums import TokenScope
from accounts.models import ApiToken
from tests.api.conftest import Program


@pytest.mark.django_db
def test_a_token_that_is_wrong_revoked_or_expired_opens_nothing(content, cast):
    made = create_token(by=cast.contributor, name="x", scope=TokenScope.DRAFT, expires_at=timezone.now() + timedelta(days=1))
    assert Program(made.key).get("/api/drafts/").status_code == 200
    ApiToken.objects.update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1))
    answers = [Program(made.key).get("/api/cases/"), Program("casebase_guess").get("/api/cases/")]
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    revoke_token(by=cast.contributor, token=made.token)
    answers.append(Program(made.key).get("/api/cases/"))
    for answer in answers:
        assert (answer.status_code, answer.json()["problems"][0]["type"]) == (401, "authentication_failed")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
def test_a_token_that_may_read_reads_and_does_not_write(program, cast, new_case):
    reading = program(cast.contributor, TokenScope.READ)
    assert reading.get("/api/cases/deqing/").status_code == 200
    assert reading.post("/api/drafts/", {"document": new_case}).status_code == 403
    assert reading.get("/api/drafts/").status_code == 403


@pytest.mark.django_db
def test_a_session_writes_only_with_proof_that_the_request_comes_from_here(content, cast, new_case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor)
    assert Program(client=client).post("/api/drafts/", {"document": new_case}).status_code == 403


@pytest.mark.django_db
def test_too_many_requests_are_asked_to_wait(content, settings, program, cast, new_case, empty_cache):
    settings.API_READS_PER_MINUTE = settings.API_WRITES_PER_MINUTE = 2
    lin = program(cast.contributor)
    codes = [lin.get("/api/cases/").status_code for _ in range(6)]
    # A new minute may begin in between.
    assert codes.count(200) in (2, 3, 4)
    assert 429 in codes
    refused = [answer for answer in (lin.post("/api/drafts/", {"document": {}}) for _ in range(6)) if answer.status_code == 429]
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60
    assert program().get("/api/cases/", X_Forwarded_For="10.0.0.1").status_code == 200


@pytest.mark.django_db
def test_an_address_does_not_get_more_by_claiming_another(content, settings, client):
    settings.API_READS_PER_MINUTE = 2
    codes = [
        client.get("/api/places/", headers={"X-Forwarded-For": f"10.0.0.{n}"}, REMOTE_ADDR="203.0.113.9").status_code
        for n in range(6)
    ]
    assert 429 in codes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("writers", [4])
def test_of_many_saves_of_one_draft_at_once_exactly_one_is_kept(content, program, cast, new_case, writers):
    lin = program(cast.contributor)
    draft = lin.post("/api/drafts/", {"document": new_case})
    answers = at_once(
        writers,
        lambda n: Program(client=Client(headers=lin.headers)).put(
            draft.json()["url"],
            {"document": {**new_case, "summary": {"en": f"Words {n}.", "original": "en"}}},
            If_Match=draft.headers["ETag"],
        ),
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (writers - 1)
    kept = next(answer for answer in answers if answer.status_code == 200)
    assert lin.get(draft.json()["url"]).json() == kept.json()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_of_sixteen_drafts_on_one_base_accepted_at_once_exactly_one_is_published(content, program, person, browser_of):
    base = program().get("/api/cases/deqing/")
    urls = []
    for n in range(16):
        writer = program(person(f"writer-{n}", "contributor"))
        document = base.json()["document"] | {"summary": {"en": f"Words {n}.", "original": "en"}}
        made = writer.put("/api/cases/deqing/", {"document": document}, If_Match=base.headers["ETag"])
        urls.append(made.json()["url"])
        assert writer.post(urls[-1] + "submit/").status_code == 200
    reviewers = [browser_of(person(f"reviewer-{n}", "reviewer")) for n in range(16)]
    answers = at_once(16, lambda n: reviewers[n].post(urls[n] + "accept/", If_Match="*"))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 15
    winner = next(answer for answer in answers if answer.status_code == 200)
    live = program().get("/api/cases/deqing/")
    assert (live.json()["number"], live.json()["document"]["summary"]["en"]) == (2, winner.json()["document"]["summary"]["en"])


def at_once(count: int, act) -> list:
    """What each thread was answered."""
    barrier, answers = Barrier(count), [None] * count

    def run(n: int) -> None:
        try:
            barrier.wait()
            answers[n] = act(n)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
