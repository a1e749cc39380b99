"""Files of kind truth_tables: R's `truthTable(d, outcome, conditions, <options>)`."""

from __future__ import annotations

from typing import Any

from methods.qca.truth_table import TruthTable

from .reading import Document, data_of, mapping, question_of


def truth_tables(document: Document) -> list[dict[str, Any]]:
    """Return the table of every call."""
    data = data_of(document)
    results = []
    for call in document["inputs"]["calls"]:
        outcome = call.get("outcome", document["outcome"])
        question = question_of(document, outcome, mapping(call.get("options")))
        table = question.table(data)
        results.append({"outcome": outcome, "options": call.get("options"), "truth_table": described(table)})
    return results


def rows_by_rule(document: Document) -> list[dict[str, Any]]:
    """Return the rows of a table on which the reference software errs, judged by the documented rule."""
    question = question_of(document, document["outcome"], mapping(document["options"]))
    rows: list[dict[str, Any]] = described(question.table(data_of(document)))["rows"]
    for row in rows:
        row["out_by_documented_rule"] = row.pop("out")
        del row["cases"]
    return rows


def described(table: TruthTable) -> dict[str, Any]:
    """Return a table in the shape of the files: all rows with members, and the numbers of the others."""
    return {
        "noflevels": table.space.levels,
        "rows": [
            {
                "row": row.number,
                "config": row.configuration,
                "out": row.outcome.value,
                "n": row.n,
                "incl": row.consistency,
                "pri": row.pri,
                "cases": row.cases,
            }
            for row in table.rows
        ],
        "remainder_rows": table.unobserved,
        "all_rows_listed": True,
        "below_n_cut_rows": [],
    }
