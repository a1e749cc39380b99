"""The full entry: every field of a case document, laid out by ``layout.py``."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.documents.bundle import BESIDE, beside, is_new
from cases.documents.difference import Json
from cases.documents.walk import Location
from cases.enums import Stance
from cases.forms import fields as make
from cases.forms.beside import passages_of
from cases.forms.fields import LANGUAGES, DraftForm, as_dict, as_items, as_text, heading, is_stale, shown
from cases.forms.layout import IDENTITY, LISTS, PSEUDONYM, SOURCE, TEXTS, Items, Spec
from cases.forms.rows import Row, Section, known_by, words_of_item
from cases.queries.lookup import Gazetteer, Listing, Names, excerpts_of

MOST_ITEMS, SPARE_SOURCES = 200, 1
LANG_TAGS = {"en": "en", "zh": "zh-Hans"}


class FullForm(DraftForm):
    """Shows a draft's document with everything that a case can hold."""

    def __init__(
        self,
        document: Json,
        names: Names,
        places: Gazetteer,
        *,
        language: str,
        extra: dict[str, int] | None = None,
        opened: set[str] | None = None,
    ):
        self.document, self.lookup, self.places = document, names, places
        self.extra = extra or {}
        self.opened = opened or set()
        self.language = language
        self.values: dict[str, Any] = {}
        self.made: dict[str, make.Plain] = {}
        self.at: dict[Location, str] = {}
        self.own = passages_of(document)
        self.sections: list[Section] = []
        self.sources: list[Row] = []
        self._build()
        super().__init__(self.values)
        self.fields = {**self.made}
        self.keep_values()
        for row in [*self.sources, *(row for section in self.sections for row in section.rows)]:
            row.form = self

    # Building

    def _build(self) -> None:
        document = self.document
        self._add("language", make.radio(_("I write first in"), LANGUAGES), self.language)
        for spec in [*IDENTITY, *TEXTS]:
            self._leaf(spec, spec.name, self._top_value(spec), (spec.name,))
        for part in ("as_printed", "level", "parent_as_stated"):
            name = next(name for name, of in PSEUDONYM.items() if of == part)
            self.at["pseudonym", part] = name
        self.at["pseudonym",] = "printed"
        self._live_sources()
        for index, one in enumerate(beside(document)):
            if is_new(one):
                self._new_source(index, one)
        for items in LISTS:
            self.sections.append(self._section(items))

    def _top_value(self, spec: Spec) -> Any:
        pseudonym = as_dict(self.document.get("pseudonym"))
        if spec.name == "anonymous":
            return self.document.get("pseudonym") is not None
        return pseudonym.get(PSEUDONYM[spec.name]) if spec.name in PSEUDONYM else self.document.get(spec.name)

    def _live_sources(self) -> None:
        new = {one.get("uid") for one in beside(self.document) if is_new(one)}
        listed = self.document.get("sources")
        kept = [uid for uid in (listed if isinstance(listed, list) else []) if uid not in new]
        for index, uid in enumerate([*kept, *[""] * (SPARE_SOURCES + self.extra.get("sources", 0))]):
            label = _("Source %(number)s") % {"number": index + 1}
            hint = _("A source that is here, a DOI, an address with https://, or the title of a new one.") if not index else ""
            name = f"sources-{index}"
            self._add(name, make.line(label, hint, list="sources"), self.lookup.source.label(as_text(uid)))
            if uid and isinstance(listed, list):
                self.at["sources", listed.index(uid)] = name
        self.at["sources",] = "sources-0"

    def _new_source(self, index: int, one: Json) -> None:
        prefix = f"beside-{index}"
        row = Row(prefix, shown(one.get("title")) or as_text(one.get("doi") or one.get("url") or one.get("uid")), [])
        row.names += self._add(f"{prefix}-uid", make.hidden(), as_text(one.get("uid")))
        for spec in SOURCE:
            row.names += self._leaf(spec, f"{prefix}-{spec.name}", one.get(spec.name), (BESIDE, index, spec.name))
        row.is_new = True
        self.at[BESIDE, index] = f"{prefix}-title-en"
        self.sources.append(row)

    def _section(self, items: Items) -> Section:
        found = as_items(self.document.get(items.name))
        rows = [self._row(items, index, item) for index, item in enumerate(found)]
        spare = min(self.extra.get(items.name, 0), MOST_ITEMS - len(rows))
        rows += [self._row(items, len(found) + number, {"accepted": True}, new=True) for number in range(spare)]
        return Section(items, rows)

    def _row(self, items: Items, index: int, item: Json, new: bool = False) -> Row:
        prefix, here = f"{items.name}-{index}", (items.name, index)
        row = Row(
            prefix,
            words_of_item(item, self.lookup),
            self._add(f"{prefix}-ref", make.hidden(), as_text(item.get("ref"))),
            is_new=new,
        )
        row.key = f"{items.name}:{as_text(item.get('ref'))}"
        row.opened, row.detail = row.key in self.opened, known_by(item)
        self.at[here] = f"{prefix}-{'code' if items.name == 'codings' else items.fields[0].name}"
        self.at[(*here, "ref")] = self.at[here]
        for spec in items.fields:
            value = item.get(spec.name, True if spec.name == "accepted" else None)
            if spec.kind == "evidence":
                row.evidence = self._evidence(f"{prefix}-evidence", value, (*here, "evidence"))
            else:
                row.names += self._leaf(spec, f"{prefix}-{spec.name}", value, (*here, spec.name))
        for name in row.every:
            self.made[name].row = _("%(list)s, entry %(number)s") % {"list": items.title, "number": index + 1}
        return row

    def _evidence(self, prefix: str, value: Any, here: Location) -> list[list[str]]:
        uses = as_items(value)
        self.at[here] = f"{prefix}-0-excerpt"
        rows = []
        for index in range(len(uses) + self.extra.get(prefix, 0) + (0 if uses else 1)):
            use = uses[index] if index < len(uses) else {}
            name = as_text(use.get("excerpt"))
            words, locator, source = self.excerpts.label(name), "", ""
            if name in self.own:
                at, position, excerpt = self.own[name]
                words, locator, source = as_text(excerpt.get("text")), shown(excerpt.get("locator")), name.partition("#")[0]
                self.at[BESIDE, at, "excerpts", position] = f"{prefix}-{index}-excerpt"
                self.at[BESIDE, at, "excerpts", position, "locator"] = f"{prefix}-{index}-locator"
            row = f"{prefix}-{index}"
            self.at |= {(*here, index): f"{row}-excerpt", (*here, index, "stance"): f"{row}-stance"}
            names = self._add(
                f"{row}-excerpt",
                make.line(_("Passage"), _("Choose one that is here, or type the source’s own words."), list="excerpts"),
                words,
            )
            names += self._add(f"{row}-stance", make.select(_("It"), make.words_of(Stance)), as_text(use.get("stance")))
            names += self._add(f"{row}-source", make.select(_("From"), self.source_choices), source)
            names += self._add(f"{row}-locator", make.line(_("Where in the source?")), locator)
            rows.append(names)
        return rows

    def _add(self, name: str, made: make.Plain, value: Any) -> list[str]:
        self.made[name] = made
        self.values[name] = value
        return [name]

    def _leaf(self, spec: Spec, name: str, value: Any, here: Location) -> list[str]:
        """The field or the two fields that ask for a value."""
        if spec.kind.endswith("2"):
            return self._pair(spec, name, value, here)
        self.at[here] = name
        build = getattr(self, f"_as_{spec.kind}", None)
        return build(spec, name, value) if build else self._as_listed(spec, name, value)

    def _as_line(self, spec: Spec, name: str, value: Any) -> list[str]:
        return self._add(name, make.line(spec.label, spec.hint, required=spec.required), as_text(value))

    def _pair(self, spec: Spec, name: str, value: Any, here: Location) -> list[str]:
        """A text in two languages, side by side; what is wrong with it is shown at the one written first."""
        original = as_dict(value).get("original") or self.language
        first = original if original in ("en", "zh") else "en"
        names = []
        for language, tongue in (("en", _("English")), ("zh", _("Chinese"))):
            made = self._tongue(spec, language, str(tongue), first, value)
            names += self._add(f"{name}-{language}", made, shown(value, language))
            self.at[(*here, language)] = f"{name}-{language}"
        self.at[here] = f"{name}-{first}"
        if is_stale(value):
            hint = _("Tick this if it still says the same; otherwise change it.")
            names += self._add(f"{name}-fits", make.tick(_("The translation still fits"), hint), False)
        return names

    @staticmethod
    def _tongue(spec: Spec, language: str, tongue: str, first: str, value: Any) -> make.Plain:
        """One of the two fields, marked as the original, as to be translated or as out of date."""
        label = _("%(field)s, %(language)s") % {"field": spec.label, "language": tongue}
        mark, text = "", as_dict(value)
        if language == first:
            mark = _("original") if text.get("en") and text.get("zh") else ""
        elif is_stale(text):
            mark = _("translation out of date")
        elif text and not text.get(language):
            mark = _("to translate")
        maker = make.line if spec.kind == "line2" else make.area
        words = f"{label} ({mark})" if mark else label
        made = maker(words, spec.hint, required=spec.required and language == first, lang=LANG_TAGS[language])
        made.pair = language
        return made

    def _as_choice(self, spec: Spec, name: str, value: Any) -> list[str]:
        return self._add(name, make.select(spec.label, spec.of, spec.hint, required=spec.required), as_text(value))

    def _as_own(self, spec: Spec, name: str, value: Any) -> list[str]:
        items = as_items(self.document.get(spec.of))
        choices = [(item.get("ref"), heading(item)[:120] or item.get("ref")) for item in items]
        known = {ref for ref, _words in choices}
        if value and value not in known:
            choices.append((as_text(value), as_text(value)))
        return self._add(name, make.select(spec.label, choices, spec.hint, required=spec.required), as_text(value))

    def _as_tick(self, spec: Spec, name: str, value: Any) -> list[str]:
        return self._add(name, make.tick(spec.label, spec.hint), bool(value))

    def _as_lines(self, spec: Spec, name: str, value: Any) -> list[str]:
        lines = "\n".join(as_text(one) for one in value) if isinstance(value, list) else ""
        return self._add(name, make.area(spec.label, spec.hint), lines)

    def _as_codes(self, spec: Spec, name: str, value: Any) -> list[str]:
        labels = [self.lookup.code.label(as_text(one)) for one in value] if isinstance(value, list) else []
        return self._add(name, make.area(spec.label, spec.hint), "\n".join(labels))

    def _as_participants(self, spec: Spec, name: str, value: Any) -> list[str]:
        lines = []
        for one in as_items(value):
            actor = self.lookup.actor.label(as_text(one.get("actor")))
            role = shown(one.get("role"))
            lines.append(f"{actor}: {role}" if role else actor)
        return self._add(name, make.area(spec.label, spec.hint), "\n".join(lines))

    def _as_place(self, spec: Spec, name: str, value: Any) -> list[str]:
        place = self.places.get(value)
        attributes: dict[str, Any] = {
            "data-places": "",
            "role": "combobox",
            "aria-expanded": "false",
            "aria-autocomplete": "list",
        }
        made = make.line(spec.label, spec.hint, required=spec.required, **attributes)
        return self._add(name, made, place.label if place else as_text(value))

    def _as_listed(self, spec: Spec, name: str, value: Any) -> list[str]:
        """A code, actor or case, chosen from a list that the browser offers while somebody types."""
        listing: Listing = getattr(self.lookup, spec.kind)
        made = make.line(spec.label, spec.hint, required=spec.required, list=f"{spec.kind}s")
        return self._add(name, made, listing.label(as_text(value)))

    # For the template

    @cached_property
    def source_choices(self) -> list[tuple[str, str]]:
        listed = self.document.get("sources")
        uids = [uid for uid in listed if isinstance(uid, str)] if isinstance(listed, list) else []
        new = {
            one.get("uid"): shown(one.get("title")) or as_text(one.get("doi") or one.get("url"))
            for one in beside(self.document)
            if is_new(one)
        }
        names = self.lookup.source.by_uid
        found = [(uid, new.get(uid) or (names[uid].name if uid in names else uid)) for uid in uids]
        return [(uid, words[:80]) for uid, words in found]

    @cached_property
    def excerpts(self) -> Listing:
        """Passages of the case's sources, and of those that its claims already quote."""
        listed = self.document.get("sources")
        uids = {uid for uid in listed if isinstance(uid, str)} if isinstance(listed, list) else set()
        quoted = {
            as_text(use.get("excerpt")).partition("#")[0]
            for items in LISTS
            for item in as_items(self.document.get(items.name))
            for use in as_items(item.get("evidence"))
        }
        return excerpts_of(uids | quoted)

    @property
    def identity(self) -> list[forms.BoundField]:
        return [self[name] for spec in IDENTITY for name in self._names(spec)]

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for spec in TEXTS for name in self._names(spec)]

    @property
    def live_sources(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("sources-")]

    def _names(self, spec: Spec) -> list[str]:
        return [f"{spec.name}-en", f"{spec.name}-zh"] if spec.kind.endswith("2") else [spec.name]

    def field_for(self, location: Location) -> str | None:
        for length in range(len(location), 0, -1):
            name = self.at.get(location[:length])
            if name == "place" and self.document.get("pseudonym"):
                name = "printed"
            if name in self.made:
                return name
        return None
