"""Give and take roles, open and close accounts."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.enums import AuditKind, Role
from accounts.models import ApiToken, User
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
    for cached in ("roles", "granted"):
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
