"""Pin requirements*.in into requirements*.txt, each line saying who uses the package and why.

Direct dependencies carry the reason written in the .in file, the others the packages that need them. The lock is
universal: one file serves Python 3.11 and later on every system, with markers where versions differ.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOWEST_PYTHON = "3.11"
PIN = re.compile(r"^(?P<pin>(?P<name>[A-Za-z0-9._-]+)==[^#]+?)\s*# via (?P<via>.+)$")
REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)[^#]*?\s+# (?P<reason>.+)$")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def reasons(source: Path) -> dict[str, str]:
    lines = [line for line in source.read_text().splitlines() if line and not line.startswith("#")]
    found = {}
    for line in lines:
        match = REQUIREMENT.match(line)
        if not match:
            sys.exit(f"{source.name}: say who uses it and why: {line}")
        found[normal(match["name"])] = match["reason"]
    return found


def compiled(sources: list[Path], current: Path, *options: str) -> list[str]:
    """Lines of pins; packages already pinned in `current` keep their version unless an upgrade was asked for."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", LOWEST_PYTHON]
    command += ["--quiet", "--no-header", "--annotation-style", "line", "--output-file", str(current)]
    subprocess.run([*command, *options, *map(str, sources)], check=True, cwd=ROOT)
    return current.read_text().splitlines()


def explained(line: str, why: dict[str, str]) -> tuple[str, str, str]:
    match = PIN.match(line)
    if not match:
        sys.exit(f"uv wrote a line that was not expected: {line}")
    name = normal(match["name"])
    needed_by = [via for via in match["via"].split(", ") if not via.startswith("-")]
    reason = why.get(name) or "needed by " + ", ".join(needed_by)
    return name, match["pin"].strip(), reason


def write(target: Path, head: list[str], rows: list[tuple[str, str, str]]) -> None:
    width = min(48, max(len(pin) for _, pin, _ in rows))
    target.write_text("\n".join([*head, *(f"{pin:<{width}}  # {reason}" for _, pin, reason in rows)]) + "\n")


def main(*options: str) -> None:
    run_in, run_txt = ROOT / "requirements.in", ROOT / "requirements.txt"
    why = reasons(run_in)
    rows = [explained(line, why) for line in compiled([run_in], run_txt, *options)]
    write(run_txt, ["# Written by `make lock` from requirements.in; each line says who uses it and why."], rows)

    sources, above = [run_in], run_txt
    for name in ("dev", "bench"):
        source, target = ROOT / f"requirements-{name}.in", ROOT / f"requirements-{name}.txt"
        why |= reasons(source)
        sources.append(source)
        there = {pin for _, pin, _ in rows}
        found = [explained(line, why) for line in compiled(sources, target, "--constraint", str(above), *options)]
        more = [row for row in found if row[1] not in there]
        write(
            target,
            [f"# Written by `make lock` from {source.name}; each line says who uses it and why.", f"-r {above.name}"],
            more,
        )
        rows, above = rows + more, target


if __name__ == "__main__":
    main(*sys.argv[1:])
