"""The columns that all claims share."""

from typing import Any

from cases.documents.rows.columns import Ids, Row, both


def claim(item: Any, ids: Ids, order: int) -> Row:
    return {
        "ref": item.ref,
        "order": order,
        "basis": item.basis or "",
        "confidence": item.confidence or "",
        "strength": item.strength or "",
        "codebook_id": ids["codebook"][item.codebook],
        "coder": item.coder,
        **both("reasoning", item.reasoning),
    }


def link_columns(link: Any, ids: Ids) -> Row:
    return {"link_kind": link.link_kind, "to_code_id": ids["code"][link.to_code], "degree": link.degree or ""}
