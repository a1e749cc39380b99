"""The kinds of record as the API lists them: address, words, columns."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework.request import Request

from api import shapes
from cases.models import Revision
from cases.models.heads import HEADS


class Kind(NamedTuple):
    """One kind of record: ``cases`` in addresses, ``case`` in documents."""

    path: str
    kind: str
    names: str
    """Prefix of the columns with its name in both languages."""
    head: type[shapes.Head]
    record: type[shapes.RecordEnvelope]
    own: tuple[str, ...]
    """Columns that only this kind's rows have."""
    related: tuple[str, ...] = ()
    """Records that a row names, by uid."""


KINDS = [
    Kind("cases", "case", "label", shapes.CaseHead, shapes.CaseRecord,
         ("origin", "level", "unit", "anonymous", "period", "period_blank"), ("place",)),
    Kind("codes", "code", "name", shapes.CodeHead, shapes.CodeRecord, ("code_kind", "scale"), ("broader",)),
    Kind("codebooks", "codebook", "title", shapes.CodebookHead, shapes.CodebookRecord, ("codebook_state",)),
    Kind("studies", "study", "title", shapes.StudyHead, shapes.StudyRecord, (), ("source",)),
    Kind("sources", "source", "title", shapes.SourceHead, shapes.SourceRecord, ("source_type", "issued", "language")),
    Kind("actors", "actor", "name", shapes.ActorHead, shapes.ActorRecord, ("actor_type", "generic"), ("place",)),
    Kind("places", "place", "name", shapes.PlaceHead, shapes.PlaceRecord, ("level", "division_code"), ("parent",)),
    Kind("datasets", "dataset", "title", shapes.DataSetHead, shapes.DataSetRecord, ("edition",), ("source",)),
]  # fmt: skip
PATH_OF = {one.kind: one.path for one in KINDS}


def live_heads(kind: Kind) -> QuerySet:
    """Live records with what a row needs, and not their documents."""
    columns = [
        "uid",
        "slug",
        "sort_key",
        f"{kind.names}_en",
        f"{kind.names}_zh",
        *kind.own,
        "revision__number",
        "revision__decided_at",
    ]
    columns += [f"{name}__uid" for name in kind.related]
    return HEADS[kind.kind]._default_manager.filter(state="live").select_related("revision", *kind.related).only(*columns)


def head_row(kind: Kind, record: Any, request: Request) -> dict[str, Any]:
    row = {
        "kind": kind.kind,
        "uid": record.uid,
        "address": record.slug,
        "names": pair(record, kind.names),
        "number": record.revision.number,
        "published_at": record.revision.decided_at,
        "url": record_url(request, kind.kind, record.uid),
        "page": page_of_record(request, record),
    }
    row |= {name: getattr(record, name) for name in kind.own}
    for name in kind.related:
        other = getattr(record, name)
        row[name] = other.uid if other else None
    return kind.head(**row).model_dump(mode="json")


def pair(record: Any, prefix: str) -> dict[str, str | None]:
    """A text in both languages; null where it is not written yet."""
    read: Callable[[str], Any] = record.get if isinstance(record, dict) else lambda name: getattr(record, name)
    return {"en": read(f"{prefix}_en") or None, "zh": read(f"{prefix}_zh") or None}


def record_url(request: Request, kind: str, uid: str) -> str:
    return request.build_absolute_uri(reverse(f"api:{PATH_OF[kind]}-detail", args=[uid]))


def revision_url(request: Request, revision: Revision | dict[str, Any]) -> str:
    kind, uid, number = (
        revision[name] if isinstance(revision, dict) else getattr(revision, name) for name in ("kind", "uid", "number")
    )
    return request.build_absolute_uri(reverse(f"api:{PATH_OF[kind]}-revision", args=[uid, number]))


def page_of_record(request: Request, record: Any) -> str:
    """The address of the page that people read."""
    return request.build_absolute_uri(record.get_absolute_url())
