"""A PostgreSQL server of the tests' own: a spare port, a folder that goes away, nothing of the machine's touched.

`with server() as url: …` gives a DATABASE_URL. initdb refuses root, so that root runs it as another user.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
# Speed instead of safety: the data is thrown away.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c listen_addresses=127.0.0.1"
UTF8_LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def _version(folder: Path) -> int:
    digits = "".join(character for character in folder.parent.name if character.isdigit())
    return int(digits or 0)


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: the newest installed server's, else whatever pg_config or PATH names."""
    found = [folder for pattern in FOLDERS for folder in Path("/").glob(pattern[1:]) if (folder / "initdb").exists()]
    if found:
        return max(found, key=_version)
    if config := shutil.which("pg_config"):
        folder = Path(subprocess.run([config, "--bindir"], capture_output=True, text=True).stdout.strip())
        if (folder / "initdb").exists():
            return folder
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _somebody_else() -> dict[str, Any]:
    """Arguments for subprocess that make the program run as an ordinary user when we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody")


def _spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(*, lc_ctype: str = UTF8_LOCALE) -> Iterator[str]:
    """A running server; `lc_ctype="C"` for the locale in which PostgreSQL knows no letters but a to z."""
    folder = programs()
    if folder is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    # Short, because the path of a Unix socket has room for about a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="casebase-pg-", dir="/tmp"))
    port, password, who = _spare_port(), secrets.token_urlsafe(12), _somebody_else()
    data, word = home / "data", home / "word"
    word.write_text(password)
    if who:
        for path in (home, word):
            os.chown(path, who["user"], who["group"])

    def run(program: str, *arguments: str) -> None:
        # The output goes to a file: a pipe would be kept open by the server that stays behind.
        with (home / f"{program}.out").open("w+") as said:
            done = subprocess.run([folder / program, *arguments], stdout=said, stderr=said, cwd=home, env=environment, **who)
            said.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {said.read()}")

    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": UTF8_LOCALE}
    try:
        run("initdb", "-D", str(data), "-U", "casebase", "-A", "scram-sha-256", "--pwfile", str(word), "-E", "UTF8", "--no-sync",
            "--locale", UTF8_LOCALE, "--lc-ctype", lc_ctype, "--lc-collate", lc_ctype)  # fmt: skip
        run("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(data / "log"), "-o", f"-p {port} -k {home} {OPTIONS}", "start")
        try:
            environment["PGPASSWORD"] = password
            run("psql", "-h", "127.0.0.1", "-p", str(port), "-U", "casebase", "-d", "postgres", "-qc", "CREATE DATABASE casebase")
            yield f"postgresql://casebase:{password}@127.0.0.1:{port}/casebase"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
