"""Scaled codes beside a list: from which value to which, how many cases have one, and why the others have none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from pyroaring import BitMap

from cases.enums import Blank
from cases.models import Code
from cases.queries.facets import Index, Selection
from cases.queries.scales import VALUE, Scale, Span, digits, read_span

MOST_SCALES = 8
"""Codes shown beside the list; the others are on the facet's own page."""
LANGUAGES = {"en": "en", "zh": "zh-hans"}


@dataclass
class Option:
    """A range or a reason: as the address has it, in words, and how many cases it would give."""

    key: str
    label: Any
    count: int
    chosen: bool


@dataclass
class Range:
    """A scaled code: its ends to choose from or to type, and what is chosen of it."""

    code: str
    label: Any
    unit: Any
    steps: list[tuple[str, Any]]
    """Levels to choose from; empty where numbers are typed."""
    least: str
    most: str
    """The smallest and largest number that some case has."""
    count: int
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]


def span_words(
    values: Iterable[str], codes: Mapping[str, Code], scales: Mapping[str, Scale], alone: bool = True
) -> dict[str, Any]:
    """What each value of the facet says, in both languages; nothing for one that the scale doesn't have."""
    found = {}
    for value in values:
        span = read_span(value)
        scale = scales.get(span.code) if span else None
        if span and scale and span.code in codes and scale.matching(span) is not None:
            code = codes[span.code]
            said = {part: _in(language, _said, span, part, _names(code, part)) for part, language in LANGUAGES.items()}
            named = {"en": f"{code.name_en}: {said['en']}", "zh": f"{code.name_zh or code.name_en}：{said['zh']}"}
            found[value] = named if alone else said
    return found


def _in(language: str, say: Any, *about: Any) -> str:
    with override(language):
        return say(*about)


def _names(code: Code, part: str) -> dict[str, str]:
    return {level["key"]: level["label"][part] or level["label"]["en"] for level in code.levels}


def _said(span: Span, part: str, names: dict[str, str]) -> str:
    first, last = (names.get(end, end) for end in (span.first, span.last))
    if span.single:
        return str(Blank(span.first).label) if span.first in Blank.values and span.first not in names else first
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("%(first)s or more") % {"first": first} if first else _("%(last)s or less") % {"last": last}


def ranges_of(
    index: Index, selection: Selection, within: BitMap | None, most: int | None = MOST_SCALES, first: Iterable[str] = ()
) -> tuple[list[Range], int, list[str]]:
    """Scaled codes with their counts, those that are asked about first, how many there are, and values nothing answers to.

    What is chosen of a code doesn't narrow the counts of that code.
    """
    values = list(selection.get(VALUE, ()))
    asked = {span.code for value in values if (span := read_span(value))} | set(first)
    scales = {code: scale for code, scale in index.scales.items() if scale.valued or code in asked}
    if not scales:
        return [], 0, values
    everywhere = index.matching(selection, within)
    held = {code: scale.valued.intersection_cardinality(everywhere) for code, scale in scales.items()}
    ranked = sorted(
        (code for code in scales if held[code] or code in asked), key=lambda code: (code not in asked, -held[code], code)
    )
    number, ranked = len(ranked), ranked[: most and max(most, len(asked))]
    codes = {code.uid: code for code in Code.objects.filter(uid__in=ranked)}
    words = span_words(values, codes, scales, alone=False)
    found = []
    for uid in ranked:
        if uid in codes:
            own = [value for value in values if value.startswith(f"{uid}=")]
            base = index.matching(_without(selection, own), within) if own else everywhere
            found.append(_range(codes[uid], scales[uid], base, {value: words[value] for value in own if value in words}))
    return found, number, [value for value in values if value not in words]


def _without(selection: Selection, own: list[str]) -> dict[str, list[str]]:
    rest = {facet: list(values) for facet, values in selection.items()}
    rest[VALUE] = [value for value in rest[VALUE] if value not in own]
    return rest


def _range(code: Code, scale: Scale, base: BitMap, chosen: dict[str, Any]) -> Range:
    options = [Option(value, label, _number(scale, value, base), True) for value, label in chosen.items()]
    for reason, cases in scale.blanks.items():
        key = f"{code.uid}={reason}"
        if key not in chosen and (count := cases.intersection_cardinality(base)):
            options.append(Option(key, Blank(reason).label, count, False))
    steps = [(level["key"], level["label"]) for level in code.levels]
    least, most = (digits(scale.steps[0]), digits(scale.steps[-1])) if scale.numeric and scale.steps else ("", "")  # type: ignore[arg-type]
    unit = {"en": code.unit_en, "zh": code.unit_zh or code.unit_en}
    name = {"en": code.name_en, "zh": code.name_zh or code.name_en}
    return Range(code.uid, name, unit, steps, least, most, scale.valued.intersection_cardinality(base), options)


def _number(scale: Scale, value: str, base: BitMap) -> int:
    span = read_span(value)
    cases = scale.matching(span) if span else None
    return cases.intersection_cardinality(base) if cases is not None else 0
