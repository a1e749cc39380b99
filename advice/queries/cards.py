"""Cards: for each problem what may answer it, how sure that is and, apart from it, how it fits here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from advice.queries import sure
from advice.queries.fit import Comparison, Need, compare
from advice.queries.profile import Profile, Value, conditions, profiles_of
from cases.enums import Aspect, LinkKind, Strength
from cases.models import Case, Code, Coding, Finding, Link
from cases.queries.footing import Footing

GENERAL = "problem:mechanical-copying"
"""What goes wrong when any measure is copied as it stands: the caution of every card that has none of its own."""


@dataclass
class Answer:
    """A problem that the measure may answer: the claims that say so, in general first, and how sure that is."""

    problem: Code
    links: list[Link]
    sure: sure.Sure


@dataclass
class Doing:
    """A case with the measure: the claims that it was taken or proposed, and what is reported of it there."""

    case: Case
    codings: list[Coding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Card:
    """One measure for the problems asked about."""

    measure: Code
    answers: list[Answer]
    needs: list[Need] = field(default_factory=list)
    risks: list[Link] = field(default_factory=list)
    systems: list[Link] = field(default_factory=list)
    done: list[Doing] = field(default_factory=list)
    proposed: list[Doing] = field(default_factory=list)
    elsewhere: list[Finding] = field(default_factory=list)
    """Findings about the measure in cases that do not have it as their own."""
    fits: list[Comparison] = field(default_factory=list)
    """One for each place where it was done, the one with most lines the same first."""

    @property
    def same(self) -> int:
        return self.fits[0].same if self.fits else 0

    @property
    def rank(self) -> int:
        return min(answer.sure.rank for answer in self.answers)

    @property
    def findings(self) -> list[Finding]:
        return [*(one for doing in (*self.done, *self.proposed) for one in doing.findings), *self.elsewhere]

    def _reporting(self, aspect: Aspect) -> list[Finding]:
        return [one for one in self.findings if one.aspect == aspect]

    @property
    def context(self) -> list[Finding]:
        """What is reported of the measure where it is nobody's own, and neither a result, a cost nor a failure."""
        return [one for one in self.elsewhere if not one.aspect]

    @property
    def costs(self) -> list[Finding]:
        return self._reporting(Aspect.COST)

    @property
    def results(self) -> list[Finding]:
        return self._reporting(Aspect.RESULT)

    @property
    def failures(self) -> list[Finding]:
        return self._reporting(Aspect.FAILURE)

    @property
    def warned(self) -> bool:
        """Whether anything that rests on a passage is known to have gone wrong with this measure."""
        return any(getattr(claim, "numbers", None) for claim in (*self.risks, *self.failures))

    @property
    def inferred(self) -> bool:
        """Whether nobody but us joins it to the problems."""
        return all(link.basis not in ("stated", "calculated") for answer in self.answers for link in answer.links)


@dataclass
class Advice:
    """Everything on a page of cards."""

    problems: list[Code]
    here: Profile
    cards: list[Card]
    unanswered: list[Code]
    general: list[Link]
    conditions: list[Code]
    systems: list[Link]
    """What systems of governance should be like."""
    passages: Footing

    @property
    def assessed(self) -> int:
        return sum(card.rank < sure.NOT_ASSESSED for card in self.cards)

    @property
    def unlike(self) -> bool:
        """Whether the place is known, was set beside others, and is the same as none of them in any line."""
        fits = [fit for card in self.cards for fit in card.fits]
        known = bool(self.here.level) or self.here.known
        return known and bool(fits) and not any(fit.same for fit in fits)

    @property
    def undone(self) -> int:
        """Cards of which nobody is reported to have done it."""
        return sum(not card.done for card in self.cards)

    @property
    def untold(self) -> int:
        """Cards of which no result is reported anywhere."""
        return sum(not (card.results or card.failures) for card in self.cards)


def advise(
    problems: Sequence[Code], here: Profile, codes: Sequence[Code] | None = None, *, only: Collection[int] | None = None
) -> Advice:
    """Cards for the problems, in the order: how sure, then the number of lines that are the same, then the name.

    ``only`` narrows them to some measures, told in brief: a plan numbers no passages but those that it shows.
    """
    scales = list(codes) if codes is not None else conditions()
    answers = [link for link in _answers(problems) if only is None or link.to_code_id in only]
    measures = {link.to_code_id: link.to_code for link in answers}
    about = _about(measures)
    doings, elsewhere = _doings(measures, here)
    profiles = profiles_of([doing.case for some in doings.values() for doing in some], scales) if doings else {}
    cards = []
    by_measure: dict[int, list[Link]] = defaultdict(list)
    for link in answers:
        by_measure[link.to_code_id].append(link)
    passages = Footing([*answers, *about, *_claims(doings, elsewhere), *_values(profiles.values()), *_values([here])])
    for key, links in by_measure.items():
        card = Card(measures[key], _by_problem(problems, links, passages))
        own = [link for link in about if link.from_code_id == key]
        card.needs = [_need(link, here) for link in own if link.link_kind == LinkKind.NEEDS]
        card.risks = [link for link in own if link.link_kind == LinkKind.MAY_CAUSE]
        card.systems = [link for link in own if link.link_kind == LinkKind.SERVES]
        card.done, card.proposed = _apart(doings.get(key, []))
        card.elsewhere = elsewhere.get(key, [])
        card.fits = _fits(card, here, profiles, scales)
        cards.append(card)
    cards.sort(key=lambda card: (card.rank, -card.same, card.measure.sort_key, card.measure.uid))
    general = [link for link in about if link.from_code.uid == GENERAL and link.link_kind == LinkKind.MAY_CAUSE]
    advice = Advice(
        problems=list(problems),
        here=here,
        cards=cards,
        unanswered=[problem for problem in problems if not any(link.from_code_id == problem.pk for link in answers)],
        general=general,
        conditions=scales,
        systems=[link for link in about if link.link_kind == LinkKind.HAS_QUALITY],
        passages=passages,
    )
    (_number if only is None else _number_brief)(advice)
    return advice


def _answers(problems: Sequence[Code]) -> list[Link]:
    """What ties the problems to measures that are still in the codebook: general links first."""
    live = Q(case__isnull=True) | Q(case__state="live")
    found = Link.objects.filter(live, link_kind=LinkKind.ANSWERED_BY, from_code__in=problems, to_code__retired_in=None)
    found = found.filter(to_code__state="live").select_related("from_code", "to_code__revision", "case", "study")
    return sorted(found.order_by("case__sort_key", "order", "pk"), key=lambda link: link.case_id is not None)


def _about(measures: Iterable[int]) -> list[Link]:
    """What the measures need, may cause and serve; the general caution; the qualities of systems."""
    own = Q(from_code__in=measures, link_kind__in=[LinkKind.NEEDS, LinkKind.MAY_CAUSE, LinkKind.SERVES])
    general = Q(from_code__uid=GENERAL, link_kind=LinkKind.MAY_CAUSE) | Q(link_kind=LinkKind.HAS_QUALITY)
    live = Q(case__isnull=True) | Q(case__state="live")
    found = Link.objects.filter(own | general, live).select_related("from_code", "to_code", "case")
    return _once(sorted(found.order_by("from_code__order", "order", "pk"), key=lambda link: link.case_id is not None))


def _once(links: Iterable[Link]) -> list[Link]:
    """One claim for each pair of codes: the general one, or else the first within a case."""
    kept: dict[tuple[str, int, int], Link] = {}
    for link in links:
        kept.setdefault((link.link_kind, link.from_code_id, link.to_code_id), link)
    return list(kept.values())


def _doings(measures: Iterable[int], here: Profile) -> tuple[dict[int, list[Doing]], dict[int, list[Finding]]]:
    """Cases that have the measures, and what findings say of them; the asker's own place does not advise itself."""
    keys = list(measures)
    found = Coding.objects.filter(code__in=keys, value__gt=0, accepted=True, case__state="live")
    by_case: dict[int, dict[int, Doing]] = defaultdict(dict)
    for coding in found.select_related("case__place__parent__parent").order_by("case__sort_key", "order"):
        doing = by_case[coding.code_id].setdefault(coding.case_id, Doing(coding.case))
        doing.codings.append(coding)
        coding.words = _words(coding)  # type: ignore[attr-defined]  # for the template
    findings = Finding.objects.filter(about__in=keys, case__state="live").annotate(measure=F("about")).select_related("case")
    elsewhere: dict[int, list[Finding]] = defaultdict(list)
    for one in findings.order_by("case__sort_key", "order"):
        one.words = _words(one)  # type: ignore[attr-defined]
        own_case = by_case[one.measure].get(one.case_id)
        (own_case.findings if own_case else elsewhere[one.measure]).append(one)
    return {key: [one for one in some.values() if not here.is_of(one.case)] for key, some in by_case.items()}, elsewhere


def _words(claim: Any) -> dict[str, str]:
    return {"en": claim.text_en, "zh": claim.text_zh}


def _apart(doings: Iterable[Doing]) -> tuple[list[Doing], list[Doing]]:
    """Those that did it, and those for which it was only proposed."""
    done: list[Doing] = []
    proposed: list[Doing] = []
    for doing in doings:
        (proposed if all(coding.strength == Strength.PROPOSED for coding in doing.codings) else done).append(doing)
    return done, proposed


def _by_problem(problems: Sequence[Code], links: list[Link], passages: Footing) -> list[Answer]:
    answers = []
    for problem in problems:
        own = [link for link in links if link.from_code_id == problem.pk]
        if own:
            evidenced = any(passages.uses.get(("link", link.pk)) for link in own)
            assessed = next((link for link in own if link.cerqual), own[0])
            answers.append(Answer(problem, own, sure.read(assessed, evidenced=evidenced)))
    return answers


def _need(link: Link, here: Profile) -> Need:
    """What the measure needs: the level here beside the level that is needed."""
    code = link.to_code
    step = next((step["label"] for step in code.levels if step["key"] == link.level), "")
    there = Value(link.level, step, link, "not-reported")
    return Need(code.uid, {"en": code.name_en, "zh": code.name_zh}, code, here.value(code.uid), there)


def _fits(card: Card, here: Profile, profiles: dict[int, Profile], scales: Sequence[Code]) -> list[Comparison]:
    fits = [compare(here, profiles[doing.case.pk], scales) for doing in card.done]
    return sorted(fits, key=lambda one: (-one.same, one.there.case.sort_key if one.there.case else ""))


def _claims(doings: dict[int, list[Doing]], elsewhere: dict[int, list[Finding]]) -> Iterable[Any]:
    for some in doings.values():
        for doing in some:
            yield from doing.codings
            yield from doing.findings
    for findings in elsewhere.values():
        yield from findings


def _values(profiles: Iterable[Profile]) -> Iterable[Coding]:
    for profile in profiles:
        yield from (value.claim for value in profile.values.values() if value.claim)
        yield from (context.claim for some in profile.context.values() for context in some)


def _number_brief(advice: Advice) -> None:
    for card in advice.cards:
        for answer in card.answers:
            advice.passages.number(answer.links)
        advice.passages.number(card.failures)
        advice.passages.number(card.risks)


def _number(advice: Advice) -> None:
    """Passages in the order in which a reader meets the claims."""
    number = advice.passages.number
    for card in advice.cards:
        for answer in card.answers:
            number(answer.links)
        for doing in (*card.done, *card.proposed):
            number(doing.codings)
            number(doing.findings)
        number(line.there.claim for line in card.needs if line.there.claim)
        for fit in card.fits:
            number(side.claim for line in fit.lines for side in (line.here, line.there) if side.claim)
            number(one.claim for line in fit.lines for one in (*line.above_here, *line.above_there))
        number(line.here.claim for line in card.needs if line.here.claim)
        number(card.risks)
        number(card.elsewhere)
        number(card.systems)
    if any(not card.warned for card in advice.cards):
        number(advice.general)
