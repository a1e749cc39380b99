"""Make and revoke tokens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.enums import AuditKind, TokenScope
from accounts.models import ApiToken, User

KEY_MARK = "casebase_"  # lets a secret scanner recognise a key that was committed by mistake
SHOWN = len(KEY_MARK) + 6
LONGEST_LIFE = timedelta(days=366)


@dataclass(frozen=True)
class NewToken:
    """A fresh token and its key, which nobody can read again."""

    token: ApiToken
    key: str


def digest(key: str) -> str:
    """What is stored of a key. A plain hash is enough: the key has 256 random bits, nobody can try them all."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def create_token(*, by: User, name: str, scope: TokenScope, expires_at: datetime) -> NewToken:
    """Make a token that acts for ``by`` until ``expires_at``."""
    if not by.is_active:
        raise PermissionDenied
    now = timezone.now()
    if not now < expires_at <= now + LONGEST_LIFE:
        raise ValidationError({"expires_at": _("A token must expire, within a year at the latest.")})
    key = KEY_MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        owner=by,
        name=name,
        prefix=key[:SHOWN],
        digest=digest(key),
        scope=TokenScope(scope),
        created_at=now,
        expires_at=expires_at,
    )
    token.full_clean()
    token.save()
    record(kind=AuditKind.TOKEN_CREATED, person=by, by=by, token=token.prefix, scope=token.scope)
    return NewToken(token, key)


@transaction.atomic
def revoke_token(*, by: User, token: ApiToken) -> ApiToken:
    """Close a token for good; closing it again changes nothing."""
    if token.owner_id != by.pk:
        raise PermissionDenied
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(kind=AuditKind.TOKEN_REVOKED, person=by, by=by, token=token.prefix)
    token.refresh_from_db()
    return token
