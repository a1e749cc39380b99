"""What is told of cases: events, findings and phases, whose tables are alike enough to be read in one query."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, IntegerField, QuerySet, Value

from cases.models import Case, Event, Finding, Phase

OF_ALL = ("pk", "case_id", "ref", "order")
OF_CLAIMS = ("basis", "confidence", "strength", "codebook_id", "coder", "reasoning_en", "reasoning_zh", "date", "date_min")
KEY, ORDER = 4 + OF_ALL.index("pk"), 4 + OF_ALL.index("order")
"""Where a row has them, after its kind, its words in both languages and its codebook."""


class Told(NamedTuple):
    """By case, each in its order."""

    events: dict[int, list[Event]]
    findings: dict[int, list[Finding]]
    phases: dict[int, list[Phase]]


def told(cases: Sequence[Case]) -> Told:
    keys = [case.pk for case in cases]
    found = Told({key: [] for key in keys}, {key: [] for key in keys}, {key: [] for key in keys})
    rows = _events(cases).union(_findings(cases), _phases(cases), all=True)
    for kind, en, zh, book, *values in sorted(rows, key=itemgetter(ORDER, KEY)):
        row = _built(kind, en, zh, dict(zip((*OF_ALL, *OF_CLAIMS), values, strict=True)))
        row.book = book
        getattr(found, kind)[row.case_id].append(row)
    return found


def _events(cases: Sequence[Case]) -> QuerySet[Any, Any]:
    rows = Event.objects.filter(case__in=cases).annotate(kind=_text("events"))
    return rows.values_list("kind", "title_en", "title_zh", "codebook__uid", *OF_ALL, *OF_CLAIMS)


def _findings(cases: Sequence[Case]) -> QuerySet[Any, Any]:
    rows = Finding.objects.filter(case__in=cases).annotate(kind=_text("findings"))
    return rows.values_list("kind", "text_en", "text_zh", "codebook__uid", *OF_ALL, *OF_CLAIMS)


def _phases(cases: Sequence[Case]) -> QuerySet[Any, Any]:
    """Phases are no claims: what they lack is empty."""
    rows = Phase.objects.filter(case__in=cases).annotate(
        kind=_text("phases"), none=_text(""), no_key=Value(None, IntegerField()), no_date=Value(None, DateField())
    )
    lacking = {"codebook_id": "no_key", "date_min": "no_date"}
    return rows.values_list("kind", "title_en", "title_zh", "none", *OF_ALL, *(lacking.get(name, "none") for name in OF_CLAIMS))


def _text(words: str) -> Value:
    return Value(words, CharField())


def _built(kind: str, en: str, zh: str, values: dict[str, Any]) -> Any:
    if kind == "phases":
        return Phase(title_en=en, title_zh=zh, **{name: values[name] for name in OF_ALL})
    return Event(title_en=en, title_zh=zh, **values) if kind == "events" else Finding(text_en=en, text_zh=zh, **values)
