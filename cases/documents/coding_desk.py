"""Coding a draft one claim at a time: texts beside it, passages in them, codings that rest on them. Pure.

Every function takes a document and returns a new one. The document is a draft of a case, or the codings of one coder
(``kind: codings``), which has the same lists and nothing else.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from cases.documents.bundle import BESIDE, beside
from cases.documents.difference import Json

ANSWERS = ("value", "level", "blank")
MARKS = ("basis", "confidence", "strength")


class Quoted(NamedTuple):
    """A passage that somebody has selected: in which source, and the excerpt without its reference."""

    source: str
    excerpt: Json


def items(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def with_version(document: Json, source: Json, version: Json) -> Json:
    """The draft with one more text beside it; ``source`` is a whole new one, or the ``uid`` of one that is known."""
    uid = source["uid"]
    others = [one for one in beside(document) if one.get("uid") != uid]
    old = next((one for one in beside(document) if one.get("uid") == uid), {"kind": "source", "excerpts": []})
    versions = [*(one for one in items(old.get("versions")) if one.get("ref") != version["ref"]), version]
    sources = [one for one in document.get("sources") or [] if one != uid]
    return {**document, "sources": [*sources, uid], BESIDE: [*others, {**old, **source, "versions": versions}]}


def put_coding(document: Json, coding: Json, quoted: Quoted | None, stance: str, live: Json | None = None) -> Json:
    """The draft with the coding in it, new or in place of the one with its reference, resting on the passage.

    ``live`` is the published document of the passage's source: a passage that it already has is used and not repeated.
    """
    document = dict(document)
    old = next((one for one in items(document.get("codings")) if one.get("ref") == coding["ref"]), {})
    uses = items(old.get("evidence"))[1:]
    if quoted is not None:
        document, name = with_passage(document, quoted, live)
        uses = [{"excerpt": name, "stance": stance}, *(use for use in uses if use.get("excerpt") != name)]
    elif coding.get("blank"):
        uses = []
    coding = {**coding, "evidence": uses} if uses else {name: part for name, part in coding.items() if name != "evidence"}
    codings = [coding if one is old else one for one in items(document.get("codings"))]
    return pruned({**document, "codings": codings if old else [*codings, coding]})


def joined(document: Json, ref: str) -> tuple[Json, str]:
    """The draft with the coding joined to an earlier one that says the same, as a further passage of that; its reference.

    Two accepted answers to one question would be rivals; two passages for one answer are evidence.
    """
    coding = next((one for one in items(document.get("codings")) if one.get("ref") == ref), None)
    twin = coding and next(
        (one for one in items(document.get("codings")) if one is not coding and _says_the_same(one, coding)), None
    )
    if not coding or not twin:
        return document, ref
    known = {use.get("excerpt") for use in items(twin.get("evidence"))}
    added = [use for use in items(coding.get("evidence")) if use.get("excerpt") not in known]
    merged = {**twin, "evidence": [*items(twin.get("evidence")), *added]}
    codings = [merged if one is twin else one for one in items(document.get("codings")) if one is not coding]
    return {**document, "codings": codings}, str(twin.get("ref"))


def _says_the_same(one: Json, other: Json) -> bool:
    alike = (*ANSWERS[:2], "code", "phase", "period")
    answered = any(other.get(name) is not None for name in ANSWERS[:2])
    whole = all(one.get(name) for name in MARKS)
    return answered and whole and one.get("accepted", True) and all(one.get(name) == other.get(name) for name in alike)


def take_out(document: Json, ref: str) -> Json:
    """The draft without the coding and the passages that nothing else rests on."""
    return pruned({**document, "codings": [one for one in items(document.get("codings")) if one.get("ref") != ref]})


def with_passage(document: Json, quoted: Quoted, live: Json | None) -> tuple[Json, str]:
    """The draft with the passage beside it, and the passage's name."""
    uid, excerpt = quoted
    own = next((one for one in beside(document) if one.get("uid") == uid), {"kind": "source", "uid": uid, "versions": []})
    known = [*items((live or {}).get("excerpts")), *items(own.get("excerpts"))]
    for one in known:
        if all((one.get(name) or "") == (excerpt.get(name) or "") for name in ("text", "version", "before", "after")):
            return document, f"{uid}#{one['ref']}"
    ref = _free_ref(excerpt["text"], {str(one.get("ref")) for one in known})
    entry = {**own, "excerpts": [*items(own.get("excerpts")), {"ref": ref, **excerpt}]}
    others = [one for one in beside(document) if one.get("uid") != uid]
    return {**document, BESIDE: [*others, entry]}, f"{uid}#{ref}"


def _free_ref(text: str, taken: set[str]) -> str:
    stem = f"passage-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}"
    return next(name for name in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if name not in taken)


def pruned(document: Json) -> Json:
    """The draft without passages that nothing in it rests on any more."""
    used = set(quotes(document))
    kept = [
        {**one, "excerpts": [part for part in items(one.get("excerpts")) if f"{one.get('uid')}#{part.get('ref')}" in used]}
        for one in beside(document)
    ]
    return {**document, BESIDE: kept} if kept else document


def quotes(value: Any) -> Iterator[str]:
    """The names of all passages that a document rests on."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "excerpt" and isinstance(part, str):
                yield part
            elif name != BESIDE:
                yield from quotes(part)
    elif isinstance(value, list):
        for part in value:
            yield from quotes(part)
