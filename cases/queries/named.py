"""The names of what documents mention, of every kind in one query: for pages that show documents in words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import CharField, F, Value

from cases.models.heads import HEADS
from cases.queries.lookup import in_reader_language
from cases.queries.withheld import readable

STEMS = {"place": "name", "actor": "name", "code": "name", "source": "title", "study": "title", "case": "label",
         "dataset": "title", "codebook": "title"}  # fmt: skip
DETAIL = {"code": "scale", "place": "level"}
"""What else is asked of a kind."""


class Named(NamedTuple):
    """A record that a document mentions."""

    name: str
    detail: str
    revision: int


def named(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Named]:
    """By kind and uid; what is not there is left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, uid in pairs:
        if kind in STEMS:
            wanted[kind].add(uid)
    parts = [
        HEADS[kind]
        ._default_manager.filter(readable(), uid__in=uids)
        .order_by()
        .values_list(
            Value(kind, CharField()),
            "uid",
            F(f"{STEMS[kind]}_en"),
            F(f"{STEMS[kind]}_zh"),
            F(DETAIL[kind]) if kind in DETAIL else Value("", CharField()),
            "revision_id",
        )
        for kind, uids in sorted(wanted.items())
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    return {(kind, uid): Named(_name(kind, en, zh), detail, pk) for kind, uid, en, zh, detail, pk in rows}


def _name(kind: str, en: str, zh: str) -> str:
    """A place goes by both of its names."""
    return " ".join(name for name in (en, zh) if name) if kind == "place" else in_reader_language(en, zh)
