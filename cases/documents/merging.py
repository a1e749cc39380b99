"""Two records that are one: what the kept one takes over from the duplicate, and the names that change. Pure."""

from typing import Any

from cases.documents.difference import Json

IDENTITY = {"kind", "uid", "slug", "former_slugs", "retired", "tile", "sort_key"}


def absorbed(kept: Json, duplicate: Json) -> tuple[Json, dict[str, str]]:
    """The kept record with what it lacked, and the new names of the duplicate's passages."""
    document = {**kept, **_filled(kept, duplicate)}
    if "aliases" in kept:
        document["aliases"] = _aliases(kept, duplicate)
    if kept["kind"] != "source":
        return document, {}
    both = {kept["uid"], duplicate["uid"]}
    document["cites"] = [one for one in dict.fromkeys([*kept["cites"], *duplicate["cites"]]) if one not in both]
    versions = _versions(document, duplicate)
    return document, _passages(document, duplicate, versions)


def _filled(kept: Json, duplicate: Json) -> Json:
    """Fields that are empty in the kept record and not in the duplicate. A value ends the reason for a blank."""
    filled = {
        name: value
        for name, value in duplicate.items()
        if name not in IDENTITY and not name.endswith("_blank") and value not in (None, []) and kept.get(name) in (None, [])
    }
    return filled | {f"{name}_blank": None for name in filled if f"{name}_blank" in kept}


def _aliases(kept: Json, duplicate: Json) -> list[Json]:
    """The duplicate's names are names of the kept record from now on."""
    name = duplicate["name"]
    more = [{"text": name[lang], "lang": lang} for lang in ("en", "zh") if name.get(lang)] + duplicate["aliases"]
    known = {text for text in (kept["name"].get("en"), kept["name"].get("zh")) if text}
    found = {(one["text"], one["lang"]): one for one in [*kept["aliases"], *more] if one["text"] not in known}
    return list(found.values())


def _versions(document: Json, duplicate: Json) -> dict[str, str]:
    """Add the duplicate's versions; one with the same text is the same version. The new ref of each."""
    known = {one["sha256"]: one["ref"] for one in document["versions"] if one["sha256"]}
    if document["versions"] is duplicate["versions"]:  # taken over as they are
        return {one["ref"]: one["ref"] for one in duplicate["versions"]}
    refs: dict[str, str] = {}
    versions = list(document["versions"])
    for one in duplicate["versions"]:
        if one["sha256"] and one["sha256"] in known:
            refs[one["ref"]] = known[one["sha256"]]
            continue
        refs[one["ref"]] = _free(one["ref"], versions)
        versions.append({**one, "ref": refs[one["ref"]]})
    document["versions"] = versions
    return refs


def _passages(document: Json, duplicate: Json, versions: dict[str, str]) -> dict[str, str]:
    """Add the duplicate's passages; the same words of the same version are the same passage. The new name of each."""
    taken_over = document["excerpts"] is duplicate["excerpts"]
    excerpts = [] if taken_over else list(document["excerpts"])
    known = {(one["version"], one["text"]): one["ref"] for one in excerpts}
    names: dict[str, str] = {}
    for one in duplicate["excerpts"]:
        version = versions[one["version"]]
        ref = known.get((version, one["text"]))
        if ref is None:
            ref = _free(one["ref"], excerpts)
            excerpts.append({**one, "ref": ref, "version": version})
        names[f"{duplicate['uid']}#{one['ref']}"] = f"{document['uid']}#{ref}"
    document["excerpts"] = excerpts
    return names


def _free(ref: str, items: list[Any]) -> str:
    """The reference, or the next of its kind that nothing in the list has."""
    taken = {one["ref"] for one in items}
    number, free = 2, ref
    while free in taken:
        free, number = f"{ref[:76]}-{number}", number + 1
    return free
