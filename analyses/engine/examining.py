"""The whole analysis in one go."""

from typing import Any

from analyses.documents.inputs import Inputs
from analyses.engine.calibrating import calibrated
from analyses.engine.necessity import necessity
from analyses.engine.solving import Solved, Watch, attempt, enhanced
from analyses.engine.tabulating import Table, expectations, table_of, tabulated
from analyses.enums import Side
from methods.qca.plain import plain

VERSION = "3"
"""Of the shape and the rules of results. A new one makes new runs; the old ones stay as they are."""


def unwatched(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def examine(inputs: Inputs, watch: Watch = unwatched) -> dict[str, Any]:
    """Everything that a run shows. Raises QCAError where the question cannot be asked at all."""
    ready = calibrated(inputs)
    watch("necessity", 0, len(Side) + 2)
    found: dict[str, Any] = {
        "memberships": {name: values.tolist() for name, values in ready.data.columns.items()},
        "notes": ready.notes,
        "necessity": necessity(inputs, ready.data),
        "sides": {},
    }
    tables: dict[str, Table] = {}
    solved: dict[str, Solved] = {}
    for at, side in enumerate(Side, start=1):
        watch(f"solutions-{side.value}", at, len(Side) + 2)
        made = tables[side.value] = table_of(inputs, ready.data, side)
        answer, words = attempt(made, expectations(inputs, ready.data, side), watch)
        found["sides"][side.value] = {"table": tabulated(made), "solutions": words}
        if answer:
            solved[side.value] = answer
    watch("enhanced", len(Side) + 1, len(Side) + 2)
    found["enhanced"] = enhanced(inputs, tables, solved, watch)
    return plain(found)
