"""Writing the projection of documents: the only code that writes the record's tables."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast, Concat

from cases.actions.facets import project_facets
from cases.actions.index import names_of, project_search
from cases.actions.narratives import project_narratives
from cases.actions.sync import sync, sync_joins
from cases.actions.waiting import project_waiting
from cases.documents import rows
from cases.documents.rows import Later, Row
from cases.documents.walk import references
from cases.models import (
    EVIDENCE_TARGETS,
    BenchmarkUse,
    Case,
    Coding,
    Event,
    Evidence,
    Excerpt,
    Finding,
    FormerSlug,
    Involvement,
    Link,
    Place,
    ProcessTest,
    PublishedResult,
    RelationState,
    Revision,
    Source,
    SourceVersion,
)
from cases.models.heads import HEADS

TARGET_OF = {
    Coding: "coding",
    Link: "link",
    Event: "event",
    Finding: "finding",
    Involvement: "involvement",
    RelationState: "relation_state",
    BenchmarkUse: "benchmark",
    PublishedResult: "result",
    ProcessTest: "process_test",
}
JOINS = [
    ("case", "findings", Finding, Finding.about.through, "finding_id", "code_id", "code", "about"),
    ("case", "events", Event, Event.participants.through, "event_id", "actor_id", "actor", "participants"),
    (
        "study",
        "results",
        PublishedResult,
        PublishedResult.conditions.through,
        "publishedresult_id",
        "code_id",
        "code",
        "conditions",
    ),
    ("study", "results", PublishedResult, PublishedResult.units.through, "publishedresult_id", "place_id", "place", "units"),
]
"""Kind and list of the items, their table, the joining table with its two columns, the kind named, the field that names."""
Keys = dict[tuple[str, type[Model]], dict[tuple[int, str], int]]
"""Primary keys of items by the kind of their record and their table, then by owner and ref."""


class Projection:
    """The documents of one batch on their way into the tables, as of the publication that the sequence counts."""

    def __init__(self, published: Sequence[tuple[Any, Revision]], sequence: int):
        self.sequence = sequence
        self.by_kind: dict[str, list[Any]] = defaultdict(list)
        self.revisions: dict[tuple[str, str], Revision] = {}
        for document, revision in published:
            self.by_kind[document.kind].append(_shown(document))
            self.revisions[document.kind, document.uid] = revision
        self.ids: dict[str, dict[str, int]] = {kind: {} for kind in [*HEADS, "level"]}
        self.keys: Keys = defaultdict(dict)
        self.there: dict[str, set[int]] = {}
        """Keys of the batch's records that the tables held before: of the others nothing is there to be read."""

    def write(self, *, drop_passages: bool = True, facets: bool = True) -> None:
        self._read_ids()
        named = [{document.uid for document in self.by_kind[kind]} for kind in ("code", "place")]
        names = names_of(*named)
        for kind in HEADS:
            if self.by_kind[kind]:
                self._write_heads(kind)
        self._raise_cases()
        for kind in HEADS:
            if self.by_kind[kind]:
                self._write_children(kind)
                self._write_waiting(kind)
        self._write_joins()
        if drop_passages:
            self._drop_passages()
        if facets:
            project_facets(self.by_kind, self.ids["case"], self.sequence)
        project_narratives(self.by_kind["case"], self.ids["case"], self.there["case"])
        renamed = {uid for uid, name in names_of(*named).items() if names.get(uid, name) != name}
        project_search(self.by_kind, self.ids, self.keys, self.there, renamed)

    def _read_ids(self) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for documents in self.by_kind.values():
            for document in documents:
                wanted[document.kind].add(document.uid)
                for _location, mark, name in references(document):
                    wanted[mark.to].add(name)
        for kind, model in HEADS.items():
            if kind == "place":
                found = list(Place.objects.filter(uid__in=wanted[kind]).values_list("uid", "pk", "level"))
                self.ids["place"] = {uid: pk for uid, pk, _ in found}
                self.ids["level"] = {uid: level for uid, _, level in found}  # type: ignore[misc]
            elif wanted[kind]:
                self.ids[kind] = dict(model._default_manager.filter(uid__in=wanted[kind]).values_list("uid", "pk"))
        for kind in HEADS:
            ids = self.ids[kind]
            self.there[kind] = {ids[document.uid] for document in self.by_kind[kind] if document.uid in ids}
        self.ids["level"] |= {place.uid: place.level for place in self.by_kind["place"]}
        self.excerpts = set(wanted["excerpt"])

    def _write_heads(self, kind: str) -> None:
        """Heads come first, so that everything has a key to be named by; then their own parents."""
        model, documents, ids = HEADS[kind], self.by_kind[kind], self.ids[kind]
        before = {"uid__in": [document.uid for document in documents if document.uid in ids]} if self.there[kind] else None
        made = []
        for document in documents:
            row = rows.head(document, self.ids) | {"revision_id": self.revisions[kind, document.uid].pk}
            if kind == "case" and document.uid not in ids:
                row["sequence"] = 0  # its facets are written below and set it
            made.append(row)
        _free_addresses(model, {row["uid"]: row["slug"] for row in made if row["uid"] in ids})
        ids |= {uid: pk for (uid,), pk in sync(model, ["uid"], before, made, prune=False).items()}
        if kind in rows.PARENTS:
            column, field = rows.PARENTS[kind]
            hung = [{"uid": one.uid, column: ids[getattr(one, field)] if getattr(one, field) else None} for one in documents]
            sync(model, ["uid"], {"uid__in": [one.uid for one in documents]}, hung, prune=False)
        former = [{"kind": kind, "slug": slug, "uid": document.uid} for document in documents for slug in document.former_slugs]
        sync(FormerSlug, ["kind", "slug", "uid"], {"kind": kind, **before} if before else None, former)

    def _raise_cases(self) -> None:
        """A case stands at the level of its place, also when only the place is published."""
        by_level: dict[str, list[str]] = defaultdict(list)
        for place in self.by_kind["place"]:
            by_level[place.level].append(place.uid)
        for level, places in by_level.items():
            Case.objects.filter(place__uid__in=places).exclude(level=level).update(level=level)

    def _write_children(self, kind: str) -> None:
        there = self.there[kind]
        made: dict[type[Model], list[Row]] = defaultdict(list)
        for document in self.by_kind[kind]:
            for model, some in rows.children(document, self.ids).items():
                made[model] += some
        for model, owner in [(lists.model, lists.owner[0]) for lists in rows.LISTS.get(kind, [])]:
            for row in made[model]:
                self._resolve(kind, row, row[owner])
            if model is Coding and there:
                _clear_accepted(there, made[model])
            scope = {f"{owner}__in": there} if there else None
            self.keys[kind, model] = sync(model, [owner, "ref"], scope, made[model], prune=kind != "source")

    def _write_waiting(self, kind: str) -> None:
        ids, there = self.ids[kind], self.there[kind]
        published = [self.revisions[kind, document.uid] for document in self.by_kind[kind]]
        project_waiting(kind, published, [one.uid for one in published if ids[one.uid] in there])

    def _resolve(self, kind: str, row: Row, owner: int) -> None:
        for name, value in row.items():
            if type(value) is Later:
                row[name] = self.keys[kind, value.model][owner, value.ref]

    # Joins: evidence, participants, conditions, units -------------------------------------------

    def _write_joins(self) -> None:
        excerpts = {
            f"{source}#{ref}": pk
            for source, ref, pk in Excerpt.objects.filter(
                source__uid__in={name.partition("#")[0] for name in self.excerpts}
            ).values_list("source__uid", "ref", "pk")
        }
        empty = dict.fromkeys(f"{target}_id" for target in EVIDENCE_TARGETS)
        wanted: dict[str, list[Row]] = defaultdict(list)
        for kind, documents in self.by_kind.items():
            for document in documents:
                owner = self.ids[kind][document.uid]
                for use in rows.evidence(document):
                    claim = self.keys[kind, _MODEL_OF[use.target]][owner, use.ref]
                    row = {**empty, "excerpt_id": excerpts[use.excerpt], "stance": use.stance, "order": use.order}
                    row[f"{use.target}_id"] = claim
                    wanted[use.target].append(row)
        for model, target in TARGET_OF.items():
            claims = [pk for kind in HEADS for pk in self._before(kind, model)]
            scope = {f"{target}_id__in": claims} if claims else None
            sync_joins(Evidence, [f"{target}_id", "excerpt_id"], scope, wanted[target])
        for kind, name, model, through, left, right, named, field in JOINS:
            keys, ids = self.keys[kind, model], self.ids[named]
            joined = {
                (keys[self.ids[kind][document.uid], item.ref], ids[uid])
                for document in self.by_kind[kind]
                for item in getattr(document, name)
                for uid in (getattr(one, named, one) for one in getattr(item, field))
            }
            claims = self._before(kind, model)
            scope = {f"{left}__in": claims} if claims else None
            sync_joins(through, [left, right], scope, [{left: a, right: b} for a, b in sorted(joined)])

        self._write_cited()

    def _write_cited(self) -> None:
        ids, there = self.ids["source"], self.there["source"]
        cited = {(ids[document.uid], ids[uid]) for document in self.by_kind["source"] for uid in document.cites}
        joined = [{"from_source_id": a, "to_source_id": b} for a, b in sorted(cited)]
        scope = {"from_source__in": there} if there else None
        sync_joins(Source.cites.through, ["from_source_id", "to_source_id"], scope, joined)

    def _before(self, kind: str, model: type[Model]) -> list[int]:
        """Keys of items whose records were there before."""
        there = self.there[kind]
        return [pk for (owner, _), pk in self.keys[kind, model].items() if owner in there] if there else []

    def _drop_passages(self) -> None:
        """Last, when no claim of the batch rests on them any more; then the versions that have lost them."""
        owners = self.there["source"]
        for model in (Excerpt, SourceVersion) if owners else ():
            kept = self._before("source", model)
            model._default_manager.filter(source_id__in=owners).exclude(pk__in=kept).delete()


def _shown(document: Any) -> Any:
    """The document as tables hold it: of a record that is out of circulation they know the head alone."""
    if not document.retired:
        return document
    emptied: dict[str, Any] = {lists.name: [] for lists in rows.LISTS.get(document.kind, [])}
    if document.kind == "case":
        emptied["narrative"] = None
    if document.kind == "source":
        emptied["cites"] = []
    return document.model_copy(update=emptied)


_MODEL_OF = {target: model for model, target in TARGET_OF.items()}


def _free_addresses(model: type[Model], wanted: dict[str, str]) -> None:
    """Free the addresses that records are about to leave: two of them may swap theirs in one update."""
    if not wanted:
        return
    now = model._default_manager.filter(uid__in=wanted).values_list("pk", "uid", "slug")
    moved = [pk for pk, uid, slug in now if slug != wanted[uid]]
    if moved:
        model._default_manager.filter(pk__in=moved).update(slug=Concat(Value("~"), Cast("pk", CharField())))


def _clear_accepted(cases: set[int], wanted: list[Row]) -> None:
    """Free the slots of codings about to change: two rivals may swap places in one update."""
    now = {(row["case_id"], row["ref"]): (row["slot"], row["accepted"]) for row in wanted}
    before = Coding.objects.filter(case_id__in=cases, accepted=True).values_list("pk", "case_id", "ref", "slot")
    moved = [pk for pk, case, ref, slot in before if now.get((case, ref)) != (slot, True)]
    if moved:
        Coding.objects.filter(pk__in=moved).update(accepted=False)
