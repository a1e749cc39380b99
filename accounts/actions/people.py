"""Give and take roles, open and close accounts, leave for good."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.enums import AuditKind, Role
from accounts.models import ApiToken, AuditEntry, User
from accounts.permissions import Permission, has_permission, permissions_of


@transaction.atomic
def set_roles(*, by: User | None, person: User, roles: Iterable[Role]) -> User:
    """Give the person exactly these roles. ``by`` is left out only where the site itself gives them (sign-up, demo)."""
    if by is not None and not has_permission(by, Permission.MANAGE_PEOPLE):
        raise PermissionDenied
    before = set(person.groups.filter(name__in=Role.values).values_list("name", flat=True))
    after = {Role(role).value for role in roles}
    # The administration pages ask for is_staff; it follows from the roles and is never set by hand.
    staff = person.is_superuser or Permission.USE_ADMIN in permissions_of(after)
    if staff != person.is_staff:
        person.is_staff = staff
        person.save(update_fields=["is_staff"])
    if before != after:
        others = list(person.groups.exclude(name__in=Role.values))
        person.groups.set([*Group.objects.filter(name__in=after), *others])
        record(kind=AuditKind.ROLES_CHANGED, person=person, by=by, before=sorted(before), after=sorted(after))
    for cached in ("group_names", "roles", "granted"):
        person.__dict__.pop(cached, None)
    return person


@transaction.atomic
def set_active(*, by: User, person: User, active: bool) -> User:
    """Open or close an account. Closing it also closes its tokens; nobody closes their own."""
    if not has_permission(by, Permission.MANAGE_PEOPLE) or by.pk == person.pk:
        raise PermissionDenied
    if person.is_active != active:
        person.is_active = active
        person.save(update_fields=["is_active"])
        if not active:
            ApiToken.objects.filter(owner=person, revoked_at=None).update(revoked_at=timezone.now())
        record(kind=AuditKind.STATUS_CHANGED, person=person, by=by, active=active)
    return person


class StillNeeded(Exception):
    """Nobody else could manage people, or everybody uses this account."""


@transaction.atomic
def close_own(*, by: User, keep_name: bool) -> User:
    """Close one's account for good. What was contributed stays; the rest of what is known about the person goes.

    The row stays too, since revisions name their author: with its user name, or with one that says nothing. Rows that
    nobody else may read go with the account; the managers of their models say which (``private_to``).
    """
    others = User.objects.filter(is_active=True).exclude(pk=by.pk)
    if by.is_demo or (
        (by.is_superuser or Role.ADMIN in by.roles)
        and not (others.filter(is_superuser=True).exists() or others.filter(groups__name=Role.ADMIN).exists())
    ):
        raise StillNeeded
    ApiToken.objects.filter(owner=by).delete()
    Authenticator.objects.filter(user=by).delete()
    EmailAddress.objects.filter(user=by).delete()
    AuditEntry.objects.filter(person=by).update(address=None)
    for relation in User._meta.related_objects:
        manager = relation.related_model._default_manager
        if private_to := getattr(manager, "private_to", None):
            private_to(by).delete()
    by.groups.clear()
    if not keep_name:
        by.username = _name_of_nobody(by)
        by.first_name = by.last_name = ""
    by.email = ""
    by.is_active = by.is_staff = by.is_superuser = False
    by.last_login = None
    by.set_unusable_password()
    by.save()
    record(kind=AuditKind.LEFT, person=by, named=keep_name)
    return by


def _name_of_nobody(person: User) -> str:
    name = f"former-{person.pk}"
    while User.objects.filter(username__iexact=name).exists():
        name += "x"
    return name
