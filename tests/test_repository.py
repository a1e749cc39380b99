"""What is promised of the repository itself: the lock, the settings, the arrows, the documents."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts import check

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; .+?)?\s+# (?P<reason>.+)$")
LOCKS = ("requirements.txt", "requirements-dev.txt")
# What has a name of its own when imported.
IMPORTED_AS = {
    "axe-playwright-python": "axe_playwright_python",
    "django-allauth": "allauth",
    "django-csp": "csp",
    "django-environ": "environ",
    "django-filter": "django_filters",
    "djangorestframework": "rest_framework",
    "python-docx": "docx",
    "pyyaml": "yaml",
}
# What works without an import of ours: started as programs, loaded by others, or read by the type checker.
STARTED = {
    "drf-spectacular-sidecar", "gunicorn", "psycopg", "import-linter", "ruff", "mypy", "uv", "pytest-django", "pytest-benchmark",
    "django-stubs", "djangorestframework-stubs", "types-pyyaml", "types-markdown",
    "types-openpyxl",
}  # fmt: skip

# Packages of the plan that have not arrived; what they are to use is pinned already.
ABSENT = tuple(f"{name}:" for name in ("methods", "analyses", "advice") if not (ROOT / name).is_dir())


def tracked(*patterns: str) -> list[Path]:
    """The repository's files, whatever else lies in the folder."""
    if shutil.which("git"):
        command = ["git", "ls-files", "-co", "--exclude-standard", *patterns]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if listed.returncode == 0:
            return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    # An unpacked archive, or a clone that git finds to be somebody else's.
    return [path for pattern in patterns for path in ROOT.rglob(pattern) if not {".venv", "var"} & set(path.parts)]


def pins(lock: str) -> list[re.Match[str]]:
    lines = [line for line in (ROOT / lock).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
    matches = [(line, PIN.match(line)) for line in lines]
    assert [line for line, match in matches if match is None] == [], f"{lock}: a pin with a reason on each line"
    return [match for _, match in matches if match]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_line_says_who_uses_it(lock):
    assert all(match["reason"] for match in pins(lock))


@pytest.mark.parametrize("source", ["requirements.in", "requirements-dev.in"])
def test_every_direct_requirement_is_pinned_with_its_reason(source):
    wanted = dict(re.findall(r"^([A-Za-z0-9-]+)[^#\n]*?\s+# (.+)$", (ROOT / source).read_text(), re.M))
    pinned = {match["name"]: match["reason"] for match in pins(source.replace(".in", ".txt"))}
    assert {name.lower(): reason for name, reason in wanted.items()}.items() <= pinned.items()


def test_development_adds_to_the_running_site_and_repeats_nothing():
    assert {match["name"] for match in pins(LOCKS[0])} & {match["name"] for match in pins(LOCKS[1])} == set()


def test_what_needs_a_package_is_itself_pinned():
    everything = [match for lock in LOCKS for match in pins(lock)]
    names = {match["name"] for match in everything}
    needing = [match["reason"].removeprefix("needed by ") for match in everything if match["reason"].startswith("needed by ")]
    assert {name for reason in needing for name in reason.split(", ")} - names == set()


def test_every_direct_requirement_is_used():
    code = "\n".join(path.read_text() for path in tracked("*.py"))
    direct = [match["name"] for lock in LOCKS for match in pins(lock) if not match["reason"].startswith(("needed by ", *ABSENT))]
    unused = []
    for name in sorted(set(direct) - STARTED):
        module = re.escape(IMPORTED_AS.get(name, name.replace("-", "_")))
        if not re.search(rf"(^\s*(from|import) {module}\b|[\"']{module}[\".'])", code, re.M):
            unused.append(name)
    assert unused == []


def test_every_package_stands_in_the_contracts_of_imports():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["tool"]["importlinter"]["root_packages"]
    assert sorted(packages) == sorted(declared)


def test_every_setting_from_the_environment_is_explained():
    settings = (ROOT / "casebase" / "settings.py").read_text()
    asked = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert asked == explained


def test_every_make_target_is_documented():
    targets = set(re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.M)[0].split()) - {"help"}
    documents = ("README.md", "CONTRIBUTING.md", "docs/testing.md", "docs/operations.md")
    text = "".join((ROOT / name).read_text() for name in documents)
    assert {target for target in targets if f"make {target}" not in text} == set()


def test_every_link_between_documents_leads_somewhere():
    links = [(path, link) for path in tracked("*.md") for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())]
    ours = [(path, link) for path, link in links if "://" not in link and not link.startswith(("/", "mailto:"))]
    assert [f"{path.relative_to(ROOT)}: {link}" for path, link in ours if not (path.parent / link).exists()] == []


def settings_error(**environment: str) -> str:
    """What the settings say when the process has just this environment (and no .env is read)."""
    load = "import environ; environ.Env.read_env = staticmethod(lambda *a, **k: None); import casebase.settings"
    done = subprocess.run(
        [sys.executable, "-c", load], cwd=ROOT, env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def test_production_refuses_to_start_without_a_secret_or_with_the_public_one():
    assert "SECRET_KEY" in settings_error(ALLOWED_HOSTS="casebase.example.org")
    assert "SECRET_KEY" in settings_error(ALLOWED_HOSTS="casebase.example.org", SECRET_KEY="insecure-key-for-development-only")


def test_production_refuses_to_start_without_a_host():
    assert "ALLOWED_HOSTS" in settings_error(SECRET_KEY="x" * 60)


def test_production_starts_with_both():
    assert settings_error(SECRET_KEY="x" * 60, ALLOWED_HOSTS="casebase.example.org") == ""


def test_a_part_that_hangs_is_ended_with_all_that_it_has_started(monkeypatch):
    monkeypatch.setattr(check, "LIMIT", 0.5)
    # The first one waits for the second, which has the same output and would say something later.
    hanging = "import subprocess, sys; print('begun', flush=True); subprocess.run(['sh', '-c', 'sleep 5; echo late'])"
    status, said = check.finish([sys.executable, "-c", hanging], dict(os.environ))
    assert (status, said) == (-signal.SIGTERM, "begun\n")


def test_a_part_without_any_test_has_failed():
    part = check.Part("nothing", [sys.executable, "-c", "raise SystemExit(5)", "pytest"])
    part.run()
    assert part.failed
