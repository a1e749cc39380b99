"""Advice: cards for problems and a place, and the gap view. A place is told in the address; nothing of it is kept."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from advice.queries.cards import Advice, Card, advise
from advice.queries.fit import Line
from advice.queries.gaps import gap_page
from advice.queries.question import MOST, read_question
from advice.queries.sure import Sure
from api import advice_shapes as made
from api.openapi import READ, describe
from api.queries import read_query, uid_field
from api.shapes import Names
from api.views import ApiView
from cases.enums import Level
from cases.models import Case, Finding
from cases.queries.footing import TARGET_OF, Footing
from cases.validators import CODE, SLUG


class CardsQuery(serializers.Serializer):
    """Problems and a place: a case of the record, or a level and the levels of conditions."""

    problem = serializers.RegexField(
        rf"^problem:[a-z0-9-]+(,problem:[a-z0-9-]+){{0,{MOST - 1}}}$",
        max_length=500,
        required=False,
        help_text="Up to four problems, with commas between them. Without any, those of the case.",
    )
    case = uid_field(help_text="The asker: a case of the record.")
    level = serializers.ChoiceField(Level.choices, required=False, help_text="The asker: administrative level.")
    conditions = serializers.RegexField(
        rf"^{CODE[1:-1]}={SLUG[1:-1]}(,{CODE[1:-1]}={SLUG[1:-1]})*$",
        max_length=1_000,
        required=False,
        help_text="The asker: levels of conditions, such as condition:fiscal-resources=weak, with commas between them.",
    )


class Cards(ApiView):
    @describe(
        "advice_cards",
        "What may answer some problems: how sure, and apart from it how it fits the asker's place, with its cautions.",
        {200: made.AdviceCards},
        *READ,
        tag="advice",
        parameters=(CardsQuery,),
    )
    def get(self, request: Request) -> Response:
        said = read_query(request, CardsQuery)
        profile = dict(pair.split("=", 1) for pair in said.get("conditions", "").split(",") if pair)
        if said.get("level"):
            profile["level"] = said["level"]
        problems = [uid for uid in said.get("problem", "").split(",") if uid]
        case = said.get("case", "")
        slug = Case.objects.live().filter(uid=case).values_list("slug", flat=True).first() if case else None
        question = read_question(problems, slug or case, profile)
        advice = advise(question.problems, question.here, question.codes)
        answer = made.AdviceCards(
            problems=[problem.uid for problem in question.problems],
            left_out=[str(reason) for reason in question.left_out],
            unanswered=[problem.uid for problem in advice.unanswered],
            order="how sure, number of lines that are the same, name",
            general_caution=[_claim(link, link.to_code.uid, advice.passages) for link in advice.general],
            cards=[_card(card, advice) for card in advice.cards],
        )
        return Response(answer.model_dump(mode="json"))


class Gaps(ApiView):
    @describe(
        "advice_gaps",
        "Problems against countermeasures: number and strength of the links, and why the other cells are empty.",
        {200: made.AdviceGaps},
        *READ,
        tag="advice",
    )
    def get(self, request: Request) -> Response:
        read_query(request, serializers.Serializer)
        page = gap_page()
        cells = [
            made.GapCell(
                problem=row.problem.uid,
                measure=code.uid,
                links=tie.number if tie else 0,
                stated=tie.stated if tie else 0,
                strength=tie.strength if tie else None,
                assessed=tie.assessed if tie else False,
                blank=None if tie else str(blank),
            )
            for row in page.rows
            for code, tie, blank in row.cells
        ]
        serving = [
            made.Flow(measure=tie.start.uid, system=tie.end.uid, links=tie.number, stated=tie.stated) for tie in page.serving
        ]
        answer = made.AdviceGaps(filled=page.filled, cells=cells, systems=serving)
        return Response(answer.model_dump(mode="json"))


def _card(card: Card, advice: Advice) -> made.AdviceCard:
    passages = advice.passages
    return made.AdviceCard(
        measure=card.measure.uid,
        names=Names(en=card.measure.name_en or None, zh=card.measure.name_zh or None),
        answers=[
            made.AdviceAnswer(
                problem=answer.problem.uid,
                links=[_claim(link, link.case.uid if link.case else None, passages) for link in answer.links],
                sure=_sure(answer.sure),
            )
            for answer in card.answers
        ],
        done=[doing.case.uid for doing in card.done],
        proposed=[doing.case.uid for doing in card.proposed],
        needs=[_line(line) for line in card.needs],
        fits=[
            made.AdviceFit(
                case=fit.there.case.uid if fit.there.case else None,
                same=fit.same,
                differs=fit.differs,
                unknown=fit.unknown,
                lines=[_line(line) for line in fit.lines],
            )
            for fit in card.fits
        ],
        risks=[_claim(link, link.to_code.uid, passages) for link in card.risks],
        results=[_finding(one, passages) for one in card.results],
        costs=[_finding(one, passages) for one in card.costs],
        failures=[_finding(one, passages) for one in card.failures],
        no_failure_reported=not card.warned,
    )


def _sure(sure: Sure) -> made.AdviceSure:
    parts = {part.name: part.concern or None for part in sure.parts}
    return made.AdviceSure(overall=sure.overall or None, evidenced=sure.evidenced, assessor=sure.assessor or None, **parts)


def _line(line: Line) -> made.AdviceLine:
    return made.AdviceLine(condition=line.key, here=line.here.key or None, there=line.there.key or None, fit=line.fit.value)


def _claim(claim: Any, about: str | None, passages: Footing) -> made.AdviceClaim:
    uses = passages.uses.get((TARGET_OF[type(claim)], claim.pk), [])
    return made.AdviceClaim(
        about=about,
        basis=claim.basis,
        confidence=claim.confidence,
        strength=claim.strength,
        evidence=[f"{excerpt.source.uid}#{excerpt.ref}" for excerpt, _stance in uses],
    )


def _finding(finding: Finding, passages: Footing) -> made.AdviceFinding:
    return made.AdviceFinding(
        case=finding.case.uid,
        text=Names(en=finding.text_en or None, zh=finding.text_zh or None),
        claim=_claim(finding, None, passages),
    )
