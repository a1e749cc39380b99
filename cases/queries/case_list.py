"""The list of cases: chosen by facets and words, counted, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from pyroaring import BitMap

from cases.models import Case, Coding, StudyMember
from cases.queries.facet_panel import Facet, Value, chosen_words, facet_titles, facets_of, values_of
from cases.queries.facets import Index, Selection, facet_index
from cases.queries.paging import Mark, Window, first_of, keys_in_order, window
from cases.queries.range_panel import Range, ranges_of
from cases.queries.saved import new_since
from cases.queries.scales import VALUE, Scale
from cases.queries.search import cases_with, read_words

__all__ = [
    "ORDERS",
    "PAGE_SIZE",
    "CaseList",
    "Facet",
    "Range",
    "Value",
    "Way",
    "case_facets",
    "case_list",
    "case_ranges",
    "chosen_words",
    "facet_titles",
    "facet_values",
    "first_cases",
    "first_keys",
    "found_cases",
    "matching_cases",
    "newest_cases",
    "value_scales",
]

PAGE_SIZE = 25
NEWEST = 30
FEW_DOCUMENTS = 300
"""Up to so many cases are asked one by one for their version's number, which on SQLite stands behind its whole document."""
ORDERS = {
    "name": ("sort_key", "uid"),
    "english": ("label_en", "uid"),
    "new": ("-sequence", "uid"),
    "level": ("level", "sort_key", "uid"),
}


@dataclass
class CaseList:
    cases: list[Case]
    total: int
    facets: list[Facet]
    ranges: list[Range]
    scales: int
    """Scaled codes that some case has a value of; the first of them are ``ranges``."""
    unknown: list[tuple[str, str]]
    """Values in the address that no case has and no record is named by: said on the page, not guessed at."""
    window: Window
    new: int | None = None
    """Cases of the selection that are new or changed since it was looked at; none where nobody asked."""

    @property
    def first(self) -> int:
        return self.window.before + 1

    @property
    def last(self) -> int:
        return self.window.before + len(self.cases)


@dataclass(frozen=True)
class Way:
    """In which order, from where on, and what is marked or shown alone: what was published after ``since``."""

    sort: str = "name"
    mark: Mark | None = None
    since: int | None = None
    fresh_only: bool = False
    typed: Sequence[str] = ()
    """Codes of which somebody types a range."""


PLAIN = Way()


def case_list(selection: Selection, words: str = "", way: Way = PLAIN) -> CaseList:
    """A page of cases with the facets of the whole selection."""
    index = facet_index()
    within = _holding(words)
    marks = {} if way.since is None else new_since(way.since)
    fresh = None if way.since is None else index.matching(selection, within) & BitMap(marks)
    if fresh is not None and way.fresh_only:
        within = fresh
    found = index.matching(selection, within)
    facets, unknown = facets_of(index, selection, within)
    ranges, scales, strange = ranges_of(index, selection, within, first=way.typed)
    unknown += [(facet_titles()[VALUE], value) for value in strange]
    seen = window(Case.objects.all(), ORDERS[way.sort], found, PAGE_SIZE, way.mark)
    shown = list(_with_models(Case.objects.filter(pk__in=seen.keys)))
    for case in shown:
        # Codes that are blank for the same reason are one answer to the question of the column.
        said = [coding for coding in case.models if not coding.blank]
        case.shown_models = said or case.models[:1]
        case.fresh = marks.get(case.pk, "")
    shown.sort(key=lambda case: seen.keys.index(case.pk))
    return CaseList(shown, len(found), facets, ranges, scales, unknown, seen, None if fresh is None else len(fresh))


def facet_values(name: str, selection: Selection, words: str, find: str, order: str) -> tuple[list[Value], int]:
    """The values of one facet whose words hold ``find``, and how many there are."""
    return values_of(facet_index(), name, selection, _holding(words), find, order)


def case_ranges(selection: Selection, words: str) -> list[Range]:
    """Every scaled code, with the counts that it has beside the list."""
    return ranges_of(facet_index(), selection, _holding(words), most=None)[0]


def value_scales() -> Mapping[str, Scale]:
    """The scaled codes by which cases can be chosen."""
    return facet_index().scales


def matching_cases(selection: Selection, words: str = "") -> BitMap:
    """Keys of the live cases of the selection that hold every word."""
    return facet_index().matching(selection, _holding(words))


def first_keys(found: BitMap, most: int) -> list[int]:
    """Keys of the first of the cases, by name."""
    return keys_in_order(Case.objects.live(), ORDERS["name"], found, most)


def first_cases(found: BitMap, most: int) -> list[Case]:
    """The first of the cases, by name."""
    return list(Case.objects.filter(pk__in=first_keys(found, most)).order_by(*ORDERS["name"]))


def newest_cases(selection: Selection, words: str = "") -> list[Case]:
    """The cases of the selection that were published last."""
    found = facet_index().matching(selection, _holding(words))
    order = ["-revision__sequence"]
    # Every live case has a number; that it is asked for tells SQLite to begin with the index on it.
    rows = Case.objects.live().filter(revision__sequence__gt=0)
    if len(found) <= FEW_DOCUMENTS:
        keys = list(rows.filter(pk__in=list(found)).order_by(*order).values_list("pk", flat=True)[:NEWEST])
    else:
        keys = [row[0] for row in first_of(rows, order, found, NEWEST)]
    cases = Case.objects.filter(pk__in=keys).select_related("revision").defer("revision__document")
    return sorted(cases, key=lambda case: -(case.revision.sequence or 0))


def found_cases(selection: Selection, words: str = "", since: int | None = None) -> tuple[Index, BitMap]:
    """The index and, in it, the cases of the selection that hold every word: for tables that count by themselves."""
    index = facet_index()
    found = index.matching(selection, _holding(words))
    return index, found if since is None else found & BitMap(new_since(since))


def case_facets(selection: Selection, words: str = "") -> tuple[list[Facet], list[tuple[str, str]]]:
    """Every facet with all its values and counts, and the chosen values that nothing answers to."""
    index, within = facet_index(), _holding(words)
    facets, unknown = facets_of(index, selection, within, most=None)
    strange = ranges_of(index, selection, within)[2] if VALUE in selection else []
    return facets, unknown + [(facet_titles()[VALUE], value) for value in strange]


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
