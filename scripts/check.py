"""Run the parts of `make test` or `make test-long`, and say at the end which ran and which were skipped and why.

Parts run side by side, one more than there are cores (JOBS sets another number), because a browser and its test wait for
one another; each shows what it said when it has ended.
PostgreSQL and Chromium are used where they are, fetched where they may be, and done without where they may not.
LONG_COUNT sets how many times the long tests repeat what they do.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402
from tests.exchange import r_script  # noqa: E402
from tests.journeys import chromium  # noqa: E402

JOBS = int(os.environ.get("JOBS") or (os.cpu_count() or 1) + 1)
LIMIT = 45 * 60  # seconds after which a part counts as hung
FULL = 20  # from this LONG_COUNT on, nothing of the long tests is left out
GRACE = 30  # more seconds in which it may stop what it has started
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")
CLOSING = re.compile(r"\b(passed|failed|error|errors|skipped|no tests ran)\b.* in [\d.]+s")
FIGURE = "figure: "
"""So begins a line in which a test says what it measured; it stands in the closing lines too."""
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "casebase.settings",
    "DEBUG": "0",
    "ALLOWED_HOSTS": "casebase.example.org",
    "HTTPS": "1",
}
TESTING = {"DJANGO_SETTINGS_MODULE": "tests.settings"}


@dataclass
class Part:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    outcome: str = ""
    failed: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)

    def run(self) -> None:
        print(f"{self.name}: begins", flush=True)
        began = time.monotonic()
        status, said = finish(self.command, {**os.environ, "PYTHONUNBUFFERED": "1", **self.environment})
        print(f"\n──── {self.name} ────\n{said}", flush=True)
        self.figures = [line.removeprefix(FIGURE) for line in said.splitlines() if line.startswith(FIGURE)]
        lines = said.splitlines()[-40:]
        closing = next((line for line in reversed(lines) if CLOSING.search(line)), "")
        self.counts = {
            word.rstrip("s") if word.startswith("error") else word: int(number) for number, word in COUNT.findall(closing)
        }
        self.failed = status != 0
        what = closing.strip("= ") if closing else f"{time.monotonic() - began:.1f}s"
        self.outcome = f"ran, FAILED (status {status}): {what}" if self.failed else f"ran: {what}"


@dataclass
class Skipped:
    name: str
    why: str
    failed: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return f"skipped: {self.why}"

    def run(self) -> None:
        print(f"{self.name}: {self.outcome}", flush=True)


RUNNING: set[subprocess.Popen] = set()


def finish(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run a program to its end, or to LIMIT, and keep what it said."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        RUNNING.add(process)
        guard = threading.Timer(LIMIT, end, [process])
        guard.start()
        try:
            said = "".join(process.stdout or ())
            return process.wait(), said
        except BaseException:
            end(process)
            raise
        finally:
            guard.cancel()
            RUNNING.discard(process)


def end(process: subprocess.Popen) -> None:
    """End a program and all that it has started: it may stop a server first, and whatever is left then goes too."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        os.killpg(process.pid, signal.SIGKILL)


def run_side_by_side(parts: "list[Part | Skipped]") -> None:
    """Begin the parts in their order, JOBS at a time; whoever stops this program stops them."""
    with ThreadPoolExecutor(JOBS) as pool:
        running = [pool.submit(part.run) for part in parts]
        try:
            for one in running:
                one.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(RUNNING):
                end(process)
            raise


def fetch(*packages: str) -> bool:
    """Install the distribution's packages, which only root on a Debian or Ubuntu can."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {' '.join(packages)} with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "Acquire::http::Timeout=30", *packages]

    def quietly(*command: str) -> bool:
        return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    return quietly(*install) or (quietly("apt-get", "update", "-q") and quietly(*install))


def browser() -> str | None:
    """A Chromium, with a font that has Chinese characters where that can be had."""
    if not (found := chromium.find()):
        if fetch("chromium"):
            found = chromium.find()
        if not found:
            print("Fetching a Chromium with Playwright", flush=True)
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], cwd=ROOT)
            found = chromium.find()
    fonts = shutil.which("fc-list")
    if found and fonts and not subprocess.run([fonts, ":lang=zh"], capture_output=True).stdout.strip():
        fetch("fonts-noto-cjk")
    return found


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def suite(name: str, marker: str, *options: str, on_postgres: bool = False, lc_ctype: str = "") -> Part:
    command = python("-m", "pytest", "-rs", "--durations=5", *options, *(["-m", marker] if marker else []))
    if on_postgres:
        command = python("scripts/with_postgres.py", *(["--lc-ctype", lc_ctype] if lc_ctype else []), *command)
    return Part(name, command, TESTING)


def checks() -> list[Part]:
    production = {**PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(50), "DATABASE_URL": "sqlite://:memory:"}
    return [
        Part("style (ruff check)", python("-m", "ruff", "check", ".")),
        Part("layout (ruff format)", python("-m", "ruff", "format", "--check", "--diff", ".")),
        # Afresh: what mypy remembers of the settings does not notice a new one.
        Part("types (mypy)", python("-m", "mypy", "--no-incremental"), TESTING),
        Part("arrows (lint-imports)", python("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
        Part("migrations (makemigrations --check)", python("manage.py", "makemigrations", "--check", "--dry-run"), TESTING),
        Part(
            "production settings (check --deploy)",
            python("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            production,
        ),
    ]


def test() -> list[Part | Skipped]:
    """What takes longest stands first, so that all cores are busy to the end."""
    # What asks for no database needs no second one; what pages say is read on the second one in `make test-long`.
    parts: list[Part | Skipped] = [
        if_postgres("tests on PostgreSQL", "not journeys and not long and not pure and not pages", "--benchmark-skip"),
        suite("tests on SQLite", "not journeys and not long", "--benchmark-skip"),
    ]
    if browser():
        parts.append(suite("journeys in Chromium on SQLite", "journeys and not long and not looks"))
        parts.append(suite("looks of the pages in Chromium", "looks and not long"))
    else:
        parts.append(Skipped("journeys and looks in Chromium", "no Chromium here, and none could be fetched (set CHROMIUM)"))
    if not r_script.has_qca():  # where it is, the tests above run the script
        parts.append(Skipped("exported R script in R", "no R with the package QCA here"))
    return [*parts, *checks()]


def test_long() -> list[Part | Skipped]:
    """What takes longest stands first here too."""
    in_browser = browser()
    parts: list[Part | Skipped] = []
    # Sites with databases of their own, of both kinds, whatever DATABASE_URL says.
    if not postgres.programs() and not fetch("postgresql"):
        parts.append(
            Skipped("crowds, crashes and restarts on PostgreSQL", "no PostgreSQL server here, and none could be installed")
        )
    parts.append(suite("crowds, crashes and restarts", "durability"))
    parts.append(
        if_postgres("long tests on PostgreSQL", "long and not durability and not journeys and not pure", "--benchmark-skip")
    )
    parts.append(suite("long tests on SQLite", "long and not durability and not journeys", "--benchmark-skip"))
    if in_browser:
        parts.append(if_postgres("journeys in Chromium on PostgreSQL", "journeys and not looks"))
    else:
        parts.append(Skipped("journeys in Chromium on PostgreSQL", "no Chromium here, and none could be fetched (set CHROMIUM)"))
    parts.append(unless_reduced(if_postgres("pages on PostgreSQL", "pages and not journeys and not long", "--benchmark-skip")))
    if in_browser:
        parts.append(unless_reduced(suite("contrast of every text in Chromium on SQLite", "looks and long")))
    # There PostgreSQL knows no letters but a to z: what is stored and asked must be the analyser's alone.
    searching = ("tests/cases/search", "tests/cases/views/test_search.py")
    parts.append(if_postgres("search on PostgreSQL under lc_ctype=C", "", *searching, "--benchmark-skip", lc_ctype="C"))
    return parts


def unless_reduced(part: "Part | Skipped") -> "Part | Skipped":
    """What has been seen in part by `make test` is seen whole only where the long tests are not reduced."""
    count = int(os.environ.get("LONG_COUNT") or FULL)
    if count >= FULL or isinstance(part, Skipped):
        return part
    return Skipped(part.name, f"LONG_COUNT={count} is less than {FULL}")


def measured() -> list[Part]:
    """Benchmarks: they run when nothing else does."""
    return [suite("benchmarks", "", "--benchmark-only", "tests/benchmarks")]


def if_postgres(name: str, marker: str, *options: str, lc_ctype: str = "") -> Part | Skipped:
    if postgres.programs() or (fetch("postgresql") and postgres.programs()):
        return suite(name, marker, *options, on_postgres=True, lc_ctype=lc_ctype)
    return Skipped(name, "no PostgreSQL server here, and none could be installed")


def close(parts: list[Part | Skipped], began: float) -> int:
    print("\n──── what ran ────")
    for part in parts:
        print(f"{part.name}: {part.outcome}")
        for figure in part.figures:
            print(f"    {figure}")
    total: dict[str, int] = {}
    for part in parts:
        for word, number in part.counts.items():
            total[word] = total.get(word, 0) + number
    checks_failed = sum(part.failed and not part.counts for part in parts)
    if checks_failed:
        total["failed"] = total.get("failed", 0) + checks_failed
    words = ", ".join(f"{total[word]} {word}" for word in ("failed", "passed", "skipped", "xfailed", "error") if word in total)
    print(f"==== {words or 'no tests ran'} in {time.monotonic() - began:.2f}s ====", flush=True)
    return int(any(part.failed for part in parts))


def main(which: str) -> int:
    began = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGHUP):  # parts have sessions of their own: whoever ends this program ends them by it
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    parts = {"test": test, "test-long": test_long}[which]()
    run_side_by_side(parts)
    alone = measured() if which == "test-long" else []
    for part in alone:
        part.run()
    return close([*parts, *alone], began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
