"""Asking for advice, and the cards that answer."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from advice.forms.ask import AskForm, problem_choices
from advice.queries.benchmarks import focal_cases
from advice.queries.cards import advise
from advice.queries.plans import latest_plan
from advice.queries.profile import conditions
from advice.queries.question import read_question
from advice.queries.starts import benchmark_uses, starts, starts_beside, systems_of
from cases.enums import silence

PROFILE = "advice_profile"
"""The private profile in the session: it is in no address, in no table and in nobody else's reach."""


@require_safe
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Problems, in words or from the list, and a profile of one minute."""
    given = {"problem": request.GET.getlist("problem")[:50], "q": request.GET.get("q", "")[:200]}
    profile = request.session.get(PROFILE, {})
    form = AskForm(initial={**profile, **given}, problems=problem_choices(), conditions=conditions())
    return _ask_page(request, form)


def _ask_page(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    return render(request, "advice/ask.html", {"form": form, "starts": starts(), "focal": focal_cases()}, status=status)


@require_POST
@never_cache
def answer(request: HttpRequest) -> HttpResponse:
    """Keep the profile with its owner and lead to the cards."""
    form = AskForm(request.POST, problems=problem_choices(), conditions=conditions())
    if not form.is_valid():
        return _ask_page(request, form, status=422)
    request.session[PROFILE] = form.answers
    query: dict[str, Any] = {"problem": form.asked}
    if words := form.cleaned_data["q"]:
        query["q"] = words
    return redirect(f"{reverse('advice:cards')}?{urlencode(query, doseq=True, safe=':')}")


@require_POST
@never_cache
def forget(request: HttpRequest) -> HttpResponse:
    """Clear the private profile."""
    request.session.pop(PROFILE, None)
    return redirect("advice:ask")


@require_safe
@never_cache
def cards(request: HttpRequest) -> HttpResponse:
    """What may answer the problems: how sure, and apart from it how it fits here."""
    profile = request.session.get(PROFILE, {})
    question = read_question(request.GET.getlist("problem"), request.GET.get("case", ""), profile)
    advice = advise(question.problems, question.here, question.codes)
    systems = systems_of(question.case, advice.systems) if question.case else []
    for _system, qualities in systems:
        advice.passages.number(qualities)
    context = {
        "question": question,
        "advice": advice,
        "words": request.GET.get("q", "")[:200],
        "private": bool(profile) and question.case is None,
        "plan": latest_plan(request.user, question.case),
        "benchmarks": benchmark_uses(question.case) if question.case else [],
        "systems": systems,
        "silence": silence(question.case.origin).value if question.case else "",
        "beside": starts_beside(question.case) if question.case and not question.problems else [],
    }
    return render(request, "advice/cards.html", context)
