"""Items in addresses: ``case:city-b``, ``model:market-based``, ``phase:city-b.later``, ``configuration:provinces-31.h1``."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import CodeKind
from cases.models import Case, Code, Phase, PublishedResult
from cases.validators import SLUG

MOST = 6
PARTS = ("configuration", "phase")
"""Kinds that are a part of a record: the record's address, a point, and the part's own name."""
PART = re.compile(rf"{SLUG[:-1]}\.{SLUG[1:]}")


class Item(NamedTuple):
    kind: str
    slug: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


@dataclass
class Chosen:
    """The records that an address names, and what was left out with the reason."""

    found: list[tuple[Item, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def parse(text: str) -> Item | None:
    """The item that a text names, whether or not there is such a record."""
    kind, _sign, slug = text.strip()[:300].partition(":")
    if kind in PARTS:
        return Item(kind, slug) if PART.fullmatch(slug) else None
    known = kind == "case" or kind in CodeKind.values
    return Item(kind, slug) if known and re.fullmatch(SLUG, slug) else None


def chosen(texts: Iterable[str]) -> Chosen:
    """Read items, look them up in bulk, and keep those that can stand side by side."""
    result = Chosen()
    items = []
    for text in dict.fromkeys(text.strip()[:200] for text in texts):
        item = parse(text)
        if item:
            items.append(item)
        elif text:
            result.left_out.append(
                _("“%(item)s” is not an item. Write, for instance, case:city-b or model:administrative.") % {"item": text}
            )
    records = look_up(items)
    for item in items:
        record = records.get(item)
        if record is None:
            result.left_out.append(_("“%(item)s” is not in the record.") % {"item": item})
        elif result.found and item.kind != result.found[0][0].kind:
            result.left_out.append(_("“%(item)s” is of another kind than the first item, and is left out.") % {"item": item})
        elif len(result.found) == MOST:
            result.left_out.append(
                ngettext(
                    "“%(item)s” is left out: %(most)s item fits side by side.",
                    "“%(item)s” is left out: %(most)s items fit side by side.",
                    MOST,
                )
                % {"item": item, "most": MOST}
            )
        else:
            result.found.append((item, record))
    return result


def look_up(items: Iterable[Item]) -> dict[Item, Any]:
    """The published record, or part of one, that each item names: one query for each sort of item."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for item in items:
        by_kind[item.kind if item.kind in ("case", *PARTS) else "code"].append(item.slug)
    found: dict[Item, Any] = {}
    if slugs := by_kind["case"]:
        cases = Case.objects.live().filter(slug__in=slugs).select_related("place", "revision")
        found |= {Item("case", case.slug): case for case in cases.defer("revision__document")}
    if slugs := by_kind["code"]:
        kinds = {item.kind for item in items}
        codes = Code.objects.filter(state="live", slug__in=slugs, code_kind__in=kinds).select_related("revision")
        found |= {Item(code.code_kind, code.slug): code for code in codes.defer("revision__document")}
    if slugs := by_kind["phase"]:
        phases = Phase.objects.filter(_parts("case__slug", slugs), case__state="live").select_related(
            "case__place", "case__revision"
        )
        found |= {Item("phase", f"{phase.case.slug}.{phase.ref}"): phase for phase in phases}
    if slugs := by_kind["configuration"]:
        results = PublishedResult.objects.filter(_parts("study__slug", slugs), study__state="live")
        results = results.select_related("study__source", "study__revision", "outcome", "code").prefetch_related(
            "conditions__broader", "units"
        )
        found |= {Item("configuration", f"{result.study.slug}.{result.ref}"): result for result in results}
    return found


def _parts(owner: str, slugs: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for slug in slugs:
        name, _point, ref = slug.partition(".")
        condition |= Q(**{owner: name, "ref": ref})
    return condition
