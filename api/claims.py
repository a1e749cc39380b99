"""Claims as flat lists, for those who want a table: codings and links of everything that is live."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import shapes
from api.kinds import pair
from api.openapi import READ, describe, list_of
from api.paging import next_url, page_of
from api.queries import CodingQuery, LinkQuery, read_query
from api.views import ApiView
from cases.models import Coding, Evidence, Link

CLAIM = (
    "pk",
    "ref",
    "basis",
    "confidence",
    "strength",
    "codebook__uid",
    "coder",
    "reasoning_en",
    "reasoning_zh",
    "text_en",
    "text_zh",
)
CODING_FILTERS = {
    "case": "case__uid",
    "code": "code__uid",
    "code_kind": "code__code_kind",
    "basis": "basis",
    "confidence": "confidence",
    "blank": "blank",
    "accepted": "accepted",
}
LINK_FILTERS = {
    "case": "case__uid",
    "link_kind": "link_kind",
    "from_code": "from_code__uid",
    "to_code": "to_code__uid",
    "basis": "basis",
    "confidence": "confidence",
    "general": "case__isnull",
}
"""Parameters, and the column that each compares."""


class Codings(ApiView):
    @describe(
        "codings_list",
        "Claims about cases: case × code → value, level or the reason why it is blank, with how each is known.",
        {200: list_of(shapes.CodingRow)},
        *READ,
        tag="claims",
        parameters=(CodingQuery,),
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, CodingQuery)
        codings = Coding.objects.filter(case__state="live", **_chosen(query, CODING_FILTERS)).values(
            *CLAIM, "case__uid", "code__uid", "phase", "period", "accepted", "value", "level", "blank"
        )
        return _answer(request, query, codings, "coding", _coding_row)


class Links(ApiView):
    @describe(
        "links_list",
        "Claims about two codes, within a case or in general, with how each is known.",
        {200: list_of(shapes.LinkRow)},
        *READ,
        tag="claims",
        parameters=(LinkQuery,),
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, LinkQuery)
        live = Q(case__state="live") | Q(owner__state="live")
        links = Link.objects.filter(live, **_chosen(query, LINK_FILTERS)).values(
            *CLAIM, "case__uid", "link_kind", "from_code__uid", "to_code__uid", "study__uid", "actor__uid", "degree"
        )
        return _answer(request, query, links, "link", _link_row)


def _chosen(query: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    return {column: query[name] for name, column in columns.items() if query.get(name) is not None}


def _answer(request: Request, query: dict[str, Any], claims: QuerySet, target: str, row_of) -> Response:
    rows, cursor = page_of(claims, ("pk",), query["cursor"], query["size"])
    evidence = _evidence(target, [row["pk"] for row in rows])
    results = [row_of(row, _claim(row, evidence)).model_dump(mode="json") for row in rows]
    return Response({"next": next_url(request, cursor), "results": results})


def _evidence(target: str, claims: list[int]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    uses = Evidence.objects.filter(**{f"{target}__in": claims}).order_by("order", "pk")
    for claim, source, ref, stance in uses.values_list(target, "excerpt__source__uid", "excerpt__ref", "stance"):
        found[claim].append({"excerpt": f"{source}#{ref}", "stance": stance})
    return found


def _claim(row: dict[str, Any], evidence: dict[int, list[dict[str, str]]]) -> dict[str, Any]:
    return {
        "ref": row["ref"],
        "basis": row["basis"] or None,
        "confidence": row["confidence"] or None,
        "strength": row["strength"] or None,
        "codebook": row["codebook__uid"],
        "coder": row["coder"],
        "reasoning": pair(row, "reasoning"),
        "evidence": evidence[row["pk"]],
        "text": pair(row, "text"),
    }


def _coding_row(row: dict[str, Any], claim: dict[str, Any]) -> shapes.CodingRow:
    return shapes.CodingRow(
        case=row["case__uid"],
        code=row["code__uid"],
        phase=row["phase"] or None,
        period=row["period"] or None,
        accepted=row["accepted"],
        value=row["value"],
        level=row["level"] or None,
        blank=row["blank"] or None,
        **claim,
    )


def _link_row(row: dict[str, Any], claim: dict[str, Any]) -> shapes.LinkRow:
    return shapes.LinkRow(
        case=row["case__uid"],
        link_kind=row["link_kind"],
        from_code=row["from_code__uid"],
        to_code=row["to_code__uid"],
        study=row["study__uid"],
        actor=row["actor__uid"],
        degree=row["degree"] or None,
        **claim,
    )
