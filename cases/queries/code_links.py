"""The links of a code, in general and within cases, grouped by what they say."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import LinkKind
from cases.models import Code, Link

GENERAL_FIRST = (F("case__sort_key").asc(nulls_first=True), "order", "pk")
"""The order of links. Left to themselves, the two databases disagree where a link without a case stands."""
SHOWN = 300
"""Links of a code that its page shows; a code that thousands of cases link is read in the list of cases."""

L = LinkKind
HEADINGS: dict[tuple[str, bool], Any] = {
    (L.BELONGS, True): _("Dimension"),
    (L.BELONGS, False): _("Conditions of this dimension"),
    (L.LEADS_TO, True): _("Outcomes it leads to"),
    (L.LEADS_TO, False): _("What leads to it"),
    (L.DRIVES, True): _("Strategies it drives"),
    (L.DRIVES, False): _("What drives it"),
    (L.SHAPES, True): _("What it shapes"),
    (L.SHAPES, False): _("What shapes it"),
    (L.ANSWERED_BY, True): _("What may answer it"),
    (L.ANSWERED_BY, False): _("Problems it may answer"),
    (L.WORKS_ON, True): _("Conditions it works on"),
    (L.WORKS_ON, False): _("Measures that work on it"),
    (L.NEEDS, True): _("Conditions it needs"),
    (L.NEEDS, False): _("Measures that need it"),
    (L.MAY_CAUSE, True): _("What it may cause"),
    (L.MAY_CAUSE, False): _("What may cause it"),
    (L.MEASURE_OF, True): _("Area it belongs to"),
    (L.MEASURE_OF, False): _("Measures of this area"),
    (L.SERVES, True): _("Systems it serves"),
    (L.SERVES, False): _("Measures that serve it"),
    (L.HAS_QUALITY, True): _("Qualities"),
    (L.HAS_QUALITY, False): _("Systems that should have it"),
    (L.MIXED_WITH, True): _("Problems that contradict it in part"),
    (L.MIXED_WITH, False): _("Achievements it contradicts in part"),
}
"""By kind of link, and whether the code of the page is its start."""


@dataclass
class LinkGroup:
    """Links of one kind in one direction, by the code at their other end."""

    link_kind: str
    outward: bool
    rows: list[tuple[Code, list[Link]]]

    @property
    def title(self) -> Any:
        return HEADINGS[LinkKind(self.link_kind), self.outward]

    @property
    def links(self) -> list[Link]:
        return [link for _code, links in self.rows for link in links]


def read_links(condition: Q, most: int | None = None) -> list[Link]:
    """General links first, then those within live cases."""
    live = Q(case__isnull=True) | Q(case__state="live")
    links = Link.objects.filter(condition, live).select_related(
        "from_code__broader", "to_code__broader", "case", "study", "actor"
    )
    return list(links.order_by(*GENERAL_FIRST)[:most])


def group(code: Code, links: list[Link]) -> list[LinkGroup]:
    """Groups in the order of the kinds, what the code does before what is done to it."""
    found: dict[tuple[str, bool], dict[int, tuple[Code, list[Link]]]] = {}
    for link in sorted(links, key=lambda one: one.case_id is not None):
        outward = link.from_code_id == code.pk
        other = link.to_code if outward else link.from_code
        rows = found.setdefault((link.link_kind, outward), {})
        rows.setdefault(other.pk, (other, []))[1].append(link)
    groups = []
    for kind, outward in HEADINGS:
        rows = found.get((kind, outward), {})
        if rows:
            ordered = sorted(rows.values(), key=lambda row: (row[0].code_kind, row[0].order, row[0].uid))
            groups.append(LinkGroup(kind, outward, ordered))
    return groups
