"""What is told of cases: events, findings, phases, and which measure answers which problem.

Their tables are alike enough to be read in one query.
"""

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Concat

from cases.enums import LinkKind
from cases.models import Case, Event, Finding, Link, Phase

OF_ALL = ("pk", "case_id", "ref", "order")
OF_CLAIMS = ("basis", "confidence", "strength", "codebook_id", "coder", "reasoning_en", "reasoning_zh", "date", "date_min")
KEY, ORDER = 4 + OF_ALL.index("pk"), 4 + OF_ALL.index("order")
"""Where a row has them, after its kind, its words in both languages and its codebook."""
NO_DATE = Value(None, DateField())


class Answer(NamedTuple):
    """The link of a problem to a measure, and the names of both."""

    words: dict[str, str]
    link: Link


class Told(NamedTuple):
    """By case, each in its order."""

    events: dict[int, list[Event]]
    findings: dict[int, list[Finding]]
    phases: dict[int, list[Phase]]
    answers: dict[int, list[Answer]]


@lru_cache(maxsize=16)
def _sql(count: int, using: str) -> tuple[str, tuple[Any, ...]]:
    """The query for so many cases, with -1, -2 … for their keys: to put it together costs many times what running it does."""
    keys = range(-1, -count - 1, -1)
    query = _events(keys).union(_findings(keys), _phases(keys), _answers(keys), all=True).query
    return query.get_compiler(using).as_sql()


def _rows(keys: Sequence[int]) -> list[tuple[Any, ...]]:
    using = router.db_for_read(Event)
    sql, values = _sql(len(keys), using)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [keys[-value - 1] if isinstance(value, int) else value for value in values])
        return cursor.fetchall()


def told(cases: Sequence[Case]) -> Told:
    keys = [case.pk for case in cases]
    found = Told(*({key: [] for key in keys} for _name in Told._fields))  # type: ignore[arg-type]  # each of its own kind
    for kind, en, zh, book, *values in sorted(_rows(keys), key=itemgetter(ORDER, KEY)):
        row = _built(kind, en, zh, dict(zip((*OF_ALL, *OF_CLAIMS), values, strict=True)))
        row.book = book
        getattr(found, kind)[row.case_id].append(Answer({"en": en, "zh": zh}, row) if kind == "answers" else row)
    return found


def _events(cases: Sequence[int]) -> QuerySet[Any, Any]:
    rows = Event.objects.filter(case__in=cases).annotate(kind=_text("events"))
    return rows.values_list("kind", "title_en", "title_zh", "codebook__uid", *OF_ALL, *OF_CLAIMS)


def _findings(cases: Sequence[int]) -> QuerySet[Any, Any]:
    rows = Finding.objects.filter(case__in=cases).annotate(kind=_text("findings"))
    return rows.values_list("kind", "text_en", "text_zh", "codebook__uid", *OF_ALL, *OF_CLAIMS)


def _answers(cases: Sequence[int]) -> QuerySet[Any, Any]:
    rows = Link.objects.filter(case__in=cases, link_kind=LinkKind.ANSWERED_BY).annotate(
        kind=_text("answers"), none=_text(""), no_date=NO_DATE, en=_pair("name_en"), zh=_pair("name_zh")
    )
    lacking = {"date": "none", "date_min": "no_date"}
    return rows.values_list("kind", "en", "zh", "codebook__uid", *OF_ALL, *(lacking.get(name, name) for name in OF_CLAIMS))


def _pair(name: str) -> Concat:
    return Concat(F(f"from_code__{name}"), Value(" → "), F(f"to_code__{name}"), output_field=CharField())


def _phases(cases: Sequence[int]) -> QuerySet[Any, Any]:
    """Phases are no claims: what they lack is empty."""
    rows = Phase.objects.filter(case__in=cases).annotate(
        kind=_text("phases"), none=_text(""), no_key=Value(None, IntegerField()), no_date=NO_DATE
    )
    lacking = {"codebook_id": "no_key", "date_min": "no_date"}
    return rows.values_list("kind", "title_en", "title_zh", "none", *OF_ALL, *(lacking.get(name, "none") for name in OF_CLAIMS))


def _text(words: str) -> Value:
    return Value(words, CharField())


def _built(kind: str, en: str, zh: str, values: dict[str, Any]) -> Any:
    if kind == "phases":
        return Phase(title_en=en, title_zh=zh, **{name: values[name] for name in OF_ALL})
    if kind == "answers":
        return Link(**{name: value for name, value in values.items() if not name.startswith("date")})
    return Event(title_en=en, title_zh=zh, **values) if kind == "events" else Finding(text_en=en, text_zh=zh, **values)
