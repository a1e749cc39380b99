"""Giving roles, closing accounts, demonstration accounts."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions.people import set_active, set_roles
from accounts.actions.tokens import create_token
from accounts.backends import AccountBackend
from accounts.enums import AuditKind, Role, TokenScope
from accounts.models import AuditEntry, User
from accounts.permissions import Permission, has_permission

pytestmark = pytest.mark.django_db


def test_administrator_gives_roles_and_it_is_written_down(cast, person):
    somebody = person("lin", Role.CONTRIBUTOR)
    assert not has_permission(somebody, Permission.REVIEW)
    set_roles(by=cast.admin, person=somebody, roles=[Role.REVIEWER])
    assert has_permission(somebody, Permission.REVIEW)
    entry = AuditEntry.objects.get(kind=AuditKind.ROLES_CHANGED)
    assert (entry.person, entry.by, entry.detail) == (somebody, cast.admin, {"before": ["contributor"], "after": ["reviewer"]})


def test_same_roles_again_change_nothing(cast, person):
    somebody = person("lin", Role.CODER)
    set_roles(by=cast.admin, person=somebody, roles=[Role.CODER])
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.READER}))
def test_others_give_no_roles(role, cast, person):
    with pytest.raises(PermissionDenied):
        set_roles(by=getattr(cast, role), person=person("lin"), roles=[Role.ADMIN])


def test_administrators_and_nobody_else_enter_the_administration_pages(cast, person):
    somebody = person("lin")
    assert set_roles(by=cast.admin, person=somebody, roles=[Role.ADMIN]).is_staff
    assert not set_roles(by=cast.admin, person=somebody, roles=[Role.EDITOR]).is_staff


def test_closed_account_loses_its_tokens(cast, person):
    somebody = person("lin", Role.CONTRIBUTOR)
    token = create_token(by=somebody, name="x", scope=TokenScope.READ, expires_at=timezone.now() + timedelta(days=1)).token
    set_active(by=cast.admin, person=somebody, active=False)
    set_active(by=cast.admin, person=somebody, active=True)
    token.refresh_from_db()
    assert not token.is_usable


def test_nobody_closes_their_own_account(cast):
    with pytest.raises(PermissionDenied):
        set_active(by=cast.admin, person=cast.admin, active=False)


def test_demo_accounts_are_refused_in_production():
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("demo_accounts")
    assert not User.objects.exists()


def test_demo_accounts_make_one_of_each_role_and_print_the_password(settings):
    settings.DEBUG = True
    for _ in range(2):
        out = StringIO()
        call_command("demo_accounts", stdout=out)
    assert {user.username: user.roles for user in User.objects.all()} == {role.value: [role] for role in Role}
    assert "casebase-demo" in out.getvalue()
    assert User.objects.get(username="editor").check_password("casebase-demo")


def test_demo_accounts_touch_no_real_account(settings, person):
    settings.DEBUG = True
    real = person("editor")
    with pytest.raises(CommandError, match="real account"):
        call_command("demo_accounts", stdout=StringIO())
    real.refresh_from_db()
    assert not real.check_password("casebase-demo")


def test_demo_accounts_open_nothing_in_production(settings):
    settings.DEBUG = True
    call_command("demo_accounts", stdout=StringIO())
    admin = User.objects.get(username="admin")
    assert AccountBackend().user_can_authenticate(admin)
    settings.DEBUG = False
    assert not AccountBackend().user_can_authenticate(admin)
    assert AccountBackend().get_user(admin.pk) is None


def test_old_audit_entries_are_cleared():
    now = timezone.now()
    for days in (1, 399, 401):
        AuditEntry.objects.create(kind=AuditKind.SIGNED_IN, at=now - timedelta(days=days))
    call_command("clear_audit", stdout=StringIO())
    assert AuditEntry.objects.count() == 2
