"""A site of its own under gunicorn, as people run it, on a database that the test names."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
START = 30  # seconds within which a site must answer, also after a crash


def environment(url: str, **more: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.durability.settings"} | more


def run(url: str, module: str, *arguments: str) -> Any:
    """What one of the programs beside this file says."""
    return run_module(url, f"tests.durability.{module}", *arguments)


def run_module(url: str, module: str, *arguments: str) -> Any:
    """What a program says as JSON in its last line."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(url), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


class Site:
    """Two workers of four threads each, on a port that stays the same from start to start."""

    def __init__(self, url: str, log: Path, **more: str):
        self.environment, self.log = environment(url, **more), log
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self, path: str = "/readyz") -> float:
        """Seconds until it answers."""
        command = [
            sys.executable, "-W", "ignore", "-m", "gunicorn", "casebase.wsgi", "--bind", f"127.0.0.1:{self.port}",
            "--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket", "--backlog", "2048",
        ]  # fmt: skip
        began = time.monotonic()
        with self.log.open("a") as said:
            self.server = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=said, stderr=said, start_new_session=True
            )
        while not self.is_ready(path):
            assert self.server.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() - began < START, self.log.read_text()[-3000:]
            time.sleep(0.05)
        return time.monotonic() - began

    def is_ready(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """Every process of it, in the middle of whatever it does."""
        if self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait()


@contextmanager
def running(url: str, log: Path, **more: str) -> Iterator[Site]:
    site = Site(url, log, **more)
    site.start()
    try:
        yield site
    finally:
        if site.server.poll() is None:
            site.stop()
