"""Bring the tree to the state in which the site can start: .env, catalogues, database, content, demo accounts.

Each step remembers what it was made from (in var/prepared.json) and is left out while that has not changed, so that
the second start takes seconds.
"""

import hashlib
import io
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
MEMORY = VAR / "prepared.json"
FRESH_ENV = """\
# Written by `make run` for this machine. See .env.example for what else can be set.
DEBUG=1
SECRET_KEY={secret}
"""


def write_env() -> None:
    path = ROOT / ".env"
    if path.exists():
        return
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(FRESH_ENV.format(secret=secrets.token_urlsafe(50)))
    print("Wrote .env with DEBUG=1 and a secret key of its own")


def digest(*patterns: str, also: Iterable[str] = ()) -> str:
    """One hash over the names and texts of the files that the patterns match, and over anything else that counts."""
    total = hashlib.sha256("\n".join(also).encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def database_identity() -> str:
    """The address, and for SQLite the very file: a deleted or restored one is prepared again."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite"):
        return url
    settings = environ.Env.db_url_config(url) if url else {"NAME": str(VAR / "casebase.sqlite3")}
    path = Path(settings["NAME"])
    return f"{path}:{path.stat().st_ino if path.exists() else 'new'}"


def compile_catalogues() -> None:
    subprocess.run([sys.executable, "scripts/catalogue.py", "compile"], check=True, cwd=ROOT)


def manage(*arguments: str) -> str:
    """A management command in this process: Django starts once for all of them."""
    import django
    from django.apps import apps
    from django.core.management import call_command

    if not apps.ready:
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "casebase.settings"
        django.setup()
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def bring_database_up() -> None:
    manage("migrate", "--no-input", "--verbosity=0")
    manage("check", "--tag", "database", "--database", "default")  # its warnings go to the standard error
    manage("createcachetable")


def step(memory: dict, name: str, made_from: Callable[[], str], work: Callable[[], str | None], saying: str) -> bool:
    """Do the work unless it was done from the same; remember what it printed. Says whether there was work."""
    if memory.get(name, {}).get("from") == made_from():
        return False
    print(f"{saying} …", end=" ", flush=True)
    began = time.monotonic()
    printed = work() or ""
    print(f"{time.monotonic() - began:.1f} s", flush=True)
    print(printed, end="")
    # Asked again, because the work may have made what it is made from: the database file.
    memory[name] = {"from": made_from(), "printed": printed}
    MEMORY.write_text(json.dumps(memory, indent=1))
    return True


def main() -> None:
    os.chdir(ROOT)
    VAR.mkdir(exist_ok=True)
    write_env()
    env = environ.Env()
    env.read_env(ROOT / ".env")
    debug = env.bool("DEBUG", default=False)
    try:
        memory = json.loads(MEMORY.read_text())
    except (OSError, ValueError):
        memory = {}

    def on_database(*patterns: str) -> Callable[[], str]:
        return lambda: digest(*patterns, also=[database_identity(), str(debug)])

    loading = ("content/**/*", "*/migrations/*.py", "cases/documents/*.py", "cases/actions/*.py", "exchange/**/*.py")
    searched = (*loading, "cases/search/*.py")
    texts = ("locale/**/*.po", "locale/**/*.mo")
    step(memory, "catalogues", lambda: digest(*texts), compile_catalogues, "Compiling the Chinese texts")
    if not debug:
        collect = ("collectstatic", "--no-input", "--clear", "--verbosity=0")
        step(
            memory,
            "static",
            lambda: digest("static/**/*", "requirements.txt"),
            lambda: manage(*collect),
            "Collecting static files",
        )
    step(memory, "database", on_database("*/migrations/*.py"), bring_database_up, "Bringing the database up to date")
    step(memory, "content", on_database(*loading), lambda: manage("load_content"), "Loading the content")
    step(memory, "search", on_database(*searched), lambda: manage("reindex", "--if-needed"), "Looking after the search index")
    if debug:
        made = step(
            memory, "people", on_database("accounts/**/*.py"), lambda: manage("demo_accounts"), "Making the demo accounts"
        )
        if not made:
            print(memory["people"]["printed"], end="")


if __name__ == "__main__":
    main()
