"""From what was sent of the full form to the draft's document; total, like the short one's reader."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import slugify
from pypinyin import lazy_pinyin

from cases.documents.bundle import beside, record_of
from cases.documents.difference import Json
from cases.enums import Blank, Origin
from cases.forms.beside import HAN, Beside, language_of
from cases.forms.fields import as_dict, as_items, as_text, fitting, heading, one_language, shown, two_languages
from cases.forms.full import MOST_ITEMS
from cases.forms.layout import CLAIMS, IDENTITY, LISTS, PSEUDONYM, SOURCE, TEXTS, Items, Spec
from cases.forms.periods import read_period
from cases.queries.lookup import Gazetteer, Listing, Names, excerpts_of
from cases.validators import EXCERPT

NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
EXCERPT_ID = re.compile(EXCERPT)
Tree = dict[str, Any]


def as_tree(data: Mapping[str, str]) -> Tree:
    """Names with hyphens as branches: ``codings-0-text-en`` becomes ``{"codings": {"0": {"text": {"en": …}}}}``."""
    tree: Tree = {}
    for name in data:
        branch = tree
        *path, leaf = name.split("-")[:6]
        for part in path:
            below = branch.setdefault(part, {})
            branch = below if isinstance(below, dict) else {}
        if not isinstance(branch.get(leaf), dict):
            branch[leaf] = data[name].replace("\r\n", "\n").replace("\x00", "").strip()
    return tree


def numbered(branch: Any, stored: Any) -> list[tuple[int, Any]]:
    """The rows of a list in their order: as many as there were, and as many more as the form adds."""
    found = [(int(name), value) for name, value in as_dict(branch).items() if name.isdecimal() and len(name) < 6]
    most = MOST_ITEMS + (len(stored) if isinstance(stored, list) else 0)
    return sorted(found, key=lambda pair: pair[0])[:most]


def typed(branch: Any, name: str) -> str:
    value = branch.get(name) if isinstance(branch, dict) else None
    return value if isinstance(value, str) else ""


class FullReader:
    """Makes the draft's document from what was sent."""

    def __init__(self, data: Mapping[str, str], stored: Json, names: Names, places: Gazetteer, coder: str):
        self.tree = as_tree(data)
        self.removed = data.get("remove", "")
        self.stored, self.names, self.places, self.coder = stored, names, places, coder
        self.language = data.get("language") if data.get("language") in ("en", "zh") else "en"
        self.fresh: set[str] = set()
        self.refs: dict[str, str] = {}
        """New references, by the hidden field that should hold them while the page stays open."""
        """Items that were typed in just now, as ``list:ref``: their rows stay open."""
        self.untouched: dict[str, int] = {}
        """How many rows of a list, or of an item's passages, were added and are still empty: the page shows them again."""
        self.moved: dict[str, str] = {}
        """Where an item stands in the document: empty rows leave no gap, they come last."""
        self.beside = Beside(stored, names.source)

    def document(self) -> Json:
        document = record_of(self.stored) | {"kind": "case", "origin": self.stored.get("origin") or Origin.CONTRIBUTED.value}
        values: Json = {}
        for spec in [*IDENTITY, *TEXTS]:
            if spec.name not in PSEUDONYM and spec.name != "anonymous":
                values[spec.name] = self.value(spec, self.tree, self.stored)
        values |= self._where()
        self._new_sources()
        values["sources"] = self._sources()
        self.first_source = values["sources"][0] if values["sources"] else ""
        self.excerpts = excerpts_of({*values["sources"], *self._quoted()})
        taken: set[str] = set()
        for items in LISTS:
            values[items.name] = self._items(items, taken)
        values["sources"] += [uid for uid in self.beside.new if uid not in values["sources"]]
        document |= values
        return self.beside.put_into({name: value for name, value in document.items() if value is not None})

    def _where(self) -> Json:
        if self.tree.get("anonymous"):
            level = typed(self.tree, "level")
            parts = {"as_printed": typed(self.tree, "printed"), "level": level}
            parent = self.value(
                Spec("parent", "line2", ""), self.tree, {"parent": as_dict(self.stored.get("pseudonym")).get("parent_as_stated")}
            )
            return {
                "place": None,
                "pseudonym": {name: value for name, value in (parts | {"parent_as_stated": parent}).items() if value},
            }
        return {"place": self._place(typed(self.tree, "place")), "pseudonym": None}

    def _place(self, text: str) -> str | None:
        chosen = self.places.get(typed(self.tree, "place_choice"))
        found = self.places.find(text)
        if chosen and chosen in found:
            return chosen.uid
        return found[0].uid if len(found) == 1 else (text or None)

    # Sources

    def _new_sources(self) -> None:
        known = beside(self.stored)
        stored = {one.get("uid"): one for one in known}
        kept: dict[str, Json] = {}
        for index, branch in numbered(self.tree.get("beside"), known):
            uid = typed(branch, "uid")
            if self.removed == f"beside-{index}" or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", uid):
                continue
            old = self.beside.new.get(uid) or as_dict(stored.get(uid)) or {"kind": "source", "uid": uid, "access": "public"}
            one = {name: value for name, value in old.items() if name not in ("versions", "excerpts")}
            for spec in SOURCE:
                value = self.value(spec, branch, old)
                one.pop(spec.name, None)
                if value is not None:
                    one[spec.name] = value
            for name in ("authors", "issued"):
                one.pop(f"{name}_blank", None)
                if not one.get(name):
                    one[f"{name}_blank"] = Blank.NOT_REPORTED.value
            kept[uid] = one
        self.beside.new = kept

    def _sources(self) -> list[str]:
        rows = numbered(self.tree.get("sources"), self.stored.get("sources"))
        texts = [text for _index, text in rows if isinstance(text, str) and text]
        uids = [self.beside.source(text) for text in texts]
        return list(dict.fromkeys([*uids, *self.beside.new]))

    def _quoted(self) -> Iterable[str]:
        for items in LISTS:
            for item in as_items(self.stored.get(items.name)):
                for use in as_items(item.get("evidence")):
                    yield as_text(use.get("excerpt")).partition("#")[0]

    # Items

    def _items(self, items: Items, taken: set[str]) -> list[Json]:
        stored = {as_text(item.get("ref")): item for item in as_items(self.stored.get(items.name))}
        found: list[Json] = []
        empty = []
        for index, branch in numbered(self.tree.get(items.name), self.stored.get(items.name)):
            if self.removed == f"{items.name}-{index}" or not isinstance(branch, dict):
                continue
            old = stored.get(typed(branch, "ref"), {})
            item = {spec.name: self.value(spec, branch, old, f"{items.name}-{index}") for spec in items.fields}
            said = [value for name, value in item.items() if name != "accepted" and value not in (None, [], "")]
            if not said and not old:
                empty.append(index)
            else:
                self.moved[f"{items.name}-{index}"] = f"{items.name}-{len(found)}"
                item = {**old, **item}
                item["ref"] = self._ref(item, typed(branch, "ref"), items.name, taken)
                if not typed(branch, "ref"):
                    self.refs[f"{items.name}-{index}-ref"] = item["ref"]
                    self.fresh.add(f"{items.name}:{item['ref']}")
                if items.name in CLAIMS:
                    item = {"codebook": self.names.codebook, "coder": self.coder} | item
                elif items.name == "hypotheses":
                    item = {"coder": self.coder} | item
                found.append({name: value for name, value in item.items() if value is not None})
        self.moved |= {f"{items.name}-{index}": f"{items.name}-{len(found) + number}" for number, index in enumerate(empty)}
        self.untouched[items.name] = len(empty)
        return found

    def spare(self, added: str) -> dict[str, int]:
        """How many empty rows the page shows in each list, with the one that was asked for just now."""
        counts = [*self.untouched.items(), *([(added, 1)] if added else [])]
        found: dict[str, int] = {}
        for name, count in counts:
            item = name.removesuffix("-evidence")
            name = self.moved.get(item, item) + name[len(item) :]
            found[name] = found.get(name, 0) + count
        return found

    def _ref(self, item: Json, ref: str, kind: str, taken: set[str]) -> str:
        """The item's own reference, or a new one from what it is about."""
        if not ref:
            title = shown(item.get("title"), "en") or shown(item.get("title"), "zh")
            named = str(item.get("code") or item.get("from_code") or item.get("actor") or "").partition(":")[2]
            words = title or named or heading(item, "en") or heading(item, "zh") or kind
            latin = " ".join(lazy_pinyin(words)) if HAN.search(words) else words
            stem = slugify(latin)[:60].strip("-").replace("_", "-") or kind.replace("_", "-")
            known = taken | {as_text(one.get("ref")) for items in LISTS for one in as_items(self.stored.get(items.name))}
            ref = next(name for name in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if name not in known)
        taken.add(ref)
        return ref

    # Values

    def value(self, spec: Spec, branch: Any, old: Json, prefix: str = "") -> Any:
        if spec.kind.endswith("2"):
            pair = as_dict(branch.get(spec.name)) if isinstance(branch, dict) else {}
            both = two_languages(old.get(spec.name), typed(pair, "en"), typed(pair, "zh"), self.language or "en")
            return fitting(both) if both and typed(pair, "fits") else both
        if spec.kind == "evidence":
            return self._evidence(branch.get("evidence"), old.get("evidence"), f"{prefix}-evidence")
        if spec.kind == "tick":
            return bool(typed(branch, spec.name))
        text = typed(branch, spec.name)
        if spec.kind == "lines":
            return [line.strip() for line in text.split("\n") if line.strip()]
        if spec.kind == "codes":
            return [self.names.code_meant(line) for line in text.split("\n") if line.strip()]
        if spec.kind == "participants":
            return [self._participant(line, old) for line in text.split("\n") if line.strip()]
        if not text:
            return None
        if spec.kind == "code":
            return self.names.code_meant(text)
        if spec.kind in ("actor", "case"):
            listing: Listing = getattr(self.names, spec.kind)
            return listing.resolve(text)
        if spec.name in ("period", "date", "starts", "ends", "issued"):
            return read_period(text)
        return float(text) if spec.name in ("value", "share") and NUMBER.match(text) else text

    def _participant(self, line: str, old: Json) -> Json:
        parts = re.split(r"\s*[:：]\s*(?=\S)", line.strip())
        # An identity behind the name may hold no colon for actors, so the first one parts name and role.
        actor = self.names.actor.resolve(parts[0])
        role = ": ".join(parts[1:])
        known = next((as_dict(one.get("role")) for one in as_items(old.get("participants")) if one.get("actor") == actor), {})
        text = one_language(known, role, language_of(role))
        return {"actor": actor} | ({"role": text} if text else {})

    def _evidence(self, branch: Any, stored: Any, prefix: str) -> list[Json]:
        uses = []
        empty = 0
        for index, row in numbered(branch, stored):
            text = typed(row, "excerpt")
            if self.removed == f"{prefix}-{index}":
                continue
            if not text:
                empty += 1
                continue
            use: Json = {"excerpt": self._passage(text, row)}
            if stance := typed(row, "stance"):
                use["stance"] = stance
            uses.append(use)
        self.untouched[prefix] = empty if uses else max(empty - 1, 0)  # an item without passages shows one empty row anyway
        return uses

    def _passage(self, text: str, row: Any) -> str:
        name = self.excerpts.resolve(text)
        if name in self.excerpts.by_uid or EXCERPT_ID.match(name):
            return name
        source = typed(row, "source") or self.first_source
        return self.beside.passage(source, text, typed(row, "locator")) if source else text
