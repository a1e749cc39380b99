"""A backup taken while people write is a state that was, and comes back record by record."""

import resource
import sqlite3
import tarfile
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from cases.actions.publish import publish
from cases.models import Case, Revision
from exchange.backup import Unusable, backup, restore
from tests.cases import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second(tmp_path: Path):
    """Another database of the same kind, empty."""
    place = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        yield place | {"NAME": str(tmp_path / "second.sqlite3")}
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    yield place | {"NAME": "restored"}
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE restored")


def rows(place: dict[str, Any], sql: str) -> list[tuple[Any, ...]]:
    """What the other database answers, or does."""
    if "sqlite" in place["ENGINE"]:
        with closing(sqlite3.connect(place["NAME"], isolation_level=None)) as opened:
            return opened.execute(sql).fetchall()
    import psycopg

    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    address = {name: place[key] for key, name in names.items() if place.get(key)}
    with psycopg.connect(dbname=place["NAME"], autocommit=True, **address) as opened:
        answer = opened.execute(sql)
        return answer.fetchall() if answer.description else []


def test_a_backup_under_load_comes_back_record_by_record(tmp_path, second) -> None:
    publish(make.world(), by=None)
    media = tmp_path / "media"
    media.mkdir()
    (media / "说明.txt").write_text("uploaded")
    written: list[int] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            publish([make.case(f"w-{len(written)}", codings=[make.coding("problem:formalism")])], by=None)
            written.append(Case.objects.count())
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            stop.wait(0.05)
        before = len(written)
        about = backup(tmp_path / "all.tar.gz", connection.settings_dict, media)
        while len(written) < before + 2:  # nobody who writes was stopped for good
            stop.wait(0.05)
    finally:
        stop.set()
        writer.join()
    assert about["vendor"] == connection.vendor
    restore(tmp_path / "all.tar.gz", second, tmp_path / "back")
    assert (tmp_path / "back" / "说明.txt").read_text() == "uploaded"
    cases = rows(second, "SELECT uid, slug, label_en, revision_id FROM cases_case ORDER BY id")
    assert before <= len(cases) < len(written)
    mine = list(Case.objects.order_by("pk").values_list("uid", "slug", "label_en", "revision_id"))
    assert cases == mine[: len(cases)]
    last = rows(second, "SELECT value FROM cases_publishsequence")[0][0]
    kept = Revision.objects.filter(sequence__lte=last).order_by("pk").values_list("pk", "kind", "uid", "number")
    assert rows(second, "SELECT id, kind, uid, number FROM cases_revision ORDER BY id") == list(kept)
    for table in ("cases_coding", "cases_evidence", "cases_searchentry", "cases_search"):
        assert rows(second, f"SELECT count(*) FROM {table}")[0][0] > 0  # noqa: S608
    over_a_newer_version(tmp_path / "all.tar.gz", second, cases)


def over_a_newer_version(source: Path, second: dict[str, Any], cases: list[tuple[Any, ...]]) -> None:
    """A table that the backup does not know, and that names its own, is gone; what fails leaves everything as it was."""
    rows(second, "CREATE TABLE later (id integer PRIMARY KEY, case_id bigint NOT NULL REFERENCES cases_case (id))")
    rows(second, "DELETE FROM cases_search")
    if connection.vendor == "postgresql":
        rows(second, "DROP TABLE cases_searchentry")
        rows(second, "CREATE DOMAIN cases_searchentry AS text")  # in the way of the table
        with pytest.raises(Unusable, match="cases_searchentry"):
            restore(source, second, source.parent / "back")
        assert rows(second, "SELECT count(*) FROM later") == rows(second, "SELECT count(*) FROM cases_search") == [(0,)]
        assert rows(second, "SELECT uid, slug, label_en, revision_id FROM cases_case ORDER BY id") == cases
        rows(second, "DROP DOMAIN cases_searchentry")
    restore(source, second, source.parent / "back")
    assert rows(second, "SELECT uid, slug, label_en, revision_id FROM cases_case ORDER BY id") == cases
    assert rows(second, "SELECT count(*) FROM cases_search")[0][0] > 0
    rows(second, "CREATE TABLE later (id integer)")  # as migrations would make it


def test_what_is_no_whole_backup_changes_nothing(tmp_path, second) -> None:
    publish([*make.world(), make.case("a")], by=None)
    good = tmp_path / "good.tar.gz"
    backup(good, connection.settings_dict, tmp_path / "none")
    assert [path.name for path in tmp_path.glob("*.tar.gz")] == ["good.tar.gz"]
    cut, changed, other = (tmp_path / f"{name}.tar.gz" for name in ("cut", "changed", "other"))
    data = good.read_bytes()
    cut.write_bytes(data[:-2000])
    changed.write_bytes(data[: len(data) // 2] + bytes(200) + data[len(data) // 2 + 200 :])
    with tarfile.open(other, "w:gz") as archive:
        archive.add(__file__, "database")
    for damaged, said in (
        (cut, "is damaged"),
        (changed, "is damaged"),
        (other, "no about.json"),
        (tmp_path / "no", "No such file"),
    ):
        with pytest.raises(Unusable, match=said):
            restore(damaged, second, tmp_path)
    other_engine = {"sqlite": "django.db.backends.postgresql", "postgresql": "django.db.backends.sqlite3"}
    foreign = second | {"ENGINE": other_engine[connection.vendor]}
    with pytest.raises(Unusable, match="same kind"):
        restore(good, foreign, tmp_path)
    if connection.vendor == "postgresql":  # a server without TLS
        strict = connection.settings_dict | {"OPTIONS": {**connection.settings_dict["OPTIONS"], "sslmode": "require"}}
        with pytest.raises(Unusable, match="SSL"):
            backup(tmp_path / "plain.tar.gz", strict, tmp_path / "none")
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", str(good))
    assert Case.objects.get().uid == "a"


def test_what_stands_in_the_way_of_a_backup_is_said_and_the_database_is_as_it_was(tmp_path, second, monkeypatch) -> None:
    publish([*make.world(), make.case("a")], by=None)
    media, back = tmp_path / "media", tmp_path / "back"
    for folder in (media / "plans", back):
        folder.mkdir(parents=True)
    (media / "plans" / "说明.txt").write_text("uploaded")
    (back / "plans").write_text("in the way")
    backup(tmp_path / "all.tar.gz", connection.settings_dict, media)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))  # what is unpacked stands beside the uploads
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    for largest, said in ((4096, "File too large"), (limits[0], "File exists")):
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, limits[1]))
        try:
            with pytest.raises(Unusable, match=f"{said}.* The database is as it was"):
                restore(tmp_path / "all.tar.gz", second, back)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert is_empty(second)
    (back / "plans").unlink()
    restore(tmp_path / "all.tar.gz", second, back)
    assert (back / "plans" / "说明.txt").read_text() == "uploaded"
    assert rows(second, "SELECT uid FROM cases_case") == [("a",)]


def is_empty(place: dict[str, Any]) -> bool:
    if "sqlite" in place["ENGINE"]:
        return not Path(place["NAME"]).exists()
    return rows(place, "SELECT * FROM pg_tables WHERE schemaname = 'public'") == []
