"""What a document must satisfy beyond its own shape: everything that needs other records.

``check`` looks at a whole batch with a handful of queries, so that a list of documents costs
no more look-ups than one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Value

from cases.documents.markup import MarkupTooComplex, render_markdown
from cases.documents.parts import Prose
from cases.documents.referrers import referrers_of
from cases.documents.schema import CaseDocument, CodeDocument, DataSetDocument, PlaceDocument, SourceDocument
from cases.documents.surroundings import Beside, Surroundings, room
from cases.documents.walk import Location, Reference, items
from cases.enums import LINK_ENDS, Blank, CodebookState, Level, ScaleKind
from cases.models import EVIDENCE_TARGETS, Code, CodebookVersion, Evidence, Excerpt, FormerSlug, Place
from cases.models.heads import HEADS


class Problem(NamedTuple):
    """One thing wrong with one document. ``type`` and ``context`` are what messages.py translates."""

    kind: str
    uid: str
    location: Location
    type: str
    context: dict[str, Any]


def check(documents: Sequence[Any], passages: Collection[str] | None = None, beside: Beside | None = None) -> list[Problem]:
    """Everything that is wrong with the documents, given one another and the tables.

    ``passages`` are the names of all passages of the sources they quote, where the caller has read them already;
    ``beside`` is what other parts of the same batch say.
    """
    beside = beside or Beside()
    around = Surroundings(documents, passages, beside)
    problems: list[Problem] = []
    for document, names in zip(documents, around.references, strict=True):
        found = [*_refs_once(document), *_dangling(document, names, around), *_unrenderable(document)]
        if isinstance(document, CaseDocument):
            found += [*_codings(document, around), *_links(document, document.links, around)]
        elif isinstance(document, CodeDocument):
            found += _links(document, document.links, around)
        elif isinstance(document, DataSetDocument):
            found += _cells_once(document)
        problems += [Problem(document.kind, document.uid, *rest) for rest in found]
    problems += _addresses(documents, beside)
    problems += _passages_in_use(documents, beside)
    problems += _retired(documents, beside)
    problems += _place_tree([document for document in documents if isinstance(document, PlaceDocument)], beside)
    problems += _frozen_codes([document for document in documents if isinstance(document, CodeDocument)])
    return problems


Found = tuple[Location, str, dict[str, Any]]


def _unrenderable(document: Any) -> Iterable[Found]:
    """Narrative must render within its bounds: pages show it from what is stored."""
    for name in type(document).model_fields:
        text = getattr(document, name)
        if isinstance(text, Prose):
            for lang in ("en", "zh"):
                try:
                    render_markdown(getattr(text, lang) or "")
                except MarkupTooComplex:
                    yield (name, lang), "markup_too_complex", {}


def _refs_once(document: Any) -> Iterable[Found]:
    seen: set[str] = set()
    tables_apart = isinstance(document, DataSetDocument)  # columns and rows of a table name themselves
    for location, item in items(document):
        name = f"{location[0]}/{item.ref}" if tables_apart else item.ref  # type: ignore[attr-defined]
        if name in seen:
            yield (*location, "ref"), "ref_twice", {"ref": item.ref}  # type: ignore[attr-defined]
        seen.add(name)


def _cells_once(document: DataSetDocument) -> Iterable[Found]:
    seen: set[tuple[str, str]] = set()
    for index, cell in enumerate(document.observations):
        name = (cell.unit, cell.variable)
        if name in seen:
            yield ("observations", index), "ref_twice", {"ref": ", ".join(name)}
        seen.add(name)


def _dangling(document: Any, names: Sequence[Reference], around: Surroundings) -> Iterable[Found]:
    own = {name: {item.ref for item in getattr(document, name)} for name in _item_lists(document)}
    for location, mark, name in names:
        if mark.to in own:
            if name not in own[mark.to]:
                yield location, "dangling_item", {"ref": name}
        elif mark.to == "code":
            facts = around.codes.get(name)
            if facts is None:
                yield location, "dangling", {"name": name}
            elif mark.kinds and facts.kind not in mark.kinds:
                yield location, "wrong_kind", {"name": name, "kinds": ", ".join(sorted(mark.kinds))}
        elif name not in around.known[mark.to]:
            if not (document.retired and mark.to == "excerpt"):  # it may leave together with its source
                yield location, "dangling", {"name": name}
        elif (mark.to, name) in around.gone and not document.retired:
            into = around.gone[mark.to, name]
            if into:
                yield location, "merged", {"name": name, "into": into}
            else:
                yield location, "taken_out", {"name": name}


def _item_lists(document: Any) -> list[str]:
    lists = ("phases", "events", "hypotheses", "versions", "units", "variables", "files")
    return [name for name in lists if isinstance(getattr(document, name, None), list)]


def _codings(document: CaseDocument, around: Surroundings) -> Iterable[Found]:
    accepted = Counter(coding.slot for coding in document.codings if coding.accepted)
    for index, coding in enumerate(document.codings):
        here: Location = ("codings", index)
        facts = around.codes.get(coding.code)
        if facts is None:
            continue  # reported as dangling
        if _version(coding.codebook) < _version(facts.since) or (
            facts.retired_in and _version(coding.codebook) >= _version(facts.retired_in)
        ):
            yield (*here, "code"), "code_not_in_version", {"code": coding.code, "version": coding.codebook}
        if coding.accepted and accepted[coding.slot] > 1:
            yield (*here, "accepted"), "rivals_accepted", {"code": coding.code}
        if coding.blank == Blank.CONTESTED and not coding.accepted:
            yield (*here, "accepted"), "contested", {"code": coding.code}
        if coding.level is not None and coding.level not in facts.levels:
            yield (*here, "level"), "not_on_scale", {"level": coding.level, "levels": ", ".join(sorted(facts.levels)) or "–"}
        if coding.value is not None:
            yield from (((*here, "value"), type_, {}) for type_ in value_problems(coding.value, facts.scale))


def value_problems(value: float, scale: str) -> list[str]:
    """Why a code of this scale cannot have this value."""
    if scale == ScaleKind.PRESENT and value != 1:
        return ["present_is_one"]
    if scale == ScaleKind.LEVELS:
        return ["level_wanted"]
    if scale == ScaleKind.MEMBERSHIP and not 0 <= value <= 1:
        return ["membership_range"]
    return []


def _version(uid: str) -> tuple[int, str]:
    """Codebook versions are numbered; anything else sorts after them by name."""
    return (int(uid), "") if uid.isdigit() else (10**9, uid)


def _links(document: Any, links: Sequence[Any], around: Surroundings) -> Iterable[Found]:
    for index, link in enumerate(links):
        starts, ends = LINK_ENDS[link.link_kind]
        start = around.codes.get(getattr(link, "from_code", document.uid))
        end = around.codes.get(link.to_code)
        if start and end and not (start.kind in starts and end.kind in ends):
            yield ("links", index, "link_kind"), "link_ends", {"kind": link.link_kind, "start": start.kind, "end": end.kind}
        level = getattr(link, "level", None)
        if end and level is not None and level not in end.levels:
            yield ("links", index, "level"), "not_on_scale", {"level": level, "levels": ", ".join(sorted(end.levels)) or "–"}


def _addresses(documents: Sequence[Any], beside: Beside) -> Iterable[Problem]:
    """No two records of a kind (for codes: of a kind of code) share an address."""
    taken: dict[tuple[str, str], str] = {}
    by_kind = defaultdict(list)
    for document in documents:
        by_kind[document.kind].append(document)
    for kind, group in by_kind.items():
        addresses = [document.address for document in group]
        here = {document.uid for document in group} | {uid for of, uid in beside.names if of == kind}
        now = HEADS[kind]._default_manager.filter(slug__in=addresses).order_by()
        then = FormerSlug.objects.filter(kind=kind, slug__in=addresses).order_by()
        rows = [query.values_list(Value(rank), "uid", "slug") for rank, query in enumerate((now, then))]
        for former, uid, slug in sorted(rows[0].union(rows[1], all=True)):
            if former:
                taken.setdefault((room(kind, uid), slug), uid)
            elif uid not in here:
                taken[room(kind, uid), slug] = uid
        for document in group:
            place, own = (room(kind, document.uid), document.address), document.uid
            if taken.setdefault(place, own) != own or beside.addresses.get(place, own) != own:
                yield Problem(kind, document.uid, ("slug",), "slug_taken", {"slug": document.address})


OWNERS = (*(f"{target}__case" for target in EVIDENCE_TARGETS if target != "result"), "link__owner", "result__study")
"""From evidence to the head of the record in whose document it stands."""


def _passages_in_use(documents: Sequence[Any], beside: Beside) -> Iterable[Problem]:
    """A passage that records outside the batch rest on stays; what the batch itself says of it is looked up elsewhere."""
    staying = [one for one in documents if isinstance(one, SourceDocument) and not one.retired]
    kept = {(one.uid, excerpt.ref) for one in staying for excerpt in one.excerpts}
    sources = [one.uid for one in documents if isinstance(one, SourceDocument)]
    live = Excerpt.objects.filter(source__uid__in=sources).values_list("pk", "source__uid", "ref") if sources else ()
    dropped = {pk: (uid, ref) for pk, uid, ref in live if (uid, ref) not in kept}
    if not dropped:
        return
    here = {document.uid for document in documents} | {uid for _kind, uid in beside.names}
    uses = Evidence.objects.filter(excerpt__in=dropped).values_list("excerpt", *(f"{owner}__uid" for owner in OWNERS))
    for pk in sorted({pk for pk, *owners in uses if not here.issuperset(owner for owner in owners if owner)}):
        uid, ref = dropped[pk]
        yield Problem("source", uid, ("excerpts",), "passage_in_use", {"ref": ref})


def _retired(documents: Sequence[Any], beside: Beside) -> Iterable[Problem]:
    """What leaves circulation is named by nothing that stays, but for cases: one that gives somebody away goes at once."""
    here = {(document.kind, document.uid) for document in documents}
    leaving = [document for document in documents if document.retired]
    kinds = {document.kind for document in leaving}
    named = {kind: referrers_of(kind, [one.uid for one in leaving if one.kind == kind]) for kind in kinds}
    for document in leaving:
        if document.kind in ("code", "codebook"):
            yield Problem(document.kind, document.uid, ("retired",), "codes_retire_by_version", {})
        elif users := sorted(named[document.kind][document.uid] - here - beside.names):
            names = ", ".join(uid for _kind, uid in users[:5])
            yield Problem(document.kind, document.uid, ("retired",), "still_named", {"names": names, "number": len(users)})


RANK = {level: rank for rank, level in enumerate(["national", "province", "city", "county", "township"])} | {Level.DISTRICT: 3}


def _place_tree(places: list[PlaceDocument], beside: Beside) -> Iterable[Problem]:
    """Every place hangs below a place of a higher level, up to a national one."""
    if not places:
        return
    levels = dict(Place.objects.filter(uid__in=[place.parent for place in places if place.parent]).values_list("uid", "level"))
    levels |= beside.levels | {place.uid: place.level for place in places}
    for place in places:
        if place.parent is None:
            if place.level != Level.NATIONAL:
                yield Problem("place", place.uid, ("parent",), "place_outside_tree", {})
        elif place.parent in levels and RANK[Level(levels[place.parent])] >= RANK[place.level]:
            yield Problem("place", place.uid, ("parent",), "place_parent_level", {"parent": place.parent})


FROZEN = (
    "since",
    "name",
    "short_definition",
    "full_definition",
    "use_when",
    "do_not_use_when",
    "example",
    "scale",
    "levels",
    "broader",
)
RETIREMENT = ("retired_in", "successors")


def _frozen_codes(codes: list[CodeDocument]) -> Iterable[Problem]:
    """A released codebook is frozen: what a code means changes only in a later version, and what it retired stays retired."""
    if not codes:
        return
    released = set(CodebookVersion.objects.filter(codebook_state=CodebookState.RELEASED).values_list("uid", flat=True))
    if not released:
        return
    live = {
        code.uid: code
        for code in Code.objects.filter(uid__in=[code.uid for code in codes], since__uid__in=released).select_related("revision")
    }
    for code in codes:
        before = live.get(code.uid)
        if before is None:
            continue
        was, after = before.revision.document, code.model_dump(mode="json")
        if field := _changed(FROZEN, was, after):
            yield Problem("code", code.uid, (field,), "frozen", {"version": was["since"]})
        if was.get("retired_in") in released and (field := _changed(RETIREMENT, was, after)):
            yield Problem("code", code.uid, (field,), "stays_retired", {"version": was["retired_in"]})


def _changed(fields: Iterable[str], before: dict[str, Any], after: dict[str, Any]) -> str | None:
    return next((field for field in fields if before.get(field) != after[field]), None)
