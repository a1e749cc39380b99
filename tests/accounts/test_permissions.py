"""Roles and what they grant."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group

from accounts.enums import Role
from accounts.permissions import GRANTS, Permission, has_permission, permissions_of


def documented() -> dict[tuple[str, str], bool]:
    """The table of docs/security.md: (permission, role) → yes or no."""
    text = Path(settings.BASE_DIR, "docs/security.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", text, re.MULTILINE)]
    start = next(n for n, row in enumerate(rows) if row[0] == "permission")
    roles = rows[start][1:]
    return {
        (row[0], role): {"yes": True, "–": False}[cell]
        for row in rows[start + 2 : start + 2 + len(Permission)]
        for role, cell in zip(roles, row[1:], strict=True)
    }


def test_documentation_lists_every_role_and_permission():
    assert set(documented()) == {(permission.value, role.value) for permission in Permission for role in Role}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_role_grants_what_the_documentation_says(permission, role):
    assert (permission in permissions_of([role])) == documented()[permission.value, role.value]


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_person_may_do_what_the_role_grants(role, person):
    somebody = person("lin", role)
    assert {permission for permission in Permission if has_permission(somebody, permission)} == GRANTS[role]


@pytest.mark.django_db
def test_roles_add_up(person):
    somebody = person("lin", Role.CODER, Role.REVIEWER)
    assert somebody.granted == GRANTS[Role.CODER] | GRANTS[Role.REVIEWER]
    assert somebody.roles == [Role.CODER, Role.REVIEWER]


def test_stranger_may_do_nothing():
    assert [permission for permission in Permission if has_permission(AnonymousUser(), permission)] == []


@pytest.mark.django_db
def test_closed_account_may_do_nothing(person):
    somebody = person("lin", Role.ADMIN)
    somebody.is_active = False
    assert somebody.granted == frozenset()


@pytest.mark.django_db
def test_superuser_counts_as_administrator(person):
    somebody = person("lin")
    somebody.is_superuser = True
    assert somebody.roles == [Role.ADMIN]
    assert somebody.granted == frozenset(Permission)


@pytest.mark.django_db
def test_group_that_is_no_role_grants_nothing(person):
    somebody = person("lin")
    somebody.groups.add(Group.objects.create(name="choir"))
    assert somebody.roles == []
    assert somebody.granted == frozenset()


@pytest.mark.django_db
def test_permissions_ask_the_database_once(person, django_assert_num_queries):
    somebody = person("lin", Role.EDITOR)
    with django_assert_num_queries(1):
        for permission in Permission:
            has_permission(somebody, permission)
        assert somebody.roles == [Role.EDITOR]


@pytest.mark.django_db
def test_migration_makes_a_group_for_each_role():
    assert set(Group.objects.values_list("name", flat=True)) >= set(Role.values)


@pytest.mark.parametrize("role", Role)
def test_role_is_described_in_a_sentence(role):
    assert str(role.description).endswith(".")
