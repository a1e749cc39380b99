"""A draft is one document: the record's, and beside it the sources and passages that it brings along.

``beside`` lists sources. One that is not live yet is a whole source document; for one that is, only
``uid``, ``versions`` and ``excerpts`` count, and they are added to the live source. So a contributor
can quote a source that is already here, and two drafts that quote it never collide. Accepting the
draft publishes everything together; until then all of it exists in this one document only.
"""

from collections.abc import Mapping
from typing import Any

from cases.documents.difference import Json
from cases.documents.rules import Problem
from cases.documents.walk import Location
from cases.models import Source

BESIDE = "beside"


def record_of(draft: Mapping[str, Any]) -> Json:
    """The record's own document, without what lies beside it."""
    return {name: value for name, value in draft.items() if name != BESIDE}


def beside(draft: Mapping[str, Any]) -> list[Json]:
    found = draft.get(BESIDE)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def is_new(source: Json) -> bool:
    """Whether it is meant as a source of its own, not as passages added to one that is live."""
    return "access" in source


def live_sources(draft: Mapping[str, Any]) -> dict[str, Json]:
    """The live documents of the sources that lie beside the draft, by uid."""
    uids = [uid for one in beside(draft) if isinstance(uid := one.get("uid"), str)]
    found = Source.objects.filter(uid__in=uids).select_related("revision") if uids else []
    return {source.uid: source.revision.document for source in found}


def unpack(draft: Mapping[str, Any], live: Mapping[str, Json] | None = None) -> list[Json]:
    """Every document that publishing the draft would publish: sources first, then the record.

    ``live`` are the live sources beside it, where they have been read already.
    """
    live = live_sources(draft) if live is None else live
    return [*(_whole(one, live.get(str(one.get("uid")))) for one in beside(draft)), record_of(draft)]


def needed_beside(draft: Mapping[str, Any], part: Json) -> list[Json]:
    """What lies beside the draft, as far as a part of the record names it: its sources, and the passages under its claims."""
    listed = part.get("sources")
    sources = set(listed) if isinstance(listed, list) else set()
    quoted = set(_quoted(part))
    needed = []
    for one in beside(draft):
        excerpts = [item for item in one.get("excerpts") or [] if f"{one.get('uid')}#{_ref(item)}" in quoted]
        if excerpts or (is_new(one) and one.get("uid") in sources):
            needed.append({**one, "excerpts": excerpts})
    return needed


def _quoted(part: Json) -> list[str]:
    claims = [item for value in part.values() if isinstance(value, list) for item in value if isinstance(item, dict)]
    return [use["excerpt"] for claim in claims for use in claim.get("evidence") or []]


def without_live(draft: Mapping[str, Any]) -> Json:
    """The draft without the sources and passages beside it that are live by now."""
    live = live_sources(draft)
    rest = []
    for one in beside(draft):
        there = live.get(str(one.get("uid")))
        if there is None:
            rest.append(one)
            continue
        known = {name: {item["ref"] for item in there[name]} for name in ("versions", "excerpts")}
        kept = {name: [item for item in one.get(name) or [] if _ref(item) not in known[name]] for name in known}
        if kept["excerpts"]:
            rest.append({"kind": "source", "uid": one["uid"], **kept})
    return {**record_of(draft), BESIDE: rest} if rest else record_of(draft)


def _whole(addition: Json, live: Json | None) -> Json:
    if live is None:
        return {**addition, "kind": "source"}
    whole = dict(live)
    for name in ("versions", "excerpts"):
        known = {item["ref"] for item in live[name]}
        added = addition.get(name)
        whole[name] = (
            [*live[name], *(item for item in added if _ref(item) not in known)] if isinstance(added, list) else live[name]
        )
    return whole


def _ref(item: Any) -> Any:
    return item.get("ref") if isinstance(item, dict) else None


def at_home(problems: list[Problem], draft: Mapping[str, Any]) -> list[Problem]:
    """The problems of the unpacked documents, with locations within the draft."""
    live = live_sources(draft)
    places = {str(one.get("uid", "")): index for index, one in enumerate(beside(draft))}
    moved = []
    for problem in problems:
        if problem.kind == "source" and problem.uid in places:
            index = places[problem.uid]
            problem = problem._replace(location=(BESIDE, index, *_within(problem.location, live.get(problem.uid))))
        moved.append(problem)
    return moved


def _within(location: Location, live: Json | None) -> Location:
    """Added items stand behind the live ones in the unpacked source, and first in the draft."""
    if live and len(location) > 1 and location[0] in ("versions", "excerpts") and isinstance(location[1], int):
        return (location[0], max(location[1] - len(live[location[0]]), 0), *location[2:])
    return location
