"""The administration pages: one door, read-only tables, roles given through the actions."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.actions.people import set_roles
from accounts.enums import AuditKind, Role
from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(cast, signed_in):
    return signed_in(set_roles(by=None, person=cast.admin, roles=[Role.ADMIN]))


def test_administration_has_no_sign_in_of_its_own(outsider):
    for path in ("/admin/", "/admin/login/"):
        answer = outsider.get(path, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert outsider.post("/admin/login/", {"username": "a", "password": "b"})["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.READER}))
def test_others_do_not_enter(role, cast, signed_in):
    answer = signed_in(getattr(cast, role)).get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "Not for this account" in answer.content.decode()


def test_administrator_sees_every_table(administrator):
    page = administrator.get("/admin/").content.decode()
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if path in page:
            assert administrator.get(path).status_code == 200
    for path in ("/admin/accounts/user/", "/admin/accounts/auditentry/", "/admin/accounts/apitoken/"):
        assert path in page


@pytest.mark.parametrize("path", ["accounts/auditentry", "accounts/apitoken"])
def test_tables_are_read_only(administrator, path):
    assert administrator.get(f"/admin/{path}/add/").status_code == 403


def test_nobody_is_added_or_deleted_in_the_administration(administrator, cast):
    assert administrator.get("/admin/accounts/user/add/").status_code == 403
    assert administrator.post(f"/admin/accounts/user/{cast.coder.pk}/delete/", {"post": "yes"}).status_code == 403


def test_roles_are_given_and_written_down(administrator, cast):
    groups = Group.objects.filter(name__in=["coder", "reviewer"])
    administrator.post(f"/admin/accounts/user/{cast.coder.pk}/change/", {"is_active": "on", "groups": [g.pk for g in groups]})
    assert set(cast.coder.groups.all()) == set(groups)
    entry = AuditEntry.objects.get(kind=AuditKind.ROLES_CHANGED, person=cast.coder)
    assert (entry.by, entry.detail["after"]) == (cast.admin, ["coder", "reviewer"])


def test_account_is_closed_and_written_down(administrator, cast):
    path = f"/admin/accounts/user/{cast.coder.pk}/change/"
    administrator.post(path, {"groups": [g.pk for g in cast.coder.groups.all()]})
    cast.coder.refresh_from_db()
    assert not cast.coder.is_active
    assert AuditEntry.objects.filter(kind=AuditKind.STATUS_CHANGED, person=cast.coder, by=cast.admin).count() == 1


def test_administrator_cannot_make_a_superuser_or_rename_anybody(administrator, cast):
    path = f"/admin/accounts/user/{cast.coder.pk}/change/"
    form = {"is_active": "on", "is_superuser": "on", "is_staff": "on", "username": "root", "password": "x", "groups": []}
    administrator.post(path, form)
    cast.coder.refresh_from_db()
    assert (cast.coder.is_superuser, cast.coder.is_staff, cast.coder.username) == (False, False, "coder")


def test_administrator_cannot_close_their_own_account(administrator, cast):
    administrator.post(f"/admin/accounts/user/{cast.admin.pk}/change/", {"groups": [g.pk for g in cast.admin.groups.all()]})
    cast.admin.refresh_from_db()
    assert cast.admin.is_active
