"""Who may sign in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F


class AccountBackend(AuthenticationBackend):
    def user_can_authenticate(self, user) -> bool:
        # A demonstration database that goes into service keeps its accounts, but their password is public.
        return super().user_can_authenticate(user) and (settings.DEBUG or not user.is_demo)

    def get_user(self, user_id):
        """The person of a session with the groups they are in, in one query: every page asks for both."""
        rows = list(get_user_model().objects.filter(pk=user_id).annotate(group=F("groups__name")))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        rows[0].group_names = {row.group for row in rows}
        return rows[0]
