"""A PostgreSQL server of the tests' own: a spare port, a folder that goes away, nothing of the machine's touched.

`with server() as url: …` gives a DATABASE_URL. initdb refuses root, so that root runs it as another user.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
DURABLE = "-c max_connections=60 -c listen_addresses=127.0.0.1 -c hot_standby_feedback=on"
# Speed instead of safety: the data is thrown away.
OPTIONS = f"-c fsync=off -c synchronous_commit=off -c full_page_writes=off {DURABLE}"
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


class Cluster:
    """One server with its folder: it can be stopped, started, killed and followed by another one."""

    def __init__(self, home: Path, name: str, options: str, password: str, environment: dict[str, str]):
        self.home, self.data, self.port, self.options = home, home / name, _spare_port(), options
        self.password, self.environment = password, environment
        self.url = self.address("casebase")

    def address(self, database: str) -> str:
        return f"postgresql://casebase:{self.password}@127.0.0.1:{self.port}/{database}"

    def run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder
        # The output goes to a file: a pipe would be kept open by the server that stays behind.
        with (self.home / f"{program}.out").open("w+") as said:
            done = subprocess.run(
                [folder / program, *arguments], stdout=said, stderr=said, cwd=self.home, env=self.environment, **_somebody_else()
            )
            said.seek(0)
            if done.returncode:
                log = Path(f"{self.data}.log")
                raise RuntimeError(f"{program} failed: {said.read()} {log.read_text()[-2000:] if log.exists() else ''}")

    def start(self) -> None:
        where = f"-p {self.port} -k {self.home} {self.options}"
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", f"{self.data}.log", "-o", where, "start")

    def stop(self, how: str = "immediate") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def created(self, name: str, template: str = "template0") -> str:
        """The address of a new database, a copy of the other."""
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "casebase", "-d", "postgres", "-q")
        # Without the checkpoint a crash would set the copy's sequences back: their next numbers count as logged already.
        self.run("psql", *where, "-c", f'CREATE DATABASE "{name}" TEMPLATE "{template}"', "-c", "CHECKPOINT")
        return self.address(name)

    def is_running(self) -> bool:
        return (self.data / "postmaster.pid").exists()

    def kill(self) -> None:
        """End the server and all that it started as a power cut would, but for the machine's own memory."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        processes = [first, *(one for one, (_, parent) in _processes().items() if parent == first)]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(state != "Z" for one, (state, _) in _processes().items() if one in processes):
            time.sleep(0.05)
        # Where nobody reaps the dead, the server would take itself for still running.
        for lock in (self.data / "postmaster.pid", self.home / f".s.PGSQL.{self.port}.lock"):
            lock.unlink(missing_ok=True)

    @contextmanager
    def followed(self) -> Iterator["Cluster"]:
        """A second server that takes over, as it happens, all that is written here, and can be read."""
        other = Cluster(self.home, f"{self.data.name}-replica", self.options, self.password, self.environment)
        source = f"host=127.0.0.1 port={self.port} user=casebase password={self.password}"
        self.run("pg_basebackup", "-d", source, "-D", str(other.data), "-R", "-X", "stream", "-c", "fast", "--no-sync")
        other.start()
        try:
            yield other
        finally:
            if other.is_running():
                other.stop()


def _processes() -> dict[int, tuple[str, int]]:
    """State and parent of every process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            found[int(path.parent.name)] = (state, int(parent))
    return found


@contextmanager
def cluster(*, lc_ctype: str = UTF8_LOCALE, durable: bool = False) -> Iterator[Cluster]:
    """A running server; one that is `durable` keeps its promises when it is killed, at the price of speed."""
    if programs() is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    # Short, because the path of a Unix socket has room for about a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="casebase-pg-", dir="/tmp"))
    word, who = home / "word", _somebody_else()
    word.write_text(secrets.token_urlsafe(12))
    if who:
        for path in (home, word):
            os.chown(path, who["user"], who["group"])
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": UTF8_LOCALE}
    one = Cluster(home, "data", DURABLE if durable else OPTIONS, word.read_text(), environment)
    try:
        one.run("initdb", "-D", str(one.data), "-U", "casebase", "-A", "scram-sha-256", "--pwfile", str(word), "-E", "UTF8",
            "--no-sync", "--locale", UTF8_LOCALE, "--lc-ctype", lc_ctype, "--lc-collate", lc_ctype)  # fmt: skip
        one.start()
        try:
            environment["PGPASSWORD"] = one.password
            one.created("casebase")
            yield one
        finally:
            if one.is_running():
                one.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def server(*, lc_ctype: str = UTF8_LOCALE) -> Iterator[str]:
    """The address of a running server; `lc_ctype="C"` for the locale in which PostgreSQL knows no letters but a to z."""
    with cluster(lc_ctype=lc_ctype) as one:
        yield one.url
