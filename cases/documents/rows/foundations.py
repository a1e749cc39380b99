"""Evidence: which passage stands under which claim."""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Foundation(NamedTuple):
    """One passage under one claim; ``target`` names Evidence's column."""

    target: str
    ref: str
    excerpt: str
    stance: str
    order: int


TARGETS: dict[str, list[tuple[str, str]]] = {
    "code": [("link", "links")],
    "case": [
        ("coding", "codings"),
        ("link", "links"),
        ("event", "events"),
        ("finding", "findings"),
        ("involvement", "involvements"),
        ("relation_state", "relation_states"),
        ("benchmark", "benchmarks"),
        ("process_test", "process_tests"),
    ],
    "study": [("result", "results")],
}
"""By kind of record: Evidence's column, and the list in the document that it serves."""


def evidence(document: Any) -> Iterator[Foundation]:
    for target, name in TARGETS.get(document.kind, []):
        for item in getattr(document, name):
            for order, use in enumerate(item.evidence):
                yield Foundation(target, item.ref, use.excerpt, use.stance, order)
