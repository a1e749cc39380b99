"""Backup and restore: one file with the database, the uploads, and what they are."""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import pq

from cases.models import CodebookVersion
from cases.queries.version import data_version

DATABASE, MEDIA, ABOUT = "database", "media", "about.json"
Place = Mapping[str, Any]
"""A database, as Django's settings have it."""


class Unusable(Exception):
    """A backup cannot be made or used; the text says why and what to do."""


def backup(target: Path, database: Place, media: Path) -> dict[str, Any]:
    """Write the file while people go on working. It stands under its name when it is whole, and not before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy, packed = Path(folder) / DATABASE, Path(folder) / "packed"
        made = _about()
        (_dump_sqlite if _is_sqlite(database) else _dump_postgres)(database, copy)
        about = {**made, "vendor": _vendor(database), "sha256": _hash(copy)}
        with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
            said = json.dumps(about, indent=1).encode()
            entry = tarfile.TarInfo(ABOUT)
            entry.size = len(said)
            archive.addfile(entry, io.BytesIO(said))
            archive.add(copy, DATABASE)
            if media.is_dir():
                archive.add(media, MEDIA)
        with packed.open("rb") as file:
            os.fsync(file.fileno())
        packed.chmod(0o600)  # accounts and drafts are in it
        packed.replace(target)
    return about


def restore(source: Path, database: Place, media: Path) -> dict[str, Any]:
    """Put the uploads and the database in place of what is there. Nothing is touched before the file was found whole."""
    try:
        media.mkdir(parents=True, exist_ok=True)
        # Beside the uploads, which are then put in place by their names alone: there is room for what is kept.
        with tempfile.TemporaryDirectory(dir=media.parent, ignore_cleanup_errors=True) as folder:
            about = _unpack(source, Path(folder))
            if about["vendor"] != _vendor(database):
                kinds = f"{about['vendor']}, and DATABASE_URL names {_vendor(database)}"
                raise Unusable(f"{source} is of {kinds}. Restore into the same kind.")
            _put_uploads(Path(folder) / MEDIA, media)
            (_load_sqlite if _is_sqlite(database) else _load_postgres)(Path(folder) / DATABASE, database)
    except (OSError, sqlite3.Error) as error:
        raise Unusable(
            f"{source} could not be restored: {error}. The database is as it was; see to this and try again."
        ) from error
    return about


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """What the backup says of itself, once it stands in the folder and was found whole."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            _extract(archive, folder)
        about = json.loads((folder / ABOUT).read_text())
        whole = _hash(folder / DATABASE) == about["sha256"]
    except (EOFError, gzip.BadGzipFile, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{source} is not a backup of Casebase, or is damaged: {error}") from error
    if not whole:
        raise Unusable(f"{source} is damaged: its database is not the one that was packed. Use another backup.")
    return about


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Only what a backup holds, as plain files below the folder, whatever else stands in the archive."""
    missing = {ABOUT, DATABASE}
    for entry in archive:
        parts = Path(entry.name).parts
        if entry.isfile() and ".." not in parts and (entry.name in (ABOUT, DATABASE) or parts[0] == MEDIA):
            place = folder.joinpath(*parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            with archive.extractfile(entry) as packed, place.open("wb") as file:  # type: ignore[union-attr]
                shutil.copyfileobj(packed, file)
            missing.discard(entry.name)
    if missing:
        raise tarfile.ReadError(f"there is no {' and no '.join(sorted(missing))} in it")


def _put_uploads(found: Path, media: Path) -> None:
    for file in sorted(found.rglob("*")):
        if file.is_file():
            place = media / file.relative_to(found)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, place)


def _about() -> dict[str, Any]:
    """What the copy is of: for whoever finds the file in ten years."""
    sequence = data_version()
    applied = MigrationRecorder(connection).applied_migrations()
    last = dict(sorted(applied))
    return {
        "what": "Casebase backup: database and uploads. Restore it with `manage.py restore`.",
        "made": timezone.now().isoformat(),
        "sequence": sequence,
        "codebooks": list(CodebookVersion.objects.order_by("uid").values_list("uid", flat=True)),
        "migrations": last,
    }


def _vendor(database: Place) -> str:
    return "sqlite" if _is_sqlite(database) else "postgresql"


def _is_sqlite(database: Place) -> bool:
    return "sqlite" in database["ENGINE"]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# SQLite -------------------------------------------------------------------------------------------


def _dump_sqlite(database: Place, copy: Path) -> None:
    """A snapshot: in WAL mode nobody who writes has to wait for it."""
    _copy_sqlite(Path(database["NAME"]), copy)


def _load_sqlite(copy: Path, database: Place) -> None:
    found = sqlite3.connect(copy)
    sound = found.execute("PRAGMA integrity_check").fetchone()[0]
    found.close()
    if sound != "ok":
        raise Unusable(f"The database in the backup is damaged: {sound}. Use another backup.")
    Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    _copy_sqlite(copy, Path(database["NAME"]))


def _copy_sqlite(source: Path, target: Path) -> None:
    one, other = sqlite3.connect(source, timeout=20), sqlite3.connect(target, timeout=20)
    try:
        one.backup(other)
    finally:
        one.close()
        other.close()


# PostgreSQL ---------------------------------------------------------------------------------------


def _dump_postgres(database: Place, copy: Path) -> None:
    _run("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", "--file", str(copy))


CLEARED = """
DO $$
DECLARE tables text;
BEGIN
    SELECT string_agg(oid::regclass::text, ', ') INTO tables FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    AND oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_class'::regclass AND deptype = 'e');
    IF tables IS NOT NULL THEN
        EXECUTE 'DROP TABLE ' || tables || ' CASCADE';
    END IF;
END $$
"""
"""Every table goes, also those of a newer version, which name the others. Extensions' tables and the schema's rights stay."""


def _load_postgres(copy: Path, database: Place) -> None:
    """In one transaction, which begins when the script is whole."""
    script = copy.with_suffix(".sql")
    _run("pg_restore", database, "--clean", "--if-exists", "--no-owner", "--no-privileges", "--file", str(script), str(copy))
    once = ("--single-transaction", "--set", "ON_ERROR_STOP=1", "--no-psqlrc", "--quiet")
    _run("psql", database, *once, "--command", CLEARED, "--file", str(script))


def _run(program: str, database: Place, *options: str) -> None:
    """The program of the server's own version."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and options of our own
            [program, *options], env=os.environ | _environment(database), capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise Unusable(f"{program} is not installed: it comes with PostgreSQL’s client programs.") from error
    if done.returncode:
        raise Unusable(f"{program}: {done.stderr.strip()[-2000:]}")


def _environment(database: Place) -> dict[str, str]:
    """How the server is reached, TLS included, in the library's own variables: no list of processes shows the password."""
    names = {"NAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    said = database.get("OPTIONS", {}) | {keyword: database[name] for name, keyword in names.items() if database.get(name)}
    known = {one.keyword.decode(): one.envvar.decode() for one in pq.Conninfo.get_defaults() if one.envvar}
    return {known[keyword]: str(value) for keyword, value in said.items() if keyword in known}
