"""What a case brings along: new sources, and passages quoted from them or from sources that are already here."""

import hashlib
import re
from typing import Any

from django.utils.text import slugify
from pypinyin import lazy_pinyin

from cases.documents.bundle import BESIDE, beside, is_new
from cases.documents.coding_desk import quotes
from cases.documents.difference import Json
from cases.enums import Access, ExcerptKind
from cases.models import FormerSlug, Revision, Source
from cases.models.heads import HEADS
from cases.queries.lookup import Listing, excerpts_of, fold

DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
ADDRESS = re.compile(r"^[^\s]+\.[^\s]*/[^\s]*$|^[^\s/]+/[^\s]+/[^\s]*$|^(?:https?:|www\.)", re.IGNORECASE)
AS_READ = {"ref": "as-read", "label": {"en": "Text as read", "zh": "所读文本", "original": "en"}}
HAN = re.compile(r"[\u3400-\u9fff]")


def language_of(text: str) -> str:
    """The language that a passage is written in, by its script."""
    return "zh" if HAN.search(text) else "en"


def propose_uid(kind: str, words: str, *, keep: str = "") -> str:
    """An identity made from the words (pinyin for Chinese), that no record and no draft of its kind has yet."""
    latin = " ".join(lazy_pinyin(words)) if HAN.search(words) else words
    stem = slugify(re.sub(r"[\W_]+", " ", latin))[:56].strip("-") or kind
    if keep and re.fullmatch(rf"{re.escape(stem)}(-\d+)?", keep):
        return keep
    taken = _taken(kind, stem)
    return next(name for name in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if name not in taken)


def _taken(kind: str, stem: str) -> set[str]:
    heads = HEADS[kind]._default_manager
    taken = {name for pair in heads.filter(uid__startswith=stem).values_list("uid", "slug") for name in pair}
    taken |= set(heads.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(kind=kind, slug__startswith=stem).values_list("slug", flat=True))
    return taken | set(Revision.objects.filter(kind=kind, uid__startswith=stem).values_list("uid", flat=True))


class Beside:
    """The sources and passages of one draft while it is put together."""

    def __init__(self, stored: Json, sources: Listing):
        self.sources = sources
        self.new: dict[str, Json] = {}
        self.passages: dict[str, dict[str, Json]] = {}
        self.versions: dict[str, list[Json]] = {}
        for one in beside(stored):
            uid = one.get("uid")
            if isinstance(uid, str) and is_new(one):
                self.new[uid] = {name: value for name, value in one.items() if name not in ("versions", "excerpts")}
        # What the coding desk knows of a passage (its place in a text, the words around it) the forms do not ask for.
        self.stored = {str(one.get("uid")): one for one in beside(stored)}

    def source(self, text: str) -> str:
        """The source that the text names: one that is here, one of this draft, or a new one by DOI, address or title."""
        typed = text.strip()
        uid = self.sources.resolve(typed)
        if uid in self.sources.by_uid or uid in self.new or Source.objects.filter(uid=uid).exists():
            return uid  # the last: one beyond the list to choose from, or one that left circulation, which the rules will say
        doi = DOI.match(typed)
        known = Source.objects.filter(doi__iexact=doi[1]) if doi else Source.objects.filter(url=typed)
        if found := known.values_list("uid", flat=True).first() if doi or typed.startswith("http") else None:
            return found
        for uid, one in self.new.items():
            if typed and typed in (one.get("doi"), one.get("url"), *(one.get("title") or {}).values()):
                return uid
        if doi:
            return self.add({"doi": doi[1]}, doi[1])
        if ADDRESS.search(typed):
            return self.add({"url": typed}, typed.partition("://")[2] or typed)
        language = language_of(typed)
        return self.add({"title": {language: typed, "original": language}}, typed)

    def add(self, fields: Json, words: str) -> str:
        uid = propose_uid("source", words)
        while uid in self.new:
            uid += "-b"
        self.new[uid] = {"kind": "source", "uid": uid, "access": Access.PUBLIC.value, **fields}
        return uid

    def passage(self, source: str, text: str, locator: str = "", kind: str = "") -> str:
        """The passage with these words in the source: one that it already has, or a new one."""
        here = excerpts_of([source]).by_spelling.get(fold(text), set())
        if here:
            return min(here)
        if known := self._stored_passage(source, text):
            self.passages.setdefault(source, {})[known["ref"]] = known
            return f"{source}#{known['ref']}"
        ref = f"passage-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}"
        language = language_of(text)
        passage: Json = {
            "ref": ref,
            "version": self._version(source),
            "excerpt_kind": kind or ExcerptKind.QUOTATION.value,
            "language": language,
            "text": text,
        }
        if locator:
            words = language_of(locator)
            passage["locator"] = {words: locator, "original": words}
        self.passages.setdefault(source, {})[ref] = passage
        return f"{source}#{ref}"

    def _stored_passage(self, source: str, text: str) -> Json | None:
        """A passage that the coding desk has put into this draft: with the text that it stands in."""
        versions = {one.get("ref") for one in self._texts(source)}
        excerpts: Any = self.stored.get(source, {}).get("excerpts") or []
        return next(
            (one for one in excerpts if one.get("version") in versions and fold(one.get("text") or "") == fold(text)), None
        )

    def _texts(self, source: str) -> list[Json]:
        """The versions of the source that lie beside the draft with the hash of their text."""
        return [one for one in self.stored.get(source, {}).get("versions") or [] if one.get("sha256")]

    def _version(self, source: str) -> str:
        """The text version that new passages belong to: the source's last, or one of their own."""
        if texts := self._texts(source):
            return str(texts[-1]["ref"])
        live = Source.objects.filter(uid=source).select_related("revision").first()
        versions = live.revision.document["versions"] if live else []
        if versions:
            return versions[-1]["ref"]
        self.versions[source] = [AS_READ]
        return AS_READ["ref"]  # type: ignore[return-value]

    def documents(self) -> list[Json]:
        """New sources with their passages, then additions to sources that are live."""
        added = [uid for uid in self.stored if not is_new(self.stored[uid]) and self._texts(uid)]
        names = dict.fromkeys([*self.new, *self.passages, *added])
        return [
            {
                **self.new.get(uid, {"kind": "source", "uid": uid}),
                "versions": [*self._texts(uid), *self.versions.get(uid, [])],
                "excerpts": list(self.passages.get(uid, {}).values()),
            }
            for uid in names
        ]

    def put_into(self, document: Json) -> Json:
        self._keep_quoted(document)
        documents = self.documents()
        rest = {name: value for name, value in document.items() if name != BESIDE}
        return {**rest, BESIDE: documents} if documents else rest

    def _keep_quoted(self, document: Json) -> None:
        """Passages that the document names by their identity stay beside it."""
        for name in quotes(document):
            uid, _hash, ref = name.partition("#")
            excerpts: Any = self.stored.get(uid, {}).get("excerpts") or []
            versions = {one.get("ref") for one in self._texts(uid)}
            found = next((one for one in excerpts if one.get("ref") == ref and one.get("version") in versions), None)
            if found:
                self.passages.setdefault(uid, {}).setdefault(ref, found)


def passages_of(draft: Json) -> dict[str, tuple[int, int, Json]]:
    """The draft's own passages by identity, each with its place: source and position."""
    found = {}
    for index, one in enumerate(beside(draft)):
        excerpts: Any = one.get("excerpts")
        for position, excerpt in enumerate(excerpts if isinstance(excerpts, list) else []):
            if isinstance(excerpt, dict):
                found[f"{one.get('uid')}#{excerpt.get('ref')}"] = (index, position, excerpt)
    return found
