"""What a reference file asks, in our terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from methods.qca.errors import QCAError
from methods.qca.question import Question
from methods.qca.sets import SetData
from methods.qca.solution import SolutionKind
from methods.qca.truth_table import Cutoffs

Document = Mapping[str, Any]

#: R's names of the options that make a truth table and a solution.
_OPTIONS = {"incl.cut", "n.cut", "pri.cut", "include", "dir.exp", "dir_exp", "exclude"}


def kind_of(document: object) -> tuple[Document, str]:
    """Return the document and its kind."""
    if not isinstance(document, dict) or not isinstance(document.get("kind"), str):
        raise QCAError("the file is no reference file: it has no kind")
    return document, document["kind"]


def data_of(document: Document) -> SetData:
    """Return the table of memberships."""
    data = document["data"]
    return SetData.from_columns([str(case) for case in data["cases"]], data["columns"])


def mapping(value: Any) -> dict[str, Any]:
    """Return options as a mapping; R writes an empty list as `[]`."""
    return dict(value or {})


def numbers(value: Any) -> list[float]:
    """Return one number or several as a list."""
    return [float(item) for item in value] if isinstance(value, list) else [float(value)]


def cutoffs_of(options: Mapping[str, Any]) -> Cutoffs:
    """Return the cut-offs; two values of incl.cut are the higher and the lower one."""
    consistency, *lower = sorted(numbers(options.get("incl.cut", 1.0)), reverse=True)
    return Cutoffs(
        consistency=consistency,
        contradiction=lower[0] if lower else None,
        frequency=int(options.get("n.cut", 1)),
        pri=float(options.get("pri.cut", 0.0)),
    )


def question_of(document: Document, outcome: str, options: Mapping[str, Any]) -> Question:
    """Return the question that some options ask; parsimonious unless they say otherwise."""
    unknown = sorted(set(options) - _OPTIONS)
    if unknown:
        raise QCAError(f"the option {unknown[0]!r} is unknown: use {', '.join(sorted(_OPTIONS))}")
    included = texts(options.get("include", "?"))
    expectations = tuple(texts(options.get("dir.exp", options.get("dir_exp"))))
    kind = SolutionKind.PARSIMONIOUS if "?" in included else SolutionKind.CONSERVATIVE
    return Question(
        outcome=outcome,
        conditions=tuple(document["conditions"]),
        cutoffs=cutoffs_of(options),
        kind=SolutionKind.INTERMEDIATE if expectations else kind,
        expectations=expectations,
        resolve_contradictions="C" in included,
        excluded=frozenset(int(row) for row in numbers(options.get("exclude", []))),
    )


def texts(value: Any) -> list[str]:
    """Return comma-separated text, or a list of texts, as a list without empty ones."""
    parts: Sequence[str] = value.split(",") if isinstance(value, str) else value or []
    return [part.strip() for part in parts if part.strip()]


def negated(outcome: str) -> str:
    """Return the name of the opposite outcome."""
    return outcome[1:] if outcome.startswith("~") else f"~{outcome}"
