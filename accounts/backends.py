"""Who may sign in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountBackend(AuthenticationBackend):
    def user_can_authenticate(self, user) -> bool:
        # A demonstration database that goes into service keeps its accounts, but their password is public.
        return super().user_can_authenticate(user) and (settings.DEBUG or not user.is_demo)
