"""Cases or codes side by side; the whole state is in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.enums import CodeKind
from cases.models import Case, Code
from cases.queries.comparison import Column, compare
from cases.queries.items import MOST, chosen


def index(request: HttpRequest) -> HttpResponse:
    texts = [*request.GET.get("items", "").split(","), *request.GET.getlist("item")]
    picked = chosen(texts[: 10 * MOST])
    context = {"picked": picked, "most": MOST, "items": ",".join(str(item) for item, _ in picked.found)}
    if len(picked.found) < 2:
        return render(request, "cases/compare/pick.html", context | _pickable())
    comparison = compare([Column(item, record) for item, record in picked.found])
    context |= {
        "comparison": comparison,
        "differences_only": request.GET.get("diff") == "1",
        "coded_only": request.GET.get("coded") == "1",
        "open": comparison.entries.get(request.GET.get("open", "")),
        "numbers": dict(comparison.passages),
    }
    return render(request, "cases/compare/detail.html", context)


def _pickable() -> dict:
    """What a reader may tick: all models first, since that is what the knowledge base is asked for by name."""
    return {
        "models": Code.objects.filter(code_kind=CodeKind.MODEL, state="live").order_by("order"),
        "cases": Case.objects.live().order_by("sort_key")[:50],
        "case_count": Case.objects.live().count(),
    }
