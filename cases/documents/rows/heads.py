"""The row by which lists know a record."""

from collections.abc import Callable
from typing import Any

from cases.documents.rows.columns import Ids, Row, aliases, both, html, sort_key
from cases.documents.schema import (
    ActorDocument,
    CaseDocument,
    CodebookDocument,
    CodeDocument,
    DataSetDocument,
    PlaceDocument,
    Record,
    SourceDocument,
    StudyDocument,
)
from cases.enums import RecordState
from cases.validators import date_bounds


def state(document: Record) -> str:
    return RecordState.RETIRED if document.retired else RecordState.LIVE


def head(document: Any, ids: Ids) -> Row:
    """The columns that lists need, without the revision."""
    return {"uid": document.uid, "slug": document.address, "state": state(document), **_HEADS[type(document)](document, ids)}


def _place(d: PlaceDocument, ids: Ids) -> Row:
    return {
        **both("name", d.name),
        "sort_key": sort_key(d.name, d.sort_key),
        "aliases": aliases(d),
        "level": d.level,
        "division_code": d.division_code or "",
        "tile_row": d.tile.row if d.tile else None,
        "tile_column": d.tile.column if d.tile else None,
        "tile_letters": d.tile.letters if d.tile else "",
    }


def _actor(d: ActorDocument, ids: Ids) -> Row:
    return {
        **both("name", d.name),
        "sort_key": sort_key(d.name),
        "aliases": aliases(d),
        "actor_type": d.actor_type,
        "generic": d.generic,
        "place_id": ids["place"][d.place] if d.place else None,
        "founded": d.founded or "",
    }


def _source(d: SourceDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        **both("container", d.container),
        "sort_key": sort_key(d.title),
        "source_type": d.source_type,
        "authors": d.authors,
        "issued": d.issued or "",
        "doi": d.doi or "",
        "url": d.url or "",
        "language": d.language,
        "completeness": d.completeness,
        "access": d.access,
    }


def _codebook(d: CodebookDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        "sort_key": d.uid,
        "codebook_state": d.codebook_state,
        "released": d.released or "",
    }


def _code(d: CodeDocument, ids: Ids) -> Row:
    return {
        **both("name", d.name),
        **both("short", d.short_definition),
        **both("unit", d.unit),
        **html("body", d.body),
        "sort_key": sort_key(d.name, d.sort_key),
        "code_kind": d.code_kind,
        "aliases": aliases(d),
        "scale": d.scale,
        "levels": [level.model_dump(mode="json") for level in d.levels],
        "since_id": ids["codebook"][d.since],
        "retired_in_id": ids["codebook"][d.retired_in] if d.retired_in else None,
        "order": d.order,
    }


def _case(d: CaseDocument, ids: Ids) -> Row:
    first, last = date_bounds(d.period) if d.period else (None, None)
    return {
        **both("label", d.label),
        **both("subject", d.subject),
        **both("lede", d.lede or d.summary),
        "sort_key": sort_key(d.label),
        "origin": d.origin,
        "place_id": ids["place"][d.place] if d.place else None,
        "anonymous": d.anonymous,
        "level": d.pseudonym.level if d.pseudonym else ids["level"][d.place or ""],
        "unit": d.unit,
        "period": d.period or "",
        "period_min": first,
        "period_max": last,
        "period_blank": d.period_blank or "",
    }


def _study(d: StudyDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        **both("design", d.design),
        "sort_key": f"{d.number:04}",
        "source_id": ids["source"][d.source],
        "number": d.number,
        "outcome_id": ids["code"][d.outcome] if d.outcome else None,
        "theories": d.theories,
    }


def _dataset(d: DataSetDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        "sort_key": sort_key(d.title),
        "source_id": ids["source"][d.source],
        "edition": d.edition,
        "sha256": d.sha256 or "",
        "basis": d.basis,
        "confidence": d.confidence,
    }


PARENTS = {"place": ("parent_id", "parent"), "code": ("broader_id", "broader")}
"""Column and field by which a record hangs below another of its own kind; written when all have a key."""

_HEADS: dict[type[Record], Callable[[Any, Ids], Row]] = {
    PlaceDocument: _place,
    ActorDocument: _actor,
    SourceDocument: _source,
    CodebookDocument: _codebook,
    CodeDocument: _code,
    CaseDocument: _case,
    StudyDocument: _study,
    DataSetDocument: _dataset,
}
