"""Finding records by what somebody types: a name in either language, an alias, pinyin, a code, or a list's own label.

A label is the name with the identity behind it, ``数据孤岛 · problem:data-silos``: whoever chooses it from a
list needs no script and is never ambiguous.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from cases.enums import CodeKind, Level
from cases.models import Actor, Case, Code, CodebookVersion, Excerpt, Place, Source

SEPARATOR = " · "
CODE_ID = re.compile(rf"^(?:{'|'.join(CodeKind.values)}):[a-z0-9-]+$")
IDENTITY = re.compile(r"^[a-z0-9-]+(?:[:#][a-z0-9-]+)?$")
MOST = 500
"""Entries of a list to choose from. Beyond that, people type a name or an identity."""


def chinese() -> bool:
    return (get_language() or "").startswith("zh")


def in_reader_language(en: str, zh: str) -> str:
    return (zh or en) if chinese() else (en or zh)


def fold(text: str) -> str:
    """What two spellings of a name have in common: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class Entry:
    """A record in a list to choose from."""

    uid: str
    name: str
    spellings: frozenset[str]
    group: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}{SEPARATOR}{self.uid}"


@dataclass
class Listing:
    """The entries of one kind of record, by identity and by any of their names."""

    entries: list[Entry]
    by_uid: dict[str, Entry] = field(init=False)

    def __post_init__(self) -> None:
        self.by_uid = {entry.uid: entry for entry in self.entries}

    @cached_property
    def by_spelling(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for entry in self.entries:
            for spelling in entry.spellings:
                found.setdefault(spelling, set()).add(entry.uid)
        return found

    def resolve(self, text: str) -> str:
        """The identity that the text means, or the text as it is."""
        typed = text.strip()
        tail = typed.rpartition(SEPARATOR)[2]
        if tail in self.by_uid or (SEPARATOR in typed and IDENTITY.match(tail)):
            return tail
        found = self.by_spelling.get(fold(typed), set())
        return next(iter(found)) if len(found) == 1 else typed

    def label(self, uid: str) -> str:
        entry = self.by_uid.get(uid)
        return entry.label if entry else uid


def entry_of(row: Any, group: str = "", stem: str = "name") -> Entry:
    en, zh = getattr(row, f"{stem}_en"), getattr(row, f"{stem}_zh")
    names = [en, zh, *(alias["text"] for alias in getattr(row, "aliases", ()))]
    return Entry(row.uid, in_reader_language(en, zh), frozenset(fold(name) for name in names if name), group)


class Names:
    """Everything that a case may name, each kind read when it is first asked for."""

    @cached_property
    def code_rows(self) -> list[Code]:
        """Codes that may be used today, in the order of the codebook's kinds."""
        kinds = list(CodeKind)
        rows = Code.objects.filter(state="live", retired_in=None).in_order()
        return sorted(rows, key=lambda code: (kinds.index(CodeKind(code.code_kind)), code.order))

    @cached_property
    def code(self) -> Listing:
        return Listing([entry_of(row, str(CodeKind(row.code_kind).label)) for row in self.code_rows])

    @cached_property
    def retired(self) -> Listing:
        """Codes that may no longer be used: whoever still types one is told so."""
        return Listing([entry_of(row) for row in Code.objects.exclude(retired_in=None)])

    def code_meant(self, text: str) -> str:
        """The code that the text means, even if it was retired while the form was open."""
        found = self.code.resolve(text)
        return found if found in self.code.by_uid or CODE_ID.match(found) else self.retired.resolve(text)

    @cached_property
    def actor(self) -> Listing:
        return Listing([entry_of(row) for row in Actor.objects.filter(state="live").order_by("sort_key")[:MOST]])

    @cached_property
    def source(self) -> Listing:
        return Listing([entry_of(row, stem="title") for row in Source.objects.filter(state="live").order_by("sort_key")[:MOST]])

    @cached_property
    def case(self) -> Listing:
        return Listing([entry_of(row, stem="label") for row in Case.objects.live().order_by("sort_key")[:MOST]])

    def of_kind(self, kind: str) -> list[Code]:
        return [code for code in self.code_rows if code.code_kind == kind]

    @cached_property
    def codebook(self) -> str:
        """The version under which claims are made now: the last that was released."""
        released = CodebookVersion.objects.filter(codebook_state="released").values_list("uid", flat=True)
        return max(released, key=lambda uid: (int(uid) if uid.isdigit() else 0, uid), default="1")


def excerpts_of(sources: Iterable[str]) -> Listing:
    """The passages that these sources already have."""
    found = Excerpt.objects.filter(source__uid__in=[uid for uid in sources if isinstance(uid, str)]).select_related("source")
    rows = found.order_by("source__sort_key", "order")[: 4 * MOST]
    return Listing(
        [Entry(f"{row.source.uid}#{row.ref}", " ".join(row.text.split())[:110], frozenset({fold(row.text)})) for row in rows]
    )


# Places -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlaceEntry:
    """A place as somebody chooses it: both names, the unit above, the division code."""

    uid: str
    name_en: str
    name_zh: str
    level: str
    parent: str
    division_code: str

    @property
    def label(self) -> str:
        names = " ".join(name for name in dict.fromkeys((self.name_en, self.name_zh)) if name)
        return f"{names}{SEPARATOR}{self.division_code or self.uid}"

    @property
    def detail(self) -> str:
        """Level and unit above, to tell places of one name apart."""
        level = str(Level(self.level).label)
        return ", ".join([level, self.parent] if self.parent else [level])


class Gazetteer:
    """All places, small enough to be looked through in memory: a few thousand at most."""

    @cached_property
    def _rows(self) -> list[tuple[PlaceEntry, frozenset[str]]]:
        columns = (
            "uid",
            "name_en",
            "name_zh",
            "level",
            "division_code",
            "aliases",
            "sort_key",
            "parent__name_en",
            "parent__name_zh",
        )
        rows = []
        for row in Place.objects.filter(state="live").order_by("division_code", "uid").values(*columns):
            parent = in_reader_language(row["parent__name_en"] or "", row["parent__name_zh"] or "")
            names = [row["name_en"], row["name_zh"], row["sort_key"], *(alias["text"] for alias in row["aliases"])]
            entry = PlaceEntry(row["uid"], row["name_en"], row["name_zh"], row["level"], parent, row["division_code"])
            rows.append((entry, frozenset(fold(name) for name in names if name)))
        return rows

    def get(self, uid: Any) -> PlaceEntry | None:
        return next((entry for entry, _ in self._rows if entry.uid == uid), None)

    def find(self, text: str, limit: int = 8) -> list[PlaceEntry]:
        """Places that the text may mean: those of exactly that name, or else those whose name has it in it."""
        typed = fold(text)
        tail = text.strip().rpartition(SEPARATOR)[2]
        if not typed:
            return []
        named = [entry for entry, _ in self._rows if tail in (entry.division_code, entry.uid)]
        exact = named or [entry for entry, names in self._rows if typed in names]
        begins = [entry for entry, names in self._rows if any(name.startswith(typed) for name in names)]
        inside = [entry for entry, names in self._rows if any(typed in name for name in names)]
        return (exact or begins or inside)[:limit]

    def suggest(self, text: str, limit: int = 8) -> list[PlaceEntry]:
        """Places whose name begins with the text, then those that have it inside."""
        typed = fold(text)
        if not typed:
            return []
        found = [entry for entry, names in self._rows if any(name.startswith(typed) for name in (*names, entry.division_code))]
        found += [entry for entry, names in self._rows if entry not in found and any(typed in name for name in names)]
        return found[:limit]

    def named_in(self, text: str) -> list[PlaceEntry]:
        """Places (below the nation) that a text names, in Chinese or as an English word."""
        lower = unicodedata.normalize("NFKC", text).casefold()
        return [entry for entry, _ in self._rows if entry.level != Level.NATIONAL and self._named(entry, lower)]

    @staticmethod
    def _named(entry: PlaceEntry, text: str) -> bool:
        english = entry.name_en.casefold()
        return bool((entry.name_zh and entry.name_zh in text) or (english and re.search(rf"\b{re.escape(english)}\b", text)))


def cases_at(place: str) -> list[Case]:
    """Cases of the place that readers see: to be read before another one is added."""
    return list(Case.objects.live().filter(place__uid=place, anonymous=False).select_related("revision").order_by("sort_key"))


def places_of_cases(uids: Iterable[str]) -> set[str]:
    """The places of these cases and the units above them."""
    found: set[str] = set()
    wanted = set(Case.objects.filter(uid__in=list(uids), place__isnull=False).values_list("place__uid", flat=True))
    while wanted:
        found |= wanted
        wanted = set(Place.objects.filter(uid__in=wanted, parent__isnull=False).values_list("parent__uid", flat=True)) - found
    return found
