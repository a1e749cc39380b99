"""What every test may ask for: the database, the content, a cast of people.

`content` loads content/ once per run; tests that ask for it run after those that want an empty database. A test that
commits (`transaction=True`, `live_server`) finds the database as it was: with the content if it asks for it, else empty.
"""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase

from cases.queries import facets
from scripts import catalogue
from tests import snapshots
from tests.settings import RUN_DIR

ROLES = ("contributor", "coder", "reviewer", "editor", "teacher", "admin")
PASSWORD = "a long enough pass phrase"


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or "live_server" in fixtures or "transactional_db" in fixtures


def uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ()) or commits(item)


def pytest_configure(config: pytest.Config) -> None:
    RUN_DIR.mkdir(mode=0o700)
    config.add_cleanup(lambda: shutil.rmtree(RUN_DIR, ignore_errors=True))


def pytest_sessionstart() -> None:
    """The Chinese texts as they stand in the source, also in a clone where nothing has been compiled."""
    if catalogue.PO.exists():
        catalogue.compile_catalogue()


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_mark_pure_and_pages(items: list[pytest.Item]) -> None:
    """Before anything is selected: what asks for no database, and what pages say, need not run on a second one each time."""
    for item in items:
        if not uses_database(item):
            item.add_marker(pytest.mark.pure)
        elif "views" in item.path.parts and not item.get_closest_marker("databases") and not commits(item):
            item.add_marker(pytest.mark.pages)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pure tests first, then the empty database, then the content, then those that commit."""
    items.sort(key=lambda item: (uses_database(item), commits(item), "content" in getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """All that has been imported and collected stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A pool that a test without a database has made would go on leading to the database that is not for tests."""
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # only this kind of connection has one


@pytest.fixture(scope="session")
def migrated() -> Iterator[SimpleNamespace]:
    """Whether a run of this very code has left a database with its migrations; if not, others wait until this one has."""
    with ExitStack() as stack:
        stack.enter_context(snapshots.one_at_a_time())
        found = snapshots.fetch("migrated", Path(settings.DATABASES["default"]["TEST"].get("NAME") or ""))
        yield SimpleNamespace(found=found, done=stack.close)


@pytest.fixture(scope="session")
def django_db_keepdb(migrated: SimpleNamespace) -> bool:
    return migrated.found


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker, migrated: SimpleNamespace) -> None:
    with django_db_blocker.unblock():
        snapshots.refuse_real_database()
        snapshots.take("migrated")
        if not migrated.found:
            snapshots.keep("migrated")
    migrated.done()


@pytest.fixture(scope="session")
def content(django_db_setup: None, django_db_blocker) -> None:
    """Everything under content/, loaded once and committed; each test's own changes are rolled back on top of it."""
    with django_db_blocker.unblock(), snapshots.one_at_a_time():
        if snapshots.fetch("content", snapshots.copy_of("content")):
            snapshots.restore("content")
            return
        snapshots.restore("migrated")
        call_command("load_content", "--no-robustness", verbosity=0)
        snapshots.take("content")
        snapshots.keep("content")


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server):
    """Started once the tests' own database is there: before, it would share the tests' connection with every request."""
    assert live_server.thread.connections_override == {}
    return live_server


@pytest.fixture(scope="session", autouse=True)
def _no_emptying() -> None:
    """What a test commits stays: the next one that commits puts the database back anyhow, and only such come after it."""
    TransactionTestCase._fixture_teardown = lambda self: None  # type: ignore[attr-defined]  # not in the stubs


@pytest.fixture(autouse=True)
def _database_as_it_was(request: pytest.FixtureRequest) -> None:
    if commits(request.node):
        request.getfixturevalue("_django_db_helper")
        snapshots.restore("content" if "content" in request.fixturenames else "migrated")


@pytest.fixture(autouse=True)
def _fresh_index() -> None:
    """The index of facets belongs to the process; the database of a test does not."""
    facets._indexes.clear()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request in Chinese must not colour the next test."""
    from django.utils import translation

    yield
    translation.activate("en")


@pytest.fixture
def person(db) -> Callable[..., object]:
    """`person("lin", "coder")`: somebody with that name and those roles, whose password is PASSWORD."""

    def create(name: str, *roles: str):
        user = get_user_model().objects.create_user(username=name, email=f"{name}@example.org", password=PASSWORD)
        user.groups.set(Group.objects.get(name=role) for role in roles)
        return user

    return create


@pytest.fixture
def cast(person) -> SimpleNamespace:
    """One person per role: `cast.contributor`, `cast.coder`, … `cast.admin`. The outsider has no account: see `client`."""
    return SimpleNamespace(**{role: person(role, role) for role in ROLES})


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(cast.reviewer)`: a client whose requests come from that person."""

    def create(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return create


@pytest.fixture
def outsider() -> Client:
    """A client that nobody is signed in to."""
    return Client()


@pytest.fixture
def empty_cache(db) -> None:
    """No counted attempts, no remembered answers."""
    cache.clear()


@pytest.fixture
def figure(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Say what was measured: scripts/check.py repeats it in its last lines."""

    def say(words: str) -> None:
        with capsys.disabled():
            print(f"\nfigure: {words}", flush=True)  # noqa: T201

    return say
