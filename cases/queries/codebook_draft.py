"""A version of the codebook, released or being written: what it changes, what that touches, what is still to be recoded."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cases.documents import codebook_draft
from cases.documents.difference import Json
from cases.models import Code, CodebookVersion, Coding, Recode
from cases.queries.paging import Amount, amount


@dataclass
class Entry:
    """A new code of the version, with the texts that it still lacks."""

    uid: str
    document: Json
    lacking: list[tuple[str, str]]


@dataclass
class Change:
    """One change: the codes that go, the entries that come, and how many codings it touches."""

    ref: str
    change: str
    codes: list[Code]
    entries: list[Entry] = field(default_factory=list)
    known: list[Code] = field(default_factory=list)
    codings: int = 0


def changes_of(document: Json) -> list[Change]:
    """The changes of a draft, with names read in bulk."""
    made = codebook_draft.changes(document)
    wanted = {codebook_draft.uid_of(one) for change in made for one in [*change["codes"], *change["into"]]}
    rows = {row.uid: row for row in Code.objects.filter(uid__in=wanted)}
    counts = Counter(Coding.objects.filter(code__uid__in=wanted, case__state="live").values_list("code__uid", flat=True))
    return [
        Change(
            change["ref"],
            change["change"],
            [rows[uid] for uid in change["codes"] if uid in rows],
            [Entry(one["uid"], one, codebook_draft.lacking(one)) for one in change["into"] if isinstance(one, dict)],
            [rows[one] for one in change["into"] if isinstance(one, str) and one in rows],
            sum(counts[uid] for uid in change["codes"]),
        )
        for change in made
    ]


def with_state(recodes: QuerySet[Recode]) -> QuerySet[Any]:
    """Those of cases in circulation, each with whether the coding still has the retired code."""
    same = Coding.objects.filter(case=OuterRef("case"), ref=OuterRef("coding"), code=OuterRef("code"))
    return recodes.filter(case__state="live").annotate(is_open=Exists(same))


def recode_rows(version: str = "") -> QuerySet[Any]:
    """The recode list, the latest version first; what is open before what is done."""
    rows = with_state(Recode.objects.in_order())
    rows = rows.filter(version__slug=version) if version else rows
    return rows.order_by("-is_open", "-version__pk", "code__order", "case__sort_key", "coding")


def open_recodes() -> Amount:
    return amount(with_state(Recode.objects.all()).filter(is_open=True))


@dataclass
class Successor:
    """A code that the version retired, and those that took its place."""

    code: Code
    successors: list[Code]
    recodes: int
    still_open: int


def mapping_of(version: CodebookVersion) -> list[Successor]:
    """What became of each code that the version retired."""
    gone = list(Code.objects.filter(retired_in=version, state="live").select_related("revision").in_order())
    named = {uid for row in gone for uid in row.revision.document.get("successors") or []}
    rows = {row.uid: row for row in Code.objects.filter(uid__in=named)}
    found = list(with_state(Recode.objects.filter(version=version)).values_list("code_id", "is_open"))
    listed, still = Counter(code for code, _open in found), Counter(code for code, is_open in found if is_open)
    return [
        Successor(
            row,
            [rows[uid] for uid in row.revision.document.get("successors") or [] if uid in rows],
            listed[row.pk],
            still[row.pk],
        )
        for row in gone
    ]


def names_of(recodes: list[Recode]) -> dict[str, Code]:
    return {row.uid: row for row in Code.objects.filter(uid__in={uid for one in recodes for uid in one.successors})}
