"""Tokens: what is stored, how long they last, what they open."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.actions.people import set_active
from accounts.actions.tokens import create_token, digest, revoke_token
from accounts.enums import AuditKind, Role, TokenScope
from accounts.models import ApiToken, AuditEntry
from accounts.permissions import Permission, has_permission
from api.authentication import TokenAuthentication

pytestmark = pytest.mark.django_db


class Probe(APIView):
    """Says who calls and what they may do."""

    authentication_classes = [TokenAuthentication]

    def get(self, request):
        return Response({"who": request.user.username, "may": sorted(p for p in Permission if has_permission(request.user, p))})

    post = get


def ask(key: str | None, method: str = "get"):
    headers = {} if key is None else {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    return Probe.as_view()(getattr(APIRequestFactory(), method)("/", **headers))


def make(person, scope=TokenScope.READ, days: float = 1):
    return create_token(by=person, name="script", scope=scope, expires_at=timezone.now() + timedelta(days=days))


def test_key_is_never_stored(cast):
    new = make(cast.coder)
    stored = [str(value) for value in ApiToken.objects.values().get().values()]
    assert [value for value in stored if new.key in value or new.key[20:] in value] == []
    assert new.token.digest == digest(new.key)
    assert new.key.startswith(new.token.prefix)


def test_token_acts_for_its_owner(cast):
    answer = ask(make(cast.contributor).key)
    assert (answer.status_code, answer.data["who"]) == (200, "contributor")


def test_making_and_revoking_is_written_down(cast):
    new = make(cast.coder)
    revoke_token(by=cast.coder, token=new.token)
    revoke_token(by=cast.coder, token=new.token)
    entries = AuditEntry.objects.filter(person=cast.coder).order_by("pk")
    assert [entry.kind for entry in entries] == [AuditKind.TOKEN_CREATED, AuditKind.TOKEN_REVOKED]
    assert new.key not in str(list(entries.values()))


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_token_must_expire_within_a_year(cast, days):
    with pytest.raises(ValidationError, match="within a year"):
        make(cast.coder, days=days)


def test_database_refuses_a_token_that_was_never_valid(cast):
    new = make(cast.coder)
    new.token.expires_at = new.token.created_at - timedelta(days=1)
    with pytest.raises(ValidationError):
        new.token.full_clean()


def test_expired_token_opens_nothing(cast):
    new = make(cast.coder)
    ApiToken.objects.update(created_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(new.key).status_code == 401


def test_revoked_token_opens_nothing(cast):
    new = make(cast.coder)
    revoke_token(by=cast.coder, token=new.token)
    assert ask(new.key).status_code == 401


def test_token_of_a_closed_account_opens_nothing(cast):
    new = make(cast.coder)
    set_active(by=cast.admin, person=cast.coder, active=False)
    assert ask(new.key).status_code == 401


def test_token_of_a_demonstration_account_opens_nothing_in_production(cast):
    new = make(cast.coder)
    cast.coder.email = "coder@demo.invalid"
    cast.coder.save()
    assert ask(new.key).status_code == 401


@pytest.mark.parametrize("key", ["", "casebase_wrong", "a b", "é", "x" * 5_000])
def test_wrong_token_is_answered_with_401(key):
    answer = ask(key)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_read_token_writes_nothing(cast):
    key = make(cast.admin).key
    assert ask(key, "post").status_code == 403
    assert ask(key).data["may"] == []


def test_draft_token_writes_drafts_and_publishes_nothing(cast):
    answer = ask(make(cast.admin, TokenScope.DRAFT).key, "post")
    assert (answer.status_code, answer.data["may"]) == (200, [Permission.CODE, Permission.SUBMIT])


def test_draft_token_grants_no_more_than_its_owner_has(cast, person):
    assert ask(make(person("lin", Role.READER), TokenScope.DRAFT).key, "post").data["may"] == []


def test_use_is_noted_once_in_a_while(cast, django_assert_num_queries):
    key = make(cast.coder).key
    ask(key)
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    with django_assert_num_queries(2):  # the token with its owner; the owner's roles
        ask(key)
    assert ApiToken.objects.get().last_used_at == used


def test_nobody_revokes_the_token_of_another(cast):
    with pytest.raises(PermissionDenied):
        revoke_token(by=cast.admin, token=make(cast.coder).token)
