"""Reading an exported R script: what it hands to each function, and running it where R has the package."""

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

NUMBERS = re.compile(r"-?\d[\d.e+-]*")
NO_R = "R with the package QCA is not installed here"


def numbers(text: str) -> list[float]:
    return [float(one) for one in NUMBERS.findall(text)]


def code_of(script: str) -> str:
    """The script without its comments."""
    return "\n".join(line for line in script.splitlines() if not line.startswith("#"))


def columns(script: str) -> dict[str, list[float]]:
    return {name: numbers(text) for name, text in re.findall(r"^raw\$(\w+) <- c\((.*)\)$", script, re.MULTILINE)}


def calibrations(script: str) -> dict[str, tuple[str, list[float]]]:
    """By set: the expression, and the thresholds in it."""
    found = {}
    for name, expression in re.findall(r"^sets\$(\w+) <- (.*)$", script, re.MULTILINE):
        inside = re.search(r"c\(([^)]*)\)", expression)
        given = re.sub(r"\w+ = ", "", inside[1]) if inside else ""
        found[name] = (expression, numbers(given))
    return found


def calls(script: str, function: str) -> list[dict[str, str]]:
    """The named arguments of every call of a function, as they stand."""
    found = []
    for match in re.finditer(rf"\b{function}\(", script):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(script[end], 0)
            end += 1
        arguments = re.split(r",\s*(?![^()]*\))(?=[\w.]+ = )", script[match.end() : end - 1])
        found.append({"": arguments[0]} | dict(one.split(" = ", 1) for one in arguments[1:]))
    return found


@lru_cache(maxsize=1)
def has_qca() -> bool:
    program = shutil.which("Rscript")
    return program is not None and subprocess.run([program, "-e", "library(QCA)"], capture_output=True).returncode == 0


DUMP = """
shown <- function(...) cat("@", ..., "\\n")
digits <- function(x) sprintf("%.10f", as.numeric(as.character(x)))
for (name in names(sets)) shown("set", name, digits(sets[[name]]))
for (side in c("presence", "absence")) {
  nec <- get(paste0("necessity_", side))
  for (row in seq_len(nrow(nec))) shown("necessity", side, row, digits(unlist(nec[row, c("inclN", "covN", "RoN")])))
  tt <- get(paste0("tt_", side))$tt
  for (row in rownames(tt)[suppressWarnings(as.numeric(as.character(tt$n))) > 0])
    shown("row", side, row, tt[row, "OUT"], digits(unlist(tt[row, c("n", "incl", "PRI")])))
  models <- list(conservative = paste0("conservative_", side), parsimonious = paste0("parsimonious_", side))
  outcome <- if (side == "presence") names(sets)[1] else paste0("~", names(sets)[1])
  for (kind in names(models)) if (exists(models[[kind]])) for (model in get(models[[kind]])$solution) {
    shown("model", side, kind, paste(sort(model), collapse = "+"))
    for (term in model) shown("term", side, term, digits(unlist(
      do.call(pof, list(paste(term, "->", outcome), data = sets))$incl.cov[1, c("inclS", "PRI", "covS")])))
  }
  if (exists(paste0("intermediate_", side))) for (one in get(paste0("intermediate_", side))$i.sol)
    for (model in one$solution) shown("model", side, "intermediate", paste(sort(model), collapse = "+"))
}
"""


def run(script: str, folder: Path) -> list[list[str]]:
    """What the script computes, line by line."""
    file = folder / "run.R"
    file.write_text(script + DUMP, encoding="utf-8")
    done = subprocess.run(["Rscript", str(file)], capture_output=True, text=True, timeout=300, cwd=folder)
    assert done.returncode == 0, done.stderr
    return [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("@ ")]


def expected(results: Any) -> dict[str, Any]:
    """The same of a run, as sets of models and numbers by name."""
    found: dict[str, Any] = {"models": set(), "rows": {}, "terms": {}}
    for side, part in results["sides"].items():
        for row in part["table"]["rows"]:
            found["rows"][side, row["number"]] = (row["outcome"], row["n"], row["consistency"], row["pri"])
        for kind in ("conservative", "parsimonious", "intermediate"):
            for solution in part["solutions"].get(kind, []):
                for model in solution["models"]:
                    found["models"].add((side, kind, "+".join(sorted(model["expr"].split(" + ")))))
        for term, fit in part["solutions"].get("terms", {}).items():
            found["terms"][side, term] = (fit["consistency"], fit["pri"], fit["coverage"])
    return found
