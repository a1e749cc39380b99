"""Evidence, and the words by which a case is found."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cases.documents.schema import (
    CaseDocument,
)


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


def words(document: CaseDocument, names: Mapping[str, str]) -> str:
    """Everything written in a case, and the names of its codes and place, for the keyword search."""
    said = [coding for coding in document.codings if coding.blank is None]
    whole = document.model_copy(update={"codings": said})  # a blank says nothing that the case could be found by
    written = _strings(whole.model_dump(mode="json", exclude={"uid", "slug", "former_slugs", "kind"}))
    used = sorted({coding.code for coding in said} | {document.place or ""})
    return "\n".join([*written, *(names.get(uid, "") for uid in used)]).lower()


SKIPPED = {
    "ref", "of", "original", "basis", "confidence", "strength", "codebook", "excerpt", "stance", "coder",
    "code", "from_code", "to_code", "state", "actor", "other", "benchmark", "place", "sources", "reasoning", "caution",
}  # fmt: skip
"""Names of other records, which stand there by their words, and what is said about claims rather than by them."""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in SKIPPED:
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
