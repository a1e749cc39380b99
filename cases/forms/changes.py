"""What changed, in words: the fields of a difference or a merge as a person reads them."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import enums
from cases.documents.bundle import beside
from cases.documents.difference import ORDER, Json, by_ref
from cases.forms.beside import passages_of
from cases.forms.fields import LANGUAGES, as_dict, as_items, as_text, heading, shown
from cases.forms.layout import IDENTITY, LIST, LISTS, SOURCE, SOURCE_TYPES, TEXTS
from cases.models import Excerpt, Place
from cases.queries.lookup import Names, in_reader_language

WORDS_OF = {
    "basis": enums.Basis, "confidence": enums.Confidence, "strength": enums.Strength, "stance": enums.Stance, "unit": enums.Unit,
    "level": enums.Level, "origin": enums.Origin, "tie": enums.Tie, "strand": enums.Strand, "link_kind": enums.LinkKind,
    "completeness": enums.Completeness, "access": enums.Access, "excerpt_kind": enums.ExcerptKind,
    "test_type": enums.TestType, "result": enums.TestResult,
}  # fmt: skip
OWN = {
    "phase": "phases", "starts_with": "events", "ends_with": "events", "hypothesis": "hypotheses", "rival_of": "hypotheses",
}  # fmt: skip
"""Fields that name another item of the same case, and the list that it stands in."""
UNSHOWN = {"ref", "code", "from_code", "to_code", "codebook", "coder", "kind", "uid", "version", "excerpt_kind", "language"}
"""Fields of a new or vanished item that its heading says already, or that say nothing about it."""
PIECE = re.compile(r"[\u3400-\u9fff]|\w+|\s+|[^\w\s]")


class Line(NamedTuple):
    """One line of a value: what it is called, its words, and their language where it is known."""

    label: str
    text: str
    lang: str = ""


class Shown(NamedTuple):
    """A change or a conflict as the page shows it."""

    path: str
    title: str
    detail: str
    sides: list[list[Line]]
    change: Any


class Wording:
    """Knows the names of everything that some documents mention."""

    def __init__(self, names: Names, *documents: Json | None):
        self.names = names
        self.documents = [document for document in documents if document]
        self.passages: dict[str, str] = {}
        for document in self.documents:
            self.passages |= {name: as_text(one.get("text")) for name, (_i, _n, one) in passages_of(document).items()}
        self._read_passages()
        self.present = {code.uid for code in names.code_rows if code.scale == enums.ScaleKind.PRESENT}
        self.titles = {one.get("uid"): shown(one.get("title")) for document in self.documents for one in beside(document)}
        places = {document.get("place") for document in self.documents if isinstance(document.get("place"), str)}
        rows = Place.objects.filter(uid__in=places).values_list("uid", "name_en", "name_zh")
        self.places = {uid: " ".join(name for name in (en, zh) if name) for uid, en, zh in rows}

    def _read_passages(self) -> None:
        wanted = {name for document in self.documents for name in _quoted(document) if name not in self.passages}
        found = Excerpt.objects.filter(source__uid__in={name.partition("#")[0] for name in wanted})
        self.passages |= {
            name: text
            for source, ref, text in found.values_list("source__uid", "ref", "text")
            if (name := f"{source}#{ref}") in wanted
        }

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
        return kind, pgettext("between items", "; ").join(part for part in (name, label_of(change.field)) if part)

    def item_name(self, name: str, ref: str) -> str:
        """What an item is about: its title, its codes and actors, or its reference."""
        if name == "excerpts":
            return ""
        for document in self.documents:
            value = document.get(name)
            item = by_ref(as_items(value) if all("ref" in one for one in as_items(value)) else []).get(ref)
            if item:
                codes = [
                    self._named(item[field]) for field in ("actor", "other", "code", "from_code", "to_code") if item.get(field)
                ]
                title = in_reader_language(shown(item.get("title"), "en"), shown(item.get("title"), "zh"))
                said = in_reader_language(heading(item, "en"), heading(item, "zh"))
                return title or " – ".join(codes) or said or ref
        return ref

    def lines(self, value: Any, field: str = "") -> list[Line]:
        """A value of any shape as lines of words."""
        if value is None or value == "" or value == []:
            return []
        if isinstance(value, dict):
            return self._item_lines(value)
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
            return [Line("", pgettext("between items", ": ").join(part for part in (self._named(one["actor"]), role) if part))]
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
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field == "blank" or field.endswith("_blank"):
            return str(dict(enums.Blank.choices).get(value, value))
        if field in ("language", "source_type"):
            return str(dict([*LANGUAGES, *SOURCE_TYPES]).get(value, value))
        if field in OWN:
            return self.item_name(OWN[field], as_text(value))
        if field in WORDS_OF:
            return str(dict(WORDS_OF[field].choices).get(value, value))
        return self._named(value)

    def _named(self, value: Any) -> str:
        text = as_text(value)
        for listing in (self.names.code, self.names.actor):
            if text in listing.by_uid:
                return listing.by_uid[text].name
        return (
            self.places.get(text)
            or self.titles.get(text)
            or (self.names.source.by_uid[text].name if text in self.names.source.by_uid else text)
        )


def _quoted(document: Json) -> Iterable[str]:
    for items in LISTS:
        for item in as_items(document.get(items.name)):
            yield from (as_text(use.get("excerpt")) for use in as_items(item.get("evidence")))


def label_of(field: str) -> str:
    return str(_labels().get(field) or capfirst(field.replace("_", " ")))


def _labels() -> dict[str, Any]:
    specs = [*SOURCE, *(spec for items in reversed(LISTS) for spec in items.fields), *IDENTITY, *TEXTS]
    return {spec.name: spec.label for spec in specs} | {
        "label": _("Title"), "pseudonym": _("Pseudonym"), "as_printed": _("Label as printed"),
        "parent_as_stated": _("Higher unit"),
        "sources": _("Sources"), "uid": _("Identity"), "origin": _("Origin"),
        "excerpts": _("Passages"),
    }  # fmt: skip


def pieces(before: str, after: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Both texts in pieces, each with whether it changed; whole texts where little is left of the old one."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False) if len(old) * len(new) < 4_000_000 else None
    if matcher is None or matcher.ratio() < 0.4:
        return [(True, before)] if before else [], [(True, after)] if after else []
    left: list[tuple[bool, str]] = []
    right: list[tuple[bool, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if a < b:
            left.append((kind != "equal", "".join(old[a:b])))
        if c < d:
            right.append((kind != "equal", "".join(new[c:d])))
    return left, right


def marked(before: list[Line], after: list[Line]) -> tuple[list[tuple[Line, Any]], list[tuple[Line, Any]]]:
    """The lines of both sides with their pieces, lines of one label beside each other."""
    old = {line.label: line for line in before}
    new = {line.label: line for line in after}
    paired = len(old) == len(before) and len(new) == len(after)

    def side(lines: list[Line], other: dict[str, Line], index: int) -> list[tuple[Line, Any]]:
        found = []
        for line in lines:
            twin = other.get(line.label) if paired else None
            texts = (line.text, twin.text if twin else "") if index == 0 else (twin.text if twin else "", line.text)
            found.append((line, pieces(*texts)[index]))
        return found

    return side(before, new, 0), side(after, old, 1)


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
