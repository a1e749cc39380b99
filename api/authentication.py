"""Tokens in the API: ``Authorization: Bearer casebase_…``."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS

from accounts.actions.tokens import digest
from accounts.backends import AccountBackend
from accounts.enums import TokenScope
from accounts.models import ApiToken
from accounts.permissions import SCOPE_LIMITS

USE_NOTED_EVERY = timedelta(minutes=15)  # so that reading does not mean writing each time


class TokenAuthentication(BaseAuthentication):
    """Opens the API to a program that holds a person's token, within the token's scope."""

    keyword = "Bearer"

    def authenticate(self, request):
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the token after “Bearer” and one space."))
        token = ApiToken.objects.usable().select_related("owner").filter(digest=digest(parts[1].decode("latin-1"))).first()
        # A demonstration account opens nothing once DEBUG is off (see accounts.backends).
        if token is None or not AccountBackend().user_can_authenticate(token.owner):
            raise AuthenticationFailed(_("This token is unknown, expired or revoked. Make a new one on your page."))
        if token.scope == TokenScope.READ and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This token may only read. Make one that may write drafts."))
        token.owner.narrow(SCOPE_LIMITS[TokenScope(token.scope)])
        _note_use(token)
        return token.owner, token

    def authenticate_header(self, request) -> str:
        return self.keyword


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI description names these tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "A token from your own page, with a scope and an expiry."}
