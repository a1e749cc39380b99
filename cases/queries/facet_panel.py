"""The facets beside a list: their values in words, counted, the most frequent ones first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin
from pyroaring import BitMap

from cases import enums
from cases.models import Code, Place, Study
from cases.queries.facets import FACETS, RANGE, Index, Selection, facet_index
from cases.queries.range_panel import span_words
from cases.queries.scales import VALUE, read_span
from cases.queries.withheld import readable
from cases.search.analyser import fold

MOST = 25
"""Values of a facet shown beside the list; the others are on the facet's own page."""
MOST_FOUND = 400
"""Values shown on that page."""
MOST_READ = 5_000


@dataclass
class Value:
    """One value of a facet: its words, how many cases it would give, whether it is chosen, how deep in its tree it stands."""

    key: str
    label: Any
    count: int
    chosen: bool
    depth: int = 0


@dataclass
class Facet:
    name: str
    title: str
    values: list[Value]
    more: int = 0
    """Values that some case has and that are not shown."""

    @property
    def chosen(self) -> list[Value]:
        return [value for value in self.values if value.chosen]

    @property
    def total(self) -> int:
        return len(self.values) + self.more


@dataclass
class Labels:
    """Words of values by facet and key, and for those in a tree the value above."""

    words: dict[tuple[str, str], Any] = field(default_factory=dict)
    above: dict[tuple[str, str], str] = field(default_factory=dict)
    sounds: dict[tuple[str, str], str] = field(default_factory=dict)
    """What a value is sorted by in pinyin; other values by their words."""

    def sound(self, name: str, key: str) -> str:
        return self.sounds.get((name, key)) or fold(" ".join(lazy_pinyin(_in_chinese(self.words[name, key]))))

    def english(self, name: str, key: str) -> str:
        words = self.words[name, key]
        return fold(str((words.get("en") or words.get("zh")) if isinstance(words, dict) else words))


def _in_chinese(words: Any) -> str:
    return str((words.get("zh") or words.get("en")) if isinstance(words, dict) else words)


def facet_titles() -> dict[str, str]:
    return {
        "level": _("Level"),
        "place": _("Place"),
        "unit": _("Unit of analysis"),
        "origin": _("Where the case comes from"),
        "study": _("Study"),
        "model": _("Governance model"),
        "structure": _("Organisational structure"),
        "mechanism": _("Mechanism"),
        "interaction": _("Relation of government and enterprise"),
        "problem": _("Problem"),
        "countermeasure": _("Countermeasure"),
        "achievement": _("Achievement"),
        "condition": _("TOE condition"),
        VALUE: _("Value or level"),
        "constraint": _("Structural constraint"),
        "tension": _("Task tension"),
        "year": _("Year"),
        "basis": _("How it is known"),
        "blank": _("Why something is blank"),
    }


def chosen_words(selection: Selection) -> tuple[list[tuple[str, str, str, Any]], list[tuple[str, str]]]:
    """The chosen values with their words (facet, its title, value, words), and those that nothing answers to."""
    if not selection:
        return [], []
    labels = _labels({name: dict.fromkeys(selection.get(name, ()), 0) for name in FACETS}).words
    labels |= {(VALUE, value): words for value, words in _valued(selection).items()}
    titles = facet_titles()
    chips, unknown = [], []
    for name, values in selection.items():
        for value in values:
            if (name, value) in labels:
                chips.append((name, titles[name], value, labels[name, value]))
            else:
                unknown.append((titles[name], value))
    return chips, unknown


def _valued(selection: Selection) -> dict[str, Any]:
    values = selection.get(VALUE, ())
    uids = {span.code for value in values if (span := read_span(value))}
    if not uids:
        return {}
    return span_words(values, {code.uid: code for code in Code.objects.filter(uid__in=uids)}, facet_index().scales)


def facets_of(
    index: Index, selection: Selection, within: BitMap | None, most: int | None = MOST
) -> tuple[list[Facet], list[tuple[str, str]]]:
    """Every facet with its values and counts, and the chosen values that nothing answers to."""
    counts = index.counts(selection, within)
    for facet, values in selection.items():
        for value in values if facet != VALUE else ():
            if value not in counts[facet]:
                counts[facet][value] = len(index.matching({**selection, facet: [value]}, within)) if RANGE.match(value) else 0
    shown = {name: _most(counts[name], set(selection.get(name, ())), most) for name in FACETS}
    labels = _labels(shown)
    facets: list[Facet] = []
    unknown: list[tuple[str, str]] = []
    titles = facet_titles()
    for name in FACETS:
        chosen = set(selection.get(name, ()))
        options: list[Value] = []
        for key, count in shown[name].items():
            label = labels.words.get((name, key))
            if label is not None:
                options.append(Value(key, label, count, key in chosen))
            elif key in chosen:
                unknown.append((titles[name], key))
        if options:
            more = sum(count > 0 for count in counts[name].values()) - sum(count > 0 for count in shown[name].values())
            facets.append(Facet(name, titles[name], _ordered(name, options, labels), more))
    return facets, unknown


def values_of(
    index: Index, name: str, selection: Selection, within: BitMap | None, find: str = "", order: str = "count"
) -> tuple[list[Value], int]:
    """The values of one facet whose words hold ``find``, in an order and, unless searched, in their tree; how many there are."""
    counts = index.counts(selection, within)[name]
    chosen = set(selection.get(name, ()))
    known = _most(counts, chosen, MOST_READ)
    labels = _labels({facet: known if facet == name else {} for facet in FACETS})
    wanted = fold(find).split()
    values = []
    for key, count in known.items():
        label = labels.words.get((name, key))
        if label is not None and all(word in _searched(label, key) for word in wanted):
            values.append(Value(key, label, count, key in chosen))
    if wanted:
        values.sort(key=_by(name, labels, order))
    else:
        values = _ordered(name, values, labels, order)
    return values[:MOST_FOUND], len(values)


def _by(name: str, labels: Labels, order: str) -> Callable[[Value], Any]:
    """Chosen values first in the order of counts; by name each stands where its name is looked for."""
    if order == "name":
        return lambda value: (labels.sound(name, value.key), value.key)
    if order == "english":
        return lambda value: (labels.english(name, value.key), value.key)
    return lambda value: (not value.chosen, -value.count, value.key)


def _searched(label: Any, key: str) -> str:
    words = f"{label.get('en') or ''} {label.get('zh') or ''}" if isinstance(label, dict) else str(label)
    return fold(f"{words} {key}")


def _most(counts: dict[str, int], chosen: set[str], most: int | None) -> dict[str, int]:
    """The chosen values and the most frequent others that some case has."""
    others = sorted(((-count, key) for key, count in counts.items() if count and key not in chosen))
    return {key: counts[key] for key in [*(key for key in counts if key in chosen), *(key for _, key in others[:most])]}


def _ordered(name: str, options: list[Value], labels: Labels, order: str = "count") -> list[Value]:
    """Years in their order; what has a tree below the value above it; else the chosen and the frequent first."""
    if name == "year":
        return sorted(options, key=lambda value: (not value.chosen, not value.key[:1].isdigit(), value.key))
    options.sort(key=_by(name, labels, order))
    here = {value.key: value for value in options}
    below: dict[str, list[Value]] = {}
    for value in options:
        above = labels.above.get((name, value.key), "")
        below.setdefault(above if above in here else "", []).append(value)
    ordered: list[Value] = []

    def add(key: str, depth: int) -> None:
        for value in below.get(key, []):
            value.depth = min(depth, 3)
            ordered.append(value)
            add(value.key, depth + 1)

    add("", 0)
    return ordered


class NamedCode(NamedTuple):
    """What the panel says of a code: light, because it names hundreds."""

    uid: str
    code_kind: str
    name_en: str
    name_zh: str
    levels: list[dict[str, Any]]
    sort_key: str
    broader: str | None
    """The uid of the wider one."""


CODE_FIELDS = NamedCode._fields[:-1]
BLANKS = frozenset(enums.Blank.values)
ENUMS: dict[str, Any] = {
    "level": enums.Level,
    "unit": enums.Unit,
    "origin": enums.Origin,
    "basis": enums.Basis,
    "blank": enums.Blank,
}


def _labels(counts: dict[str, dict[str, int]]) -> Labels:
    """Words for facet values: of an enum, of a record (by bulk look-up), of a level, of a year."""
    found = Labels()
    labels = found.words
    for name, choices in ENUMS.items():
        labels |= {(name, key): choices(key).label for key in counts[name].keys() & set(choices.values)}
    for key in counts["year"]:
        if key.isdigit():
            labels["year", key] = key
        elif key in BLANKS:
            labels["year", key] = enums.Blank(key).label
        elif span := RANGE.match(key):
            labels["year", key] = f"{span[1]}–{span[2]}"
    fields = ("uid", "name_en", "name_zh", "sort_key", "parent_id")
    places = Place.objects.filter(readable(), uid__in=counts["place"]).only(*fields) if counts["place"] else ()
    parents = {place.pk: place.uid for place in places}
    for place in places:
        labels["place", place.uid] = {"en": place.name_en, "zh": place.name_zh}
        found.above["place", place.uid] = parents.get(place.parent_id or 0, "")
        found.sounds["place", place.uid] = place.sort_key
    labels["place", "anonymous"] = _("withheld by the study")
    for study in Study.objects.filter(readable(), uid__in=counts["study"]).only("uid", "title_en", "title_zh", "sort_key"):
        labels["study", study.uid] = {"en": study.title_en, "zh": study.title_zh}
        found.sounds["study", study.uid] = study.sort_key
    _label_codes(counts, found)
    return found


def _label_codes(counts: dict[str, dict[str, int]], found: Labels) -> None:
    kinds = [name for name in FACETS if name in enums.CodeKind.values]
    uids = {key.partition("=")[0] for name in kinds for key in counts[name]}
    rows = Code.objects.filter(uid__in=uids).values_list(*CODE_FIELDS, "broader__uid")
    codes = {code.uid: code for code in map(NamedCode._make, rows)}
    for name in kinds:
        for key in counts[name]:
            uid, _sign, level = key.partition("=")
            if key in BLANKS:
                found.words[name, key] = enums.Blank(key).label
            elif uid in codes and codes[uid].code_kind == name and (label := _code_label(codes[uid], level)) is not None:
                found.words[name, key] = label
                found.sounds[name, key] = f"{codes[uid].sort_key} {level}".strip()
                found.above[name, key] = uid if level else codes[uid].broader or ""


def _code_label(code: NamedCode, level: str) -> Any:
    if not level:
        return {"en": code.name_en, "zh": code.name_zh}
    step = next((one["label"] for one in code.levels if one["key"] == level), None)
    if step is None:
        return None
    return {"en": f"{code.name_en}: {step['en']}", "zh": f"{code.name_zh}：{step['zh'] or step['en']}"}
