"""A database in which lists would stand in another order is warned of."""

from collections.abc import Iterator

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection, connections

pytestmark = pytest.mark.django_db


def warnings(alias: str) -> list[str | None]:
    return [one.id for one in run_checks(tags=[Tags.database], databases=[alias])]


@pytest.fixture
def english() -> Iterator[str]:
    """A database on the same server that sorts as English does."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one order only")
    other = connection.copy("english")
    other.settings_dict["OPTIONS"].pop("pool", None)
    with other.cursor() as cursor:
        cursor.execute("CREATE DATABASE english TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'")
    other.close()
    here, other.settings_dict["NAME"] = other.settings_dict["NAME"], "english"
    connections["english"] = other
    yield "english"
    other.close()
    other.settings_dict["NAME"] = here
    with other.cursor() as cursor:
        cursor.execute("DROP DATABASE english")
    other.close()
    del connections["english"]


def test_a_database_that_sorts_by_characters_is_sound() -> None:
    assert warnings("default") == []


def test_a_database_that_sorts_as_a_language_does_is_warned_of(english) -> None:
    assert warnings(english) == ["cases.W001"]
