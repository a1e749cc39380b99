"""Run a command with DATABASE_URL naming a fresh PostgreSQL server, which is gone afterwards.

For instance: .venv/bin/python scripts/with_postgres.py [--lc-ctype C] .venv/bin/python -m pytest tests/cases
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.postgres import UTF8_LOCALE, server


def main(arguments: list[str]) -> int:
    lc_ctype = UTF8_LOCALE
    if arguments[:1] == ["--lc-ctype"]:
        lc_ctype, arguments = arguments[1], arguments[2:]
    if not arguments:
        sys.exit(__doc__)
    # A kill ends the command first and then the server, not this program alone.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server(lc_ctype=lc_ctype) as url:
        return subprocess.run(arguments, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
