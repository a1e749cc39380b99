"""What changed, in words: the fields of a difference or a merge as a person reads them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import enums
from cases.documents.bundle import beside
from cases.documents.difference import ORDER, Json, by_ref, difference
from cases.documents.normal import normal
from cases.forms.beside import passages_of
from cases.forms.field_words import label_of, word_of
from cases.forms.fields import as_dict, as_items, as_text, heading, shown
from cases.forms.layout import LIST
from cases.forms.pieces import Line, marked
from cases.queries.labels import passages_in
from cases.queries.lookup import CODE_ID, in_reader_language
from cases.queries.named import named

LANG_TAGS = {"en": "en", "zh": "zh-Hans"}
LONG_LIST = 40
"""Entries of a list that are written out; more than that are counted."""
UNSHOWN = {"ref", "code", "from_code", "to_code", "codebook", "coder", "kind", "uid", "version", "excerpt_kind", "language"}
"""Fields of a new or vanished item that its heading says already, or that say nothing about it."""


class Shown(NamedTuple):
    """A change or a conflict as the page shows it."""

    path: str
    title: str
    detail: str
    sides: list[list[Line]]
    change: Any


class Wording:
    """Knows the names of everything that some documents mention; of records in one query, of passages in another."""

    def __init__(self, *documents: Json | None, passages: Mapping[str, str] | None = None, also: Iterable[tuple[str, str]] = ()):
        """``passages`` are words that the caller has read already, ``also`` further records to look up."""
        self.documents = [document for document in documents if document]
        mentioned = {pair for document in self.documents for pair in _mentioned(document)}
        self.heads = named([*mentioned, *also])
        codes = {uid: one.detail for (kind, uid), one in self.heads.items() if kind == "code"}
        self.present = {uid for uid, scale in codes.items() if scale == enums.ScaleKind.PRESENT}
        self.titles = {one.get("uid"): shown(one.get("title")) for document in self.documents for one in beside(document)}
        self.passages = dict(self._read_passages() if passages is None else passages)
        for document in self.documents:
            self.passages |= {name: as_text(one.get("text")) for name, (_i, _n, one) in passages_of(document).items()}

    def _read_passages(self) -> dict[str, str]:
        wanted = {name for document in self.documents for name in quoted(document)}
        return passages_in({name.partition("#")[0] for name in wanted})

    def show(self, changes: Iterable[Any], sides: tuple[str, ...]) -> list[Shown]:
        return [
            Shown(
                change.path, *self._headings(change), [self.lines(getattr(change, side), change.field) for side in sides], change
            )
            for change in changes
        ]

    def _headings(self, change: Any) -> tuple[str, str]:
        """What kind of thing changed, and which one and which field of it."""
        if not change.list:
            return label_of(change.field), ""
        kind = str(LIST[change.list].title) if change.list in LIST else label_of(change.list)
        if change.field == ORDER:
            return kind, _("their order")
        name = self.item_name(change.list, change.ref)
        return kind, pgettext("between items", "; ").join(part for part in (name, label_of(change.field, change.list)) if part)

    def item_name(self, name: str, ref: str) -> str:
        """What an item is about: its title, its codes and actors, or its reference."""
        if name == "excerpts":
            return ""
        for document in self.documents:
            value = document.get(name)
            item = by_ref(as_items(value) if all("ref" in one for one in as_items(value)) else []).get(ref)
            if item:
                said = in_reader_language(heading(item, "en"), heading(item, "zh"))
                return self._title(item) or " – ".join(self._parts(item)) or _short(said) or ref
        return ref

    def _title(self, item: Json) -> str:
        titles = [item.get(name) for name in ("title", "label", "name")]
        text = next((one for one in titles if one), None)
        return in_reader_language(shown(text, "en"), shown(text, "zh"))

    def _parts(self, item: Json) -> list[str]:
        return [self._named(item[field], field) for field in NAMING if item.get(field)]

    def lines(self, value: Any, field: str = "") -> list[Line]:
        """A value of any shape as lines of words."""
        if value is None or value == "" or value == []:
            return []
        if isinstance(value, dict):
            return self._item_lines(value)
        if isinstance(value, list) and len(value) > LONG_LIST:
            return [Line("", _("%(number)s entries") % {"number": len(value)})]
        if isinstance(value, list):
            return [Line("", line.text, line.lang) for one in value for line in self._listed(one, field)]
        return [Line("", self._word(value, field))]

    def _listed(self, one: Any, field: str) -> list[Line]:
        if isinstance(one, dict) and "excerpt" in one:
            words = self.passages.get(as_text(one["excerpt"]), as_text(one["excerpt"]))
            return [
                Line("", _("“%(passage)s” (%(stance)s)") % {"passage": words, "stance": self._word(one.get("stance"), "stance")})
            ]
        if isinstance(one, dict) and "actor" in one:
            role = shown(one.get("role"))
            return [
                Line(
                    "", pgettext("between items", ": ").join(part for part in (self._named(one["actor"], "actor"), role) if part)
                )
            ]
        if isinstance(one, dict) and set(one) == {"text", "lang"}:
            return [Line("", as_text(one["text"]), LANG_TAGS.get(as_text(one["lang"]), ""))]
        return self.lines(one, field)

    def _item_lines(self, value: Json) -> list[Line]:
        if "original" in value or set(value) <= {"en", "zh", "of"}:
            tongues = (("en", _("English"), "en"), ("zh", _("Chinese"), "zh-Hans"))
            return [Line(name, as_text(value[key]), tag) for key, name, tag in tongues if value.get(key)]
        found = []
        for name, part in value.items():
            if name in ("value",) and part == 1 and value.get("code") in self.present:
                found.append(Line(label_of(name), _("present")))
            elif name not in UNSHOWN and part is not False and not (name == "accepted" and part is True):
                found += [
                    Line(label_of(name) if not line.label else f"{label_of(name)}, {line.label}", line.text, line.lang)
                    for line in self.lines(part, name)
                ]
        return found

    def _word(self, value: Any, field: str) -> str:
        return word_of(value, field) or self._named(value, field)

    def _named(self, value: Any, field: str) -> str:
        """The name of what the value stands for, or the value."""
        text = as_text(value)
        if field in OWN_ITEMS:
            return self.item_name(OWN_ITEMS[field], text)
        found = self.heads.get((HEAD_FIELDS.get(field, "code"), text))
        return found.name if found else str(self.titles.get(text) or text)


OWN_ITEMS = {
    "phase": "phases", "starts_with": "events", "ends_with": "events", "hypothesis": "hypotheses", "rival_of": "hypotheses",
}  # fmt: skip
NAMING = ("actor", "other", "code", "from_code", "to_code", "benchmark", "case", "place")
"""Fields that say what an item without a title is about."""
HEAD_FIELDS = {
    "place": "place", "parent": "place", "units": "place", "study": "study", "case": "case", "benchmark": "case",
    "actor": "actor", "other": "actor", "source": "source", "sources": "source", "cites": "source",
}  # fmt: skip


def _mentioned(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every name of a record in a document, with its kind."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _mentioned(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _mentioned(part, field)
    elif isinstance(value, str) and field in HEAD_FIELDS:
        yield HEAD_FIELDS[field], value
    elif isinstance(value, str) and CODE_ID.match(value):
        yield "code", value


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def quoted(value: Any) -> Iterator[str]:
    """The name of every passage under a claim, wherever it stands in a document."""
    if isinstance(value, dict):
        if "excerpt" in value and "stance" in value:
            yield as_text(value["excerpt"])
        for part in value.values():
            yield from quoted(part)
    elif isinstance(value, list):
        for part in value:
            yield from quoted(part)


def languages_of(document: Any) -> list[str]:
    """The languages that a draft's texts were first written in, the commonest first."""
    counts = {"en": 0, "zh": 0}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("original") in counts:
                counts[value["original"]] += 1
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(as_dict(document))
    return [name for name, count in sorted(counts.items(), key=lambda pair: -pair[1]) if count]


class Row(NamedTuple):
    """A change with both sides in pieces, ready to be printed."""

    shown: Shown
    old: list[tuple[Line, Any]]
    new: list[tuple[Line, Any]]


def compared(wording: Wording, before: Json | None, after: Json | None, *, unshown: Container[str] = ()) -> list[Row]:
    """What differs between two documents, in words; what is new or gone is marked as a whole, unless all of it is.

    The changes come in the schema's order: PostgreSQL does not keep the one in which fields were stored.
    """
    old_state, new_state = before and normal(before), after and normal(after)
    changes = [one for one in difference(old_state, new_state) if one.field not in unshown and one.list not in unshown]
    rows = []
    for shown_change in wording.show(changes, ("before", "after")):
        old, new = shown_change.sides
        if old and new:
            rows.append(Row(shown_change, *marked(old, new)))
        else:
            whole = before is not None
            sides = [(line, [(True, line.text)]) for line in old], [(line, [(whole, line.text)]) for line in new]
            rows.append(Row(shown_change, *sides))
    return rows
