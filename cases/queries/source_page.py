"""The page of a source: its bibliographic data, its passages and what rests on each; and the list of sources."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q

from cases.documents.schema import ExcerptItem, SourceDocument
from cases.enums import RecordState
from cases.models import EVIDENCE_TARGETS, Case, DataSet, Evidence, Excerpt, Source, Study
from cases.queries.paging import Listed, listed

USES_SHOWN = 2_000
"""Uses that a page lists; a source on which more rests is read from the cases."""
PAGE_SIZE = 50
BY_NAME = ("sort_key", "uid")

TOGETHER = [
    ("coding__case", "coding__code", "link__case", "link__from_code", "link__to_code"),
    ("relation_state__case", "relation_state__actor", "relation_state__other", "relation_state__interaction"),
    ("event__case", "involvement__case", "involvement__actor", "finding__case"),
    ("benchmark__case", "benchmark__benchmark", "result__study", "process_test__case", "process_test__hypothesis"),
]
"""Claims that are read in one query: PostgreSQL takes longer to plan all of these joins at once than to run them."""


@dataclass
class PassageUses:
    """A passage of the source, and the claims that rest on it."""

    excerpt: ExcerptItem
    uses: list[Evidence] = field(default_factory=list)


@dataclass
class SourcePage:
    """The parts of the page, each ready to be printed."""

    document: SourceDocument
    passages: list[PassageUses]
    studies: list[Study]
    datasets: list[DataSet]
    cases: list[Case]
    cites: list[Source]
    cited_by: list[Source]
    uses: int


def source_page(source: Source) -> SourcePage:
    document = SourceDocument.model_validate(source.revision.document)
    uses = _uses(source)
    by_ref: dict[str, list[Evidence]] = defaultdict(list)
    cases: dict[int, Case] = {}
    for use in uses:
        by_ref[use.excerpt.ref].append(use)
        case = claim_of(use)[2]
        if case is not None:
            cases[case.pk] = case
    cited = {one.uid: one for one in source.cites.filter(state="live")} if document.cites else {}
    return SourcePage(
        document=document,
        passages=[PassageUses(excerpt, by_ref[excerpt.ref]) for excerpt in document.excerpts],
        studies=list(Study.objects.filter(source=source, state="live").order_by("number")),
        datasets=_datasets(source),
        cases=sorted(cases.values(), key=lambda case: (case.sort_key, case.uid)),
        cites=[cited[uid] for uid in document.cites if uid in cited],
        cited_by=list(source.cited_by.filter(state="live").order_by(*BY_NAME)[:USES_SHOWN]),
        uses=len(uses),
    )


def _uses(source: Source) -> list[Evidence]:
    """Every use of the source's passages with the claim it is made for."""
    found: list[Evidence] = []
    for paths in TOGETHER:
        targets = {path.partition("__")[0] for path in paths}
        is_one = reduce(or_, (Q(**{f"{target}__isnull": False}) for target in targets))
        uses = Evidence.objects.filter(is_one, excerpt__source=source).select_related("excerpt", *paths)
        found += [use for use in uses.order_by("excerpt__order", "pk")[:USES_SHOWN] if _names_live(use)]
    return sorted(found, key=lambda use: (use.excerpt.order, use.pk))[:USES_SHOWN]


def _names_live(use: Evidence) -> bool:
    """Whether a benchmark that the claim names is still in circulation."""
    return use.benchmark is None or use.benchmark.benchmark.state == RecordState.LIVE


def claim_of(use: Evidence) -> tuple[str, Any, Case | None]:
    """Evidence's column, the claim under it, and the case the claim is about."""
    for target in EVIDENCE_TARGETS:
        claim = getattr(use, target)
        if claim is not None:
            return target, claim, getattr(claim, "case", None)
    raise AssertionError(use.pk)  # a constraint of the table


def source_list(word: str) -> Listed:
    """By title, a page of them, each with the number of its passages and of the claims that rest on them."""
    page = listed(Source.objects.filter(state="live"), BY_NAME, PAGE_SIZE, word, "sources")
    keys = [source.pk for source in page.rows]
    passages = dict(Excerpt.objects.filter(source__in=keys).values_list("source").annotate(number=Count("pk")).order_by())
    uses = Evidence.objects.filter(excerpt__source__in=keys).values_list("excerpt__source")
    claims = dict(uses.annotate(number=Count("pk")).order_by())
    for source in page.rows:
        source.passages, source.claims = passages.get(source.pk, 0), claims.get(source.pk, 0)
    return page


def _datasets(source: Source) -> list[DataSet]:
    """Data sets that rest on it, as a whole or in a column."""
    found = DataSet.objects.filter(Q(source=source) | Q(variables__source=source), state="live")
    return list(found.distinct().order_by("sort_key", "pk"))
