"""The list of cases: chosen by facets and words, counted, labelled."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases import enums
from cases.models import Case, Code, Coding, Place, Study, StudyMember
from cases.queries.facets import FACETS, Index, Selection, facet_index
from cases.queries.search import cases_with, read_words

PAGE_SIZE = 25
TOP = 8
"""Values of a facet shown before “more”."""
ORDERS = {"name": ("sort_key", "uid"), "new": ("-sequence", "uid"), "level": ("level", "sort_key", "uid")}


@dataclass
class Value:
    """One value of a facet: its words, how many cases it would give, whether it is chosen."""

    key: str
    label: Any
    count: int
    chosen: bool


@dataclass
class Facet:
    name: str
    title: str
    values: list[Value]

    @property
    def chosen(self) -> list[Value]:
        return [value for value in self.values if value.chosen]


@dataclass
class CaseList:
    cases: list[Case]
    total: int
    facets: list[Facet]
    unknown: list[tuple[str, str]]
    """Values in the address that no case has and no record is named by: said on the page, not guessed at."""


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
        "constraint": _("Structural constraint"),
        "tension": _("Task tension"),
        "year": _("Year"),
        "basis": _("How it is known"),
        "blank": _("Why something is blank"),
    }


def case_list(selection: Selection, words: str = "", sort: str = "name", page: int = 1) -> CaseList:
    """A page of cases with the facets of the whole selection."""
    index = facet_index()
    within = _holding(words)
    found = index.matching(selection, within)
    facets, unknown = _facets(index, selection, within)
    start = (page - 1) * PAGE_SIZE
    cases = Case.objects.filter(pk__in=list(found)).order_by(*ORDERS[sort])[start : start + PAGE_SIZE]
    shown = list(_with_models(cases))
    for case in shown:
        # Codes that are blank for the same reason are one answer to the question of the column.
        said = [coding for coding in case.models if not coding.blank]
        case.shown_models = said or case.models[:1]
    return CaseList(shown, len(found), facets, unknown)


def matching_cases(selection: Selection, words: str = "") -> BitMap:
    """Keys of the live cases of the selection that hold every word."""
    return facet_index().matching(selection, _holding(words))


def found_cases(selection: Selection, words: str = "") -> tuple[Index, BitMap]:
    """The index and, in it, the cases of the selection that hold every word: for tables that count by themselves."""
    index = facet_index()
    return index, index.matching(selection, _holding(words))


def chosen_words(selection: Selection) -> tuple[list[tuple[str, str, str, Any]], list[tuple[str, str]]]:
    """The chosen values with their words (facet, its title, value, words), and those that nothing answers to."""
    if not selection:
        return [], []
    labels = _labels({name: dict.fromkeys(selection.get(name, ()), 0) for name in FACETS})
    titles = facet_titles()
    chips, unknown = [], []
    for name, values in selection.items():
        for value in values:
            if (name, value) in labels:
                chips.append((name, titles[name], value, labels[name, value]))
            else:
                unknown.append((titles[name], value))
    return chips, unknown


def case_facets(selection: Selection, words: str = "") -> tuple[list[Facet], list[tuple[str, str]]]:
    """Every facet with its values and counts, and the chosen values that nothing answers to."""
    return _facets(facet_index(), selection, _holding(words))


def _holding(words: str) -> BitMap | None:
    """Cases in which the words stand; no restriction where nothing in them can be searched for."""
    query = read_words(words)
    return cases_with(query) if query else None


def _with_models(cases):
    """With place, studies and accepted governance models: what a row of the list shows."""
    models = Coding.objects.filter(code__code_kind="model", accepted=True).select_related("code").order_by("order")
    members = StudyMember.objects.select_related("study").order_by("study__number")
    return cases.select_related("place").prefetch_related(
        Prefetch("codings", models, to_attr="models"), Prefetch("memberships", members, to_attr="studies")
    )


def _facets(index: Index, selection: Selection, within: BitMap | None) -> tuple[list[Facet], list[tuple[str, str]]]:
    counts = index.counts(selection, within)
    for facet, values in selection.items():
        for value in values:
            counts[facet].setdefault(value, 0)
    labels = _labels(counts)
    facets: list[Facet] = []
    unknown: list[tuple[str, str]] = []
    titles = facet_titles()
    for name in FACETS:
        chosen = set(selection.get(name, ()))
        options: list[Value] = []
        for key, count in counts[name].items():
            label = labels.get((name, key))
            if label is None:
                unknown += [(titles[name], key)] if key in chosen else []
            elif count or key in chosen:
                options.append(Value(key, label, count, key in chosen))
        if options:
            options.sort(key=lambda value: (not value.chosen, -value.count, value.key))
            facets.append(Facet(name, titles[name], options))
    return facets, unknown


ENUMS: dict[str, Any] = {
    "level": enums.Level,
    "unit": enums.Unit,
    "origin": enums.Origin,
    "basis": enums.Basis,
    "blank": enums.Blank,
}


def _labels(counts: dict[str, dict[str, int]]) -> dict[tuple[str, str], Any]:
    """Words for facet values: of an enum, of a record (by bulk look-up), of a level, of a year."""
    labels: dict[tuple[str, str], Any] = {}
    for name, choices in ENUMS.items():
        labels |= {(name, key): choices(key).label for key in counts[name] if key in choices.values}
    labels |= {("year", key): key for key in counts["year"] if key.isdigit()}
    labels |= {("year", key): enums.Blank(key).label for key in counts["year"] if key in enums.Blank.values}
    for place in Place.objects.filter(uid__in=counts["place"]):
        labels["place", place.uid] = {"en": place.name_en, "zh": place.name_zh}
    labels["place", "anonymous"] = _("withheld by the study")
    for study in Study.objects.filter(uid__in=counts["study"]):
        labels["study", study.uid] = {"en": study.title_en, "zh": study.title_zh}
    return labels | _code_labels(counts)


def _code_labels(counts: dict[str, dict[str, int]]) -> dict[tuple[str, str], Any]:
    kinds = [name for name in FACETS if name in enums.CodeKind.values]
    uids = {key.partition("=")[0] for name in kinds for key in counts[name]}
    codes = {code.uid: code for code in Code.objects.filter(uid__in=uids)}
    labels: dict[tuple[str, str], Any] = {}
    for name in kinds:
        for key in counts[name]:
            uid, _sign, level = key.partition("=")
            if key in enums.Blank.values:
                labels[name, key] = enums.Blank(key).label
            elif uid in codes and codes[uid].code_kind == name:
                labels[name, key] = _code_label(codes[uid], level)
    return {name: label for name, label in labels.items() if label is not None}


def _code_label(code: Code, level: str) -> Any:
    if not level:
        return {"en": code.name_en, "zh": code.name_zh}
    step = next((one["label"] for one in code.levels if one["key"] == level), None)
    if step is None:
        return None
    return {"en": f"{code.name_en}: {step['en']}", "zh": f"{code.name_zh}：{step['zh'] or step['en']}"}
