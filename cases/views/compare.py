"""Cases, codes, phases or results side by side; the whole state is in the address."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from cases.enums import CodeKind
from cases.models import Case, Code
from cases.queries import tray
from cases.queries.comparison import Column, compare
from cases.queries.comparison.arrange import Arrangement, arrange, column_controls, controls, keys
from cases.queries.frozen import EXPORTS
from cases.queries.items import MOST, Chosen, chosen, look_up
from cases.queries.version import stamp


def index(request: HttpRequest) -> HttpResponse:
    picked, columns, wanted = asked(request.GET)
    context = {"picked": picked, "most": MOST, "items": ",".join(str(item) for item, _ in picked.found)}
    if len(picked.found) < 2:
        return render(request, "cases/compare/pick.html", context | pickable(request))
    comparison = compare(columns)
    groups = arrange(comparison, wanted)
    opened = comparison.entries.get(request.GET.get("open", ""))
    context |= {
        "comparison": comparison,
        "wanted": wanted,
        "groups": groups,
        "left_away": len(comparison.rows) - sum(len(rows) for _, rows in groups),
        "controls": controls(comparison, wanted) if request.GET.get("arrange") else [],
        "column_controls": column_controls(comparison),
        "export_forms": list(EXPORTS.items()),
        "open": opened,
        "open_shown": any(row.has(opened) for _, rows in groups for row in rows),
    }
    return render(request, "cases/compare/detail.html", context)


def asked(query: QueryDict) -> tuple[Chosen, list[Column], Arrangement]:
    """What an address, or a form with the same fields, wants compared, and how arranged."""
    state = stamp()
    texts = [*query.get("items", "").split(","), *query.getlist("item")]
    arrangement = Arrangement(
        hide=keys(query.getlist("hide")),
        order=keys(query.getlist("order")),
        differences_only=query.get("diff") == "1",
        coded_only=query.get("coded") == "1",
    )
    picked = chosen(texts[: 10 * MOST])
    return picked, [Column(item, record, state) for item, record in picked.found], arrangement


def pickable(request: HttpRequest) -> dict[str, Any]:
    """What a reader may tick: all models first, since that is what the knowledge base is asked for by name."""
    items = tray.held(request.session)
    records = look_up(items) if items else {}
    columns = {item: Column(item, records[item], None) for item in items if item in records}
    return {
        "trays": [[columns[item] for item in some] for some in tray.by_kind(columns).values()],
        "models": Code.objects.filter(code_kind=CodeKind.MODEL, state="live").order_by("order"),
        "cases": Case.objects.live().order_by("sort_key")[:50],
        "case_count": Case.objects.live().count(),
    }
