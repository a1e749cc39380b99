"""allauth's hooks: who may sign up, what new accounts may do, when wrong passwords are stopped, what it says."""

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actions.audit import record
from accounts.actions.people import set_roles
from accounts.enums import AuditKind, Role
from accounts.models import AuditEntry
from accounts.queries import account_named
from accounts.requests import address_of

QUIET = timedelta(minutes=15)  # as long as the limit on wrong passwords lasts: one entry for each stop is enough


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many wrong passwords for this account. Wait 15 minutes and try again, or reset the password."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return settings.ACCOUNT_SIGNUP_OPEN

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("accounts:me")

    def clean_username(self, username: str, shallow: bool = False) -> str:
        # One person's user name must never be what another signs in with as e-mail address.
        if "@" in username:
            raise ValidationError(_("A user name cannot contain @. Your e-mail address has its own field."))
        return super().clean_username(username, shallow)

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit)
        if commit:
            set_roles(by=None, person=user, roles=[Role.CONTRIBUTOR])
        return user

    def pre_authenticate(self, request, **credentials) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._record_stop(request, credentials)
            raise

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Count by account, not by what was typed: name, e-mail address and capitals are the same account."""
        login = credentials.get("email") or credentials.get("username") or ""
        person = account_named(login)
        return f"account:{person.pk}" if person else f"typed:{login.lower()}"

    def _record_stop(self, request, credentials) -> None:
        person = account_named(credentials.get("email") or credentials.get("username") or "")
        stops = AuditEntry.objects.filter(person=person, kind=AuditKind.SIGN_IN_STOPPED, at__gt=timezone.now() - QUIET)
        if person and not stops.exists():
            record(kind=AuditKind.SIGN_IN_STOPPED, person=person, address=address_of(request))


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Type the one that is shown now."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first: recovery codes stand in for them."),
    }

    def generate_authenticator_name(self, user, type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Key %(number)s") % {"number": number}
