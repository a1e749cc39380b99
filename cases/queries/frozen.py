"""Frozen comparisons: reading them, and what has changed in the record since."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from cases.models import Comparison, Revision
from cases.models.heads import HEADS
from cases.queries.withheld import named_in, withheld_then

EXPORTS = {"xlsx": "XLSX", "docx": "DOCX", "csv": "CSV", "md": "Markdown", "print": pgettext_lazy("a page to print", "Print")}
"""Forms in which a comparison leaves the site, and their names; exchange writes them."""
HEAD_OF = {"case": "case", "phase": "case", "configuration": "study"}
"""The kind of record behind an item; everything else is a code."""


@dataclass
class Change:
    """A compared record that is no longer as it was frozen."""

    name: dict[str, str]
    frozen: int
    now: int | None
    """None when it is no longer published."""


def changes(comparison: Comparison) -> list[Change]:
    """One query for each kind of record that is compared, and a comparison has one."""
    uids: dict[str, set[str]] = defaultdict(set)
    for item in comparison.items:
        uids[HEAD_OF.get(item["kind"], "code")].add(item["uid"])
    now: dict[tuple[str, str], int | None] = {}
    for kind, some in uids.items():
        rows = HEADS[kind]._default_manager.filter(uid__in=some, state="live").values_list("uid", "revision__number")
        now |= {(kind, uid): number for uid, number in rows}
    found = []
    for item, column in zip(comparison.items, comparison.table["columns"], strict=True):
        number = now.get((HEAD_OF.get(item["kind"], "code"), item["uid"]))
        if number != item["revision"]:
            found.append(Change(column["name"], item["revision"], number))
    return found


def is_withheld(comparison: Comparison) -> bool:
    """Whether a version whose words it keeps has been withheld since."""
    return bool(withheld_among([comparison]))


def withheld_among(comparisons: Collection[Comparison]) -> set[int]:
    """The keys of those that keep words of a version that has been withheld since."""
    then = withheld_then({one.data_version for one in comparisons})
    return {one.pk for one in comparisons if _keeps(one, then[one.data_version])}


def _keeps(comparison: Comparison, revisions: Collection[Revision]) -> bool:
    items = {(HEAD_OF.get(item["kind"], "code"), item["uid"]) for item in comparison.items}
    return any((one.kind, one.uid) in items for one in revisions) or named_in(comparison.table, revisions)


def title_of(comparison: Comparison) -> dict[str, str]:
    """The person's own title, or the names of what is compared."""
    if comparison.title:
        return {"en": comparison.title, "zh": comparison.title}
    return names_of(comparison.table)


def titled(comparisons: Collection[Comparison]) -> list[tuple[Comparison, Any]]:
    """Each with its title; with its number where that may give away what was withheld since."""
    closed = withheld_among(comparisons)
    return [(one, one.ref if one.pk in closed else title_of(one)) for one in comparisons]


def names_of(table: dict[str, Any]) -> dict[str, str]:
    """What is compared, in one line."""
    names = [column["name"] for column in table["columns"]]
    return {
        "en": ", ".join(name["en"] or name["zh"] for name in names),
        "zh": "、".join(name["zh"] or name["en"] for name in names),
    }


def of_person(person: Any) -> QuerySet[Comparison]:
    """What somebody froze, the newest first."""
    return Comparison.objects.filter(author=person).order_by("-created_at", "-pk")
