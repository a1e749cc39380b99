"""The test database comes back as it was after tests that commit."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

from tests import snapshots


@pytest.mark.django_db(transaction=True)
def test_restore_takes_back_what_was_committed_and_numbers_go_on():
    kinds = ContentType.objects.count()
    first = get_user_model().objects.create_user("before")
    snapshots.take("for_a_test")
    get_user_model().objects.create_user("after")
    snapshots.restore("for_a_test")
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["before"]
    assert ContentType.objects.count() == kinds
    assert get_user_model().objects.create_user("next").pk > first.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_committing_test_starts_without_the_others_people(turn):
    assert get_user_model().objects.count() == 0
    get_user_model().objects.create_user(f"turn-{turn}")
