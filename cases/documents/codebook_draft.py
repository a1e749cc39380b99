"""A version of the codebook while it is written: a draft of its document with the changes it makes beside it. Pure.

``changes`` is a list of ``{ref, change, codes, into}``: what happens to codes that are there, and the entries that come.
An entry in ``into`` is the identity of a code that is there, or a whole document of a new one, finished or not.
"""

from collections.abc import Iterator
from typing import Any

from cases.documents.difference import Json

TEXTS = ("name", "short_definition", "full_definition", "use_when", "do_not_use_when", "example")
"""What every entry is written in, in both languages, before its version is released."""
LEAST = {"add": (0, 1), "split": (1, 2), "merge": (2, 1), "rename": (1, 1), "retire": (1, 0)}
"""For each change: codes that go, at least, and entries that come, at least."""
EXACT = {"add": (0, None), "split": (1, None), "merge": (None, 1), "rename": (1, 1), "retire": (None, 0)}


def changes(document: Json) -> list[Json]:
    found = document.get("changes")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def new_entries(document: Json) -> Iterator[Json]:
    """The documents of codes that the version brings."""
    for change in changes(document):
        yield from (one for one in change.get("into", []) if isinstance(one, dict))


def retired(document: Json) -> dict[str, list[str]]:
    """The codes that the version retires, each with those that take its place."""
    return {code: [uid_of(one) for one in change.get("into", [])] for change in changes(document) for code in change["codes"]}


def uid_of(entry: Any) -> str:
    return str(entry["uid"]) if isinstance(entry, dict) else str(entry)


def with_entry(document: Json, entry: Json) -> Json:
    """The draft with this document in place of the new code of the same identity."""
    made = [
        {**change, "into": [entry if isinstance(one, dict) and one["uid"] == entry["uid"] else one for one in change["into"]]}
        for change in changes(document)
    ]
    return {**document, "changes": made}


def numbered(document: Json, uid: str) -> Json:
    """The draft as the version of this number, from which on the entries that it brings are valid."""
    made = [
        {**change, "into": [{**one, "since": uid} if isinstance(one, dict) and "since" in one else one for one in change["into"]]}
        for change in changes(document)
    ]
    title = {"en": f"Codebook version {uid}", "zh": f"编码手册第{uid}版", "original": "en"}
    return {**document, "uid": uid, "title": title, "changes": made}


def lacking(entry: Json) -> list[tuple[str, str]]:
    """The texts that an entry still lacks, as (field, language)."""
    texts = [(name, entry.get(name) or {}) for name in TEXTS]
    texts += [(f"level {step['key']}", step.get("label") or {}) for step in entry.get("levels") or []]
    return [(name, language) for name, text in texts for language in ("en", "zh") if not text.get(language)]


def documents(draft: Json, live: dict[str, Json], today: str) -> list[Json]:
    """What releasing the version publishes: the version, the codes that come, and those that go."""
    version = {name: part for name, part in draft.items() if name != "changes"} | {
        "codebook_state": "released",
        "released": today,
    }
    going = [
        {**live[code], "retired_in": draft["uid"], "successors": successors}
        for code, successors in retired(draft).items()
        if code in live
    ]
    return [version, *new_entries(draft), *going]
