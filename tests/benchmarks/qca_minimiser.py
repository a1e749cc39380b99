"""Time and memory of the minimiser: `python -m tests.benchmarks.qca_minimiser` prints the table of the docs.

Every truth table is solved in a process of its own, so that its peak memory is its own as well; the memory
that Python and NumPy need for themselves is part of it.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from typing import Any

from methods.qca import SetData, TruthTable, conservative, parsimonious, truth_table

from .tables import CASES, CONDITIONS, KINDS, benchmark_table


def observed_table(k: int, cases: int, kind: str) -> TruthTable:
    """Return a benchmark table as a truth table of crisp cases."""
    positive, negative = benchmark_table(k, cases, kind)
    names = [f"C{at + 1}" for at in range(k)]
    rows = [*positive.tolist(), *negative.tolist()]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    outcome = [1] * len(positive) + [0] * len(negative)
    data = SetData.from_columns([str(at) for at in range(len(rows))], {**columns, "Y": outcome})
    return truth_table(data, "Y", names)


def measured(k: int, cases: int, kind: str) -> dict[str, Any]:
    """Solve one table in this process and return its figures."""
    table = observed_table(k, cases, kind)
    start, clock = time.process_time(), time.perf_counter()
    short, long = parsimonious(table), conservative(table)
    seconds, elapsed = time.process_time() - start, time.perf_counter() - clock
    return {
        "k": k,
        "cases": cases,
        "kind": kind,
        "rows": f"{len(table.positive)} + {len(table.negative)}",
        "seconds": seconds,
        "elapsed": elapsed,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "short_primes": len(short.primes),
        "short_models": str(short.covers),
        "long_primes": len(long.primes),
        "long_models": str(long.covers),
    }


def in_own_process(k: int, cases: int, kind: str) -> dict[str, Any]:
    """Solve one table in a new process, on one core."""
    command = [sys.executable, "-m", __spec__.name, str(k), str(cases), kind]
    one_core = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=one_core)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def as_line(found: dict[str, Any]) -> str:
    """Return the line of one table."""
    parts = [
        f"{found['k']} | {found['cases']} | {found['kind']} | {found['rows']}",
        f"{found['seconds']:.2f} | {found['elapsed']:.2f} | {found['megabytes']:.0f}",
        f"{found['short_primes']} | {found['short_models']} | {found['long_primes']} | {found['long_models']}",
    ]
    return f"| {' | '.join(parts)} |"


def summary(found: list[dict[str, Any]]) -> list[str]:
    """Return the table of medians and maxima for each number of conditions."""
    lines = ["| conditions | tables | median CPU s | longest CPU s | longest clock s | peak MB |", "|" + "---|" * 6]
    for k in sorted({figures["k"] for figures in found}):
        here = [figures for figures in found if figures["k"] == k]
        seconds = [figures["seconds"] for figures in here]
        slowest = max(figures["elapsed"] for figures in here)
        peak = max(figures["megabytes"] for figures in here)
        lines.append(
            f"| {k} | {len(here)} | {statistics.median(seconds):.2f} | {max(seconds):.2f} | {slowest:.2f} | {peak:.0f} |"
        )
    return lines


def main() -> None:
    """Measure everything and write both tables to standard output."""
    head = (
        "| k | cases | kind | rows 1 + 0 | CPU s | clock s | MB | parsimonious primes | models | conservative primes | models |"
    )
    lines, found = [head, "|" + "---|" * 11], []
    for k in CONDITIONS:
        for cases in CASES:
            for kind in KINDS:
                found.append(in_own_process(k, cases, kind))
                lines.append(as_line(found[-1]))
                sys.stderr.write(lines[-1] + "\n")
    sys.stdout.write("\n".join([*summary(found), "", *lines]) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        figures = measured(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
        sys.stdout.write(json.dumps(figures))
    else:
        main()
