"""Plans with the cards that their measures stand on today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from advice.models import FollowUp, Measure, Plan
from advice.queries.cards import Advice, Card, advise
from advice.queries.profile import Profile, Value
from advice.queries.question import private_profile
from cases.enums import CodeKind
from cases.models import Case, Code

SHOWN = 100


@dataclass
class Entry:
    """A measure of the plan with the card that advises on it; none when the codebook has retired it or nothing ties it."""

    measure: Measure
    card: Card | None
    follow_ups: list[FollowUp] = field(default_factory=list)
    form: Any = None

    @property
    def retired(self) -> bool:
        return self.measure.code.retired_in_id is not None

    @property
    def due(self) -> bool:
        return self.measure.check_on is not None and self.measure.check_on <= timezone.localdate()


@dataclass
class PlanPage:
    """A plan as its owner reads it."""

    plan: Plan
    entries: list[Entry]
    aside: list[Measure]
    problems: list[Code]
    here: Profile
    advice: Advice

    @property
    def profile(self) -> list[tuple[Code, Value]]:
        """What is known of the place, condition by condition."""
        lines = [(code, self.here.value(code.uid)) for code in self.advice.conditions]
        return [(code, value) for code, value in lines if value.key]


def plans_of(user) -> Sequence[Plan]:
    """The person's plans, the latest first, each with the day of its next check."""
    measures = Measure.objects.filter(set_aside=False).select_related("code").order_by("order")
    plans = Plan.objects.filter(owner=user).prefetch_related(Prefetch("measures", measures, to_attr="chosen"))
    found = list(plans.order_by("-updated_at")[:SHOWN])
    today = timezone.localdate()
    for plan in found:
        days = [measure.check_on for measure in plan.chosen if measure.check_on]
        plan.next_check = min(days, default=None)  # type: ignore[attr-defined]
        plan.due = sum(day <= today for day in days)  # type: ignore[attr-defined]
    return found


def latest_plan(user, case: Case | None) -> Plan | None:
    """The plan into which a card's measure goes: the person's latest for the same case, or without one."""
    if not user.is_authenticated:
        return None
    return Plan.objects.filter(owner=user, case=case).order_by("-updated_at").first()


@dataclass(frozen=True)
class Due:
    """A plan with measures whose day has come."""

    plan: Plan
    measures: list[Measure]

    @property
    def since(self) -> date:
        return min(measure.check_on for measure in self.measures if measure.check_on)


def due_plans(user) -> list[Due]:
    """What the person meant to look at again by today, the longest overdue first."""
    today = timezone.localdate()
    found = Measure.objects.filter(plan__owner=user, set_aside=False, check_on__lte=today).select_related("plan", "code")
    by_plan: dict[int, list[Measure]] = {}
    for measure in found.order_by("check_on", "order")[:SHOWN]:
        by_plan.setdefault(measure.plan_id, []).append(measure)
    return [Due(measures[0].plan, measures) for measures in by_plan.values()]


def _follow_ups() -> Prefetch:
    """What came of the measures, each with the name of its document and without what is in it."""
    return Prefetch("follow_ups", FollowUp.objects.select_related("attachment").defer("attachment__content"))


def plan_page(plan: Plan, *, private: bool = True) -> PlanPage:
    """The plan with its cards. Shown to others it tells nothing of the owner's place: their profile stays empty."""
    measures = list(plan.measures.select_related("code__retired_in").prefetch_related(_follow_ups()).order_by("order"))
    uids = list(dict.fromkeys(uid for measure in measures for uid in measure.problems))
    condition = Q(code_kind=CodeKind.PROBLEM, uid__in=uids, state="live")
    known = {code.uid: code for code in Code.objects.filter(condition)}
    problems = [known[uid] for uid in uids if uid in known]
    codes, here = private_profile(plan.profile if private else {}, plan.case)
    advice = advise(problems, here, codes, only={one.code_id for one in measures})
    cards = {card.measure.pk: card for card in advice.cards}
    entries = [
        Entry(one, cards.get(one.code_id), sorted(one.follow_ups.all(), key=lambda made: made.made_at))
        for one in measures
        if not one.set_aside
    ]
    return PlanPage(plan, entries, [one for one in measures if one.set_aside], problems, here, advice)
