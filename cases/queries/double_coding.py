"""Double codings as people see them: who is at it, where coders differ, and how far they agree variable by variable."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import GRANTS, Permission
from cases.documents.bundle import beside
from cases.documents.coding_desk import items
from cases.documents.difference import Json
from cases.documents.double_coding import Slot, slots
from cases.enums import Basis, CodeKind, Confidence, ScaleKind, Strength
from cases.models import Assignment, Code, DoubleCoding
from cases.queries.code_kinds import kind_title
from cases.queries.desk import answer_words
from cases.queries.labels import read_excerpts
from cases.queries.lookup import in_reader_language
from methods import agreement

FEWEST = 10
"""Units below which a coefficient says nothing that the count does not say better."""


def coders() -> QuerySet[Any]:
    """People whom a case can be given to."""
    roles = [role for role, granted in GRANTS.items() if Permission.CODE in granted]
    return get_user_model().objects.filter(is_active=True, groups__name__in=roles).distinct().order_by("username")


def double_codings() -> QuerySet[DoubleCoding]:
    """All of them, what is under way before what is settled."""
    counted = DoubleCoding.objects.select_related("case", "asked_by", "settled_by").annotate(
        coders=Count("assignments"), done=Count("assignments", filter=Q(assignments__finished_at__isnull=False))
    )
    return counted.order_by("settled_at", "-created_at")


def assignments_of(user) -> list[Assignment]:
    found = Assignment.objects.filter(coder=user).select_related("double_coding__case", "revision")
    return list(found.order_by("finished_at", "-pk"))


@dataclass
class Side:
    """One coder's answer to a question."""

    index: int
    name: str
    said: str
    marks: list[str]
    passages: list[str]
    memo: Any
    coded: bool


@dataclass
class Difference:
    """A question with the answers of all coders beside one another, and what was decided."""

    slot: Slot
    code: Code | None
    name: str
    phase: str
    sides: list[Side]
    decision: Json | None


def comparison(double_coding: DoubleCoding, *, named: bool) -> tuple[list[Difference], list[Difference]]:
    """Where the coders differ, and where they agree. Names are shown only when all is settled."""
    parts = list(double_coding.assignments.select_related("revision", "coder").order_by("pk"))
    documents = [one.revision.document for one in parts]
    found = slots(documents)
    codes = {row.uid: row for row in Code.objects.filter(uid__in={slot.code for slot in found})}
    passages = _passages(documents)
    decided = {one["slot"]: one for one in double_coding.decisions}
    names = [str(one.coder) if named else _("Coder %(number)s") % {"number": at} for at, one in enumerate(parts, 1)]
    made = []
    for slot in found:
        code = codes.get(slot.code)
        sides = [_side(index, names[index], coding, code, passages[index]) for index, coding in enumerate(slot.codings)]
        name = in_reader_language(code.name_en, code.name_zh) if code else slot.code
        made.append(Difference(slot, code, name, slot.name.partition(":")[2].partition(":")[2], sides, decided.get(slot.name)))
    return [one for one in made if not one.slot.agreed], [one for one in made if one.slot.agreed]


def _side(index: int, name: str, coding: Json | None, code: Code | None, passages: dict[str, str]) -> Side:
    if coding is None:
        return Side(index, name, "", [], [], None, False)
    fields = (("basis", Basis), ("confidence", Confidence), ("strength", Strength))
    marks = [str(words) for name, enum in fields for value, words in enum.choices if value == coding.get(name)]
    quoted = [passages[use["excerpt"]] for use in items(coding.get("evidence")) if use["excerpt"] in passages]
    return Side(index, name, answer_words(coding, code), marks, quoted, coding.get("reasoning"), True)


def _passages(documents: Sequence[Json]) -> list[dict[str, str]]:
    """For each document its passages by name: its own, then those of published sources."""
    codings = [one for document in documents for one in items(document.get("codings"))]
    names = {use["excerpt"] for one in codings for use in items(one.get("evidence"))}
    live = {name: row.text for name, row in read_excerpts(names).items()}
    return [
        live | {f"{one['uid']}#{part['ref']}": part["text"] for one in beside(document) for part in items(one.get("excerpts"))}
        for document in documents
    ]


def notes_to_codebook() -> list[tuple[DoubleCoding, Json, Code | None]]:
    """What was decided with the remark that the codebook should say it better."""
    found = [(one, part) for one in double_codings() for part in one.decisions if part["to_codebook"]]
    codes = {row.uid: row for row in Code.objects.filter(uid__in={":".join(part["slot"].split(":")[:2]) for _one, part in found})}
    return [(one, part, codes.get(":".join(part["slot"].split(":")[:2]))) for one, part in found]


# Agreement ------------------------------------------------------------------------------------------

LEVELS = {ScaleKind.PRESENT: agreement.Level.NOMINAL, ScaleKind.LEVELS: agreement.Level.ORDINAL}


@dataclass
class Row:
    """The agreement on one variable: numbers where there are enough units, words where there are not."""

    name: str
    level: str
    n: int
    percent: float | None
    alpha: float | None
    interval: tuple[float, float] | None
    """95 per cent, from resampling the units."""
    ac: float | None
    weighted: bool
    words: str


Ratings = list[list[Any]]


def agreement_rows() -> tuple[list[Row], list[Row]]:
    """Agreement per kind of code and per code, over all double codings that are settled."""
    documents = defaultdict(list)
    settled = Assignment.objects.filter(double_coding__settled_at__isnull=False).select_related("revision").order_by("pk")
    for one in settled:
        documents[one.double_coding_id].append(one.revision.document)
    codes = list(Code.objects.filter(state="live", retired_in=None).in_order())
    used: set[str] = set()
    by_code: dict[str, Ratings] = defaultdict(list)
    for group in documents.values():
        found = {slot.code: slot for slot in slots(group)}
        used |= found.keys()
        for code in codes:
            by_code[code.uid].append(_ratings(code, found.get(code.uid), len(group)))
    kinds: dict[str, Ratings] = defaultdict(list)
    for code in codes:
        if code.scale == ScaleKind.PRESENT:
            kinds[code.code_kind] += by_code[code.uid]
    seen = {code.code_kind for code in codes if code.uid in used}
    pooled = [_row(str(kind_title(CodeKind(kind))), ScaleKind.PRESENT, lines) for kind, lines in kinds.items() if kind in seen]
    single = [_row(_name(code), ScaleKind(code.scale), by_code[code.uid]) for code in codes if code.uid in used]
    return [row for row in pooled if row.n], single


def _name(code: Code) -> str:
    return in_reader_language(code.name_en, code.name_zh)


def _ratings(code: Code, slot: Slot | None, coders: int) -> list[Any]:
    """One unit: what each coder said. A present code that is not coded was judged absent; no value is missing."""
    codings = slot.codings if slot else [None] * coders
    if code.scale == ScaleKind.PRESENT:
        return [int(bool(one and one.get("value") == 1)) for one in codings]
    steps = [step["key"] for step in code.levels]
    if code.scale == ScaleKind.LEVELS:
        return [steps.index(one["level"]) if one and one.get("level") in steps else None for one in codings]
    return [one.get("value") if one else None for one in codings]


def _row(name: str, scale: ScaleKind, ratings: Ratings) -> Row:
    paired = [line for line in ratings if sum(one is not None for one in line) >= 2]
    n, agreeing = len(paired), sum(len({one for one in line if one is not None}) == 1 for line in paired)
    if n < FEWEST:
        words = _("%(agreeing)s of %(n)s units agree: too few for a coefficient.") if n else _("No unit was coded by two people.")
        return Row(name, str(scale.label), n, None, None, None, None, False, words % {"agreeing": agreeing, "n": n})
    percent = 100 * agreement.percent_agreement(paired)
    level = LEVELS.get(scale, agreement.Level.INTERVAL)
    alpha = agreement.krippendorff_alpha(paired, level).coefficient
    weighted = scale != ScaleKind.PRESENT
    ac = (agreement.gwet_ac2 if weighted else agreement.gwet_ac1)(paired).coefficient
    alike = isnan(alpha)
    words = _("All values are the same: nothing can be told apart from chance.") if alike else ""
    bounds = agreement.alpha_interval(paired, level)
    interval = None if alike or isnan(bounds.lower) else (bounds.lower, bounds.upper)
    return Row(name, str(scale.label), n, percent, None if alike else alpha, interval, None if isnan(ac) else ac, weighted, words)
