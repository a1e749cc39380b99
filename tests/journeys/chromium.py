"""Where a Chromium is: $CHROMIUM, then the distribution's, then Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Inside the tree, like everything else that is downloaded.
os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(Path(__file__).resolve().parents[2] / ".venv" / "browsers"))

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = ("/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]


def flags() -> list[str]:
    """Chromium refuses its sandbox to root."""
    return [*FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else FLAGS


def works(program: str) -> bool:
    """Ubuntu's `chromium` may be a shim that only says to install a snap."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "snap" not in (answer.stdout + answer.stderr).lower()


def installed() -> str | None:
    """A Chromium on this machine that answers."""
    wanted = [os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES), *MAC]
    return next((program for program in wanted if program and works(program)), None)


def downloaded() -> str | None:
    """The Chromium that `playwright install chromium` has put into the tree."""
    question = "from playwright.sync_api import sync_playwright as p\nwith p() as r: print(r.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True)
    program = answer.stdout.strip()
    return program if answer.returncode == 0 and Path(program).exists() else None


def find() -> str | None:
    return installed() or downloaded()
