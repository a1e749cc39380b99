"""Sign-ins for the audit trail: the one place where signals are received."""

from allauth.account import signals as allauth_signals
from allauth.mfa import signals as factor_signals
from django.contrib.auth import signals
from django.dispatch import receiver

from accounts.actions.audit import record
from accounts.enums import AuditKind
from accounts.queries import account_named
from accounts.requests import address_of


@receiver(signals.user_logged_in)
def _signed_in(sender, request, user, **kwargs):
    record(kind=AuditKind.SIGNED_IN, person=user, by=user, address=address_of(request))


@receiver(signals.user_logged_out)
def _signed_out(sender, request, user, **kwargs):
    if user is not None:
        record(kind=AuditKind.SIGNED_OUT, person=user, by=user, address=address_of(request))


@receiver(signals.user_login_failed)
def _sign_in_failed(sender, credentials, request=None, **kwargs):
    # What was typed is not kept: people type their password into the wrong field.
    person = account_named(credentials.get("email") or credentials.get("username") or "")
    record(kind=AuditKind.SIGN_IN_FAILED, person=person, address=address_of(request))


@receiver(allauth_signals.user_signed_up)
def _signed_up(sender, request, user, **kwargs):
    record(kind=AuditKind.SIGNED_UP, person=user, by=user, address=address_of(request))


@receiver([allauth_signals.password_changed, allauth_signals.password_reset])
def _password_changed(sender, request, user, **kwargs):
    record(kind=AuditKind.PASSWORD_CHANGED, person=user, by=user, address=address_of(request))


FACTORS = {
    factor_signals.authenticator_added: AuditKind.FACTOR_ADDED,
    factor_signals.authenticator_removed: AuditKind.FACTOR_REMOVED,
    factor_signals.authenticator_reset: AuditKind.FACTOR_RESET,
    factor_signals.authentication_failed: AuditKind.FACTOR_FAILED,
}


@receiver(list(FACTORS))
def _factor_changed(sender, signal, request, user, authenticator, **kwargs):
    record(kind=FACTORS[signal], person=user, by=user, address=address_of(request), factor=str(authenticator.type))
