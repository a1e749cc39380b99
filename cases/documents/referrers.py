"""Which live records name a place, an actor, a source or a study. Tables answer it; one list is in documents only."""

import json
from collections.abc import Sequence

from django.db.models import Model
from django.db.models.fields.json import KeyTextTransform

from cases.models import (
    Actor,
    Case,
    DataSet,
    DataUnit,
    Event,
    Evidence,
    Involvement,
    Link,
    Place,
    PublishedResult,
    RelationState,
    Source,
    Study,
    StudyMember,
    Variable,
)

Way = tuple[type[Model], str, str, str]
"""A table, the field that names the record, the field that leads to the owner, the owner's kind."""

NAMED: dict[str, list[Way]] = {
    "place": [
        (Case, "place", "", "case"),
        (Place, "parent", "", "place"),
        (Actor, "place", "", "actor"),
        (StudyMember, "place", "study", "study"),
        (PublishedResult, "units", "study", "study"),
        (DataUnit, "place", "dataset", "dataset"),
    ],
    "actor": [
        (Involvement, "actor", "case", "case"),
        (Event, "participants", "case", "case"),
        (RelationState, "actor", "case", "case"),
        (RelationState, "other", "case", "case"),
        (Link, "actor", "case", "case"),
    ],
    "source": [
        (Study, "source", "", "study"),
        (DataSet, "source", "", "dataset"),
        (Variable, "source", "dataset", "dataset"),
        (Source, "cites", "", "source"),
        (Evidence, "excerpt__source", "link__owner", "code"),
        (Evidence, "excerpt__source", "result__study", "study"),
        *(
            (Evidence, "excerpt__source", f"{claim}__case", "case")
            for claim in ("coding", "link", "event", "finding", "involvement", "relation_state", "benchmark", "process_test")
        ),
    ],
    "study": [(Link, "study", "owner", "code")],
}
"""Kinds that nothing may name once they are out of circulation, and where they are named."""
LISTED: dict[str, list[tuple[type[Model], str, str]]] = {"source": [(Case, "sources", "case")]}
"""Lists that stand in documents only: the owner's table, the list, the owner's kind."""


def referrers(kind: str, uid: str) -> set[tuple[str, str]]:
    """Kind and uid of every live record that names this one."""
    return referrers_of(kind, [uid])[uid]


def referrers_of(kind: str, uids: Sequence[str]) -> dict[str, set[tuple[str, str]]]:
    """The same for many records of a kind, in as many queries as for one."""
    found: dict[str, set[tuple[str, str]]] = {uid: set() for uid in uids}
    for model, field, owner, owner_kind in NAMED.get(kind, []):
        of = f"{owner}__" if owner else ""
        rows = model._default_manager.filter(**{f"{field}__uid__in": uids, f"{of}state": "live"})
        for uid, name in rows.values_list(f"{field}__uid", f"{of}uid").distinct():
            found[uid].add((owner_kind, name))
    for model, listed, owner_kind in LISTED.get(kind, []):
        every = model._default_manager.filter(state="live").annotate(listed=KeyTextTransform(listed, "revision__document"))
        if len(uids) == 1:
            every = every.filter(listed__contains=f'"{uids[0]}"')
        for name, text in every.values_list("uid", "listed"):
            for uid in found.keys() & set(json.loads(text or "[]")):
                found[uid].add((owner_kind, name))
    return found
