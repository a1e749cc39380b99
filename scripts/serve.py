"""Run the web server and the worker side by side until Ctrl-C.

A worker that ends, as it does when the database goes away, is started again; without the server there is nothing to run.

HOST, PORT, WORKERS and THREADS come from the environment.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound: HOST decides
PATIENCE = 10  # seconds for a request or a task to end by itself
PAUSE = 3  # seconds before a worker that ended is started again


def port_from_environment() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}")
    return int(text)


def refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            sys.exit(f"Cannot listen on {host}:{port}: {problem.strerror}. Choose another port: PORT={port % 65535 + 1} make run")


def commands(host: str, port: int) -> dict[str, list[str]]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    workers, threads = os.environ.get("WORKERS", "2"), os.environ.get("THREADS", "4")
    return {
        "server": [
            sys.executable, "-m", "gunicorn", "casebase.wsgi", "--bind", bind, "--workers", workers, "--threads", threads,
            "--graceful-timeout", str(PATIENCE), "--log-level", "warning", "--no-control-socket",
        ],
        "worker": [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-reload"],
    }  # fmt: skip


def stop(processes: dict[str, subprocess.Popen]) -> None:
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE + 2
    for process in processes.values():
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_open(host: str, port: int, server: subprocess.Popen) -> bool:
    target = EVERYWHERE.get(host, host)
    while server.poll() is None:
        try:
            socket.create_connection((target, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def main() -> int:
    os.chdir(ROOT)
    host, port = os.environ.get("HOST") or "127.0.0.1", port_from_environment()
    refuse_taken(host, port)
    wanted: list[int] = []

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        wanted.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    # Groups of their own: Ctrl-C reaches this program only, which then stops each child once.
    started = commands(host, port)
    processes = {name: subprocess.Popen(command, process_group=0) for name, command in started.items()}
    if wait_until_open(host, port, processes["server"]):
        shown = "localhost" if host in {*EVERYWHERE, *EVERYWHERE.values()} else host
        print(f"\nCasebase is at http://{shown}:{port}/ (Chinese: http://{shown}:{port}/zh-hans/). Ctrl-C stops it.", flush=True)
    again = 0.0
    while not wanted and processes["server"].poll() is None:
        if (status := processes["worker"].poll()) is None:
            again = time.monotonic() + PAUSE
        elif time.monotonic() > again:
            print(f"The worker ended with status {status}; starting it again.", file=sys.stderr, flush=True)
            processes["worker"] = subprocess.Popen(started["worker"], process_group=0)
        time.sleep(0.2)
    stop(processes)
    if not wanted:
        print(f"The server ended by itself with status {processes['server'].returncode}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
