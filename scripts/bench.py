"""Measure the site on made-up records under gunicorn, on SQLite and PostgreSQL, and write the table of docs/performance.md.

    python scripts/bench.py [sizes]     1000,10000 unless said; each database is made in a folder of its own and goes away

What stands outside the marks in docs/performance.md is written by hand and stays. Nothing else should run meanwhile.
"""

import datetime as dt
import http.client
import json
import math
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402 - found by the path above
from tests.benchmarks import rival  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
BOUNDS = {
    "list with facets": 6, "deep page": 5, "one filter and facets": 6, "list, common word": 10, "search, common word": 10,
    "search, common Chinese": 10, "search, rare word": 3, "case page": 4, "API list": 7, "compare 4": 4,
    "compare 4, first reader": 4, "timeline of 4": 6,
}  # fmt: skip
"""How many times tpl25 an operation may take at 100,000 cases."""
WARM_UP, TIMES = 8, 25
Run = dict[str, Any]


def measure(url: str, size: int) -> Run:
    """One database filled up to the size, then asked by turns, so that noise meets every operation alike."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.fill", str(size)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    filled = json.loads(done.stdout.strip().splitlines()[-1])
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in filled["addresses"]}
    queries: dict[str, int] = {}
    with running(GUNICORN, environment) as port:
        for turn in range(WARM_UP + TIMES):
            for name, addresses in filled["addresses"].items():
                cpu, wall, queries[name] = ask(port, addresses[turn % len(addresses)])
                if turn >= WARM_UP:
                    spent[name].append((cpu, wall))
    cost = {
        name: {
            "cpu": statistics.median(cpu for cpu, _ in some),
            "p95": p95([wall for _, wall in some]),
            "queries": queries[name],
        }
        for name, some in spent.items()
    }
    print(f"{url.partition(':')[0]}, {size:,} cases: measured", flush=True)
    return {"size": size, "filled": filled, "cost": cost}


GUNICORN = [
    sys.executable, "-W", "ignore", "-m", "gunicorn", "tests.benchmarks.wsgi", "--bind", "127.0.0.1:{port}",
    "--workers", "2", "--threads", "4", "--log-level", "warning", "--timeout", "120", "--no-control-socket",
]  # fmt: skip


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """The port of a server that answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    named = [part.replace("{port}", str(port)) for part in command]
    server = subprocess.Popen(named, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The site did not start.")


def ask(port: int, address: str) -> tuple[float, float, int]:
    """CPU of the thread that answered, time until the answer was there, queries."""
    wall, headers = fetch(port, address)
    return float(headers["X-CPU"]), wall, int(headers["X-Queries"])


def fetch(port: int, address: str) -> tuple[float, Message]:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    wall = time.perf_counter() - began
    connection.close()
    if answer.status != 200:
        sys.exit(f"{address} was answered with {answer.status}: what fails has no speed.")
    return wall, answer.headers


def beside(folder: str, ours: Run) -> list[str]:
    """Datasette on the same records: how long its readers wait, and ours."""
    site, target = Path(folder) / "bench.sqlite3", Path(folder) / "rival.sqlite3"
    addresses = rival.publish(site, target)
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(target), "--port", "{port}", *rival.OPTIONS]
    waited: dict[str, list[float]] = {name: [] for name in addresses}
    with running(command, dict(os.environ)) as port:
        for turn in range(WARM_UP + TIMES):
            for name, address in addresses.items():
                wall, _headers = fetch(port, address)
                if turn >= WARM_UP:
                    waited[name].append(wall)
    print("Datasette: measured", flush=True)
    lines = [
        f"### Datasette beside it, {ours['size']:,} cases on SQLite",
        "",
        "| p95, ms | Casebase | Datasette |",
        "|---|---|---|",
    ]
    for name, some in waited.items():
        lines.append(f"| {name} | {ours['cost'][name]['p95'] * 1000:.0f} | {p95(some) * 1000:.0f} |")
    return [*lines, ""]


def p95(some: list[float]) -> float:
    return statistics.quantiles(some, n=20)[-1]


def on_sqlite(sizes: list[int]) -> tuple[list[Run], list[str]]:
    with tempfile.TemporaryDirectory(prefix="casebase-bench-") as folder:
        runs = [measure(f"sqlite:///{folder}/bench.sqlite3", size) for size in sizes]  # filled up from size to size
        return runs, beside(folder, runs[-1])


def on_postgres(sizes: list[int]) -> list[Run]:
    if not postgres.programs():
        return []
    with postgres.server() as url:
        return [measure(url, size) for size in sizes]


def table(name: str, runs: list[Run]) -> list[str]:
    """CPU per request in units of tpl25, and how the time grows from the smallest size to the largest."""
    first, last = runs[0], runs[-1]
    head = " | ".join(f"{run['size']:,}" for run in runs)
    lines = [f"### {name}", "", f"| × tpl25, by cases | {head} | at most | growth | queries | p95, ms |"]
    lines.append("|---|" + "---|" * (len(runs) + 4))
    for operation, figures in last["cost"].items():
        ratios = " | ".join(f"{run['cost'][operation]['cpu'] / run['cost']['tpl25']['cpu']:.1f}" for run in runs)
        growth = "–"
        if len(runs) > 1:
            times = (figures["cpu"] / last["cost"]["tpl25"]["cpu"]) / (
                first["cost"][operation]["cpu"] / first["cost"]["tpl25"]["cpu"]
            )
            growth = f"{math.log(times) / math.log(last['size'] / first['size']):.2f}"
        bound = BOUNDS.get(operation, "–")
        lines.append(f"| {operation} | {ratios} | {bound} | {growth} | {figures['queries']} | {figures['p95'] * 1000:.0f} |")
    lines += [
        "",
        "| cases published | wall, s | CPU, s | CPU of a case and its source, ms | memory, MB |",
        "|---|---|---|---|---|",
    ]
    for run in runs:
        filled = run["filled"]
        each = filled["cpu"] / max(filled["made"], 1) * 1000
        lines.append(f"| {filled['made']:,} | {filled['wall']:.0f} | {filled['cpu']:.0f} | {each:.1f} | {filled['memory_mb']} |")
    unit = " · ".join(f"{run['cost']['tpl25']['cpu'] * 1000:.1f} ms at {run['size']:,}" for run in runs)
    return [*lines, "", f"tpl25: {unit}.", ""]


def main(sizes: list[int]) -> None:
    load = os.getloadavg()[0]
    lines = [f"Measured on {dt.date.today().isoformat()}, {os.cpu_count()} cores, load {load:.1f} at the start.", ""]
    runs, rivals = on_sqlite(sizes)
    lines += [*table("SQLite", runs), *rivals]
    runs = on_postgres(sizes)
    lines += table("PostgreSQL", runs) if runs else ["### PostgreSQL", "", "Not measured: no server on this machine.", ""]
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + END + rest.partition(END)[2])
    print("\n".join(lines))
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sorted(int(size) for size in (sys.argv[1] if len(sys.argv) > 1 else "1000,10000").split(",")))
