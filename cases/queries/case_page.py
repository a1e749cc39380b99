"""Everything on the page of a case, from its document and a fixed number of look-ups."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cases.documents.schema import CaseDocument
from cases.enums import Basis, CodeKind, LinkKind, Strand, silence
from cases.models import BenchmarkUse, Case, Code, Excerpt, Link, Place, StudyMember
from cases.queries.labels import Labels, Passages, Shown, show
from cases.queries.pairs import similar_cases
from cases.queries.pairs.similar import Similar
from cases.queries.timeline import TimelinePage, case_timeline
from cases.queries.tracing import Traced, traced

DIMENSIONS = ("dimension:technology", "dimension:organisation", "dimension:environment")

PLACED = {
    CodeKind.CONDITION, CodeKind.CONSTRAINT, CodeKind.TENSION, CodeKind.STRATEGY, CodeKind.MODEL, CodeKind.STRUCTURE,
    CodeKind.MECHANISM, CodeKind.PROBLEM, CodeKind.COUNTERMEASURE, CodeKind.AREA, CodeKind.ACHIEVEMENT,
}  # fmt: skip
"""Kinds of code that have their own section on the page."""


@dataclass
class CasePage:
    """The parts of the page, each ready to be printed."""

    document: CaseDocument
    place: Place | None
    parent: Place | None
    dimensions: list[tuple[Code, list[tuple[Code, list[Shown]]]]]
    by_kind: dict[str, list[tuple[Code, list[Shown]]]]
    blanks: dict[str, list[tuple[str, list[Code], Shown]]]
    constraints: list[tuple[Code, list[tuple[Code, list[Shown]]]]]
    pairs: list[tuple[Shown, list[tuple[Shown, Shown | None]]]]
    """Each problem with what may answer it: the link, and the claim by which the measure itself is part of the case."""
    unpaired: list[Shown]
    links: list[Shown]
    phases: list[dict[str, Any]]
    lanes: list[dict[str, Any]]
    events: list[Shown]
    findings: list[tuple[Shown, list[Code]]]
    """What sources report that is not an event, with the codes it bears on."""
    relation_states: list[Shown]
    involvements: list[Shown]
    benchmarks: list[Shown]
    inbound: list[BenchmarkUse]
    hypotheses: list[Traced]
    memberships: list[StudyMember]
    theories: list[Code]
    methods: list[Any]
    mixed: dict[str, Code]
    neighbours: list[Case]
    similar: list[Similar]
    passages: Passages
    labels: Labels

    @property
    def all_inferred(self) -> bool:
        """Whether the lines between problems and measures are all ours."""
        answers = [answer for _, answers in self.pairs for answer, _ in answers]
        return bool(answers) and all(answer.item.basis in (Basis.INFERRED, Basis.JUDGEMENT) for answer in answers)

    @property
    def achievements(self) -> list[dict[str, Any]]:
        rows = self.by_kind[CodeKind.ACHIEVEMENT]
        return [{"code": code, "claims": claims, "problem": self.mixed.get(code.uid)} for code, claims in rows]

    @property
    def others(self) -> list[tuple[str, Code, list[Shown]]]:
        """Codes of kinds that have no section of their own."""
        return [(str(kind.label), code, claims) for kind in CodeKind if kind not in PLACED for code, claims in self.by_kind[kind]]

    @property
    def other_blanks(self) -> list[tuple[str, str, list[Code], Shown]]:
        return [(str(kind.label), *row) for kind in CodeKind if kind not in PLACED for row in self.blanks[kind]]

    @property
    def silence(self) -> str:
        """Why nothing stands where the case holds no claim."""
        return silence(self.document.origin)

    @property
    def level(self) -> str:
        if self.document.pseudonym:
            return self.document.pseudonym.level
        return self.place.level if self.place else ""

    @cached_property
    def timeline(self) -> TimelinePage | None:
        """The process drawn to scale, where anything has a date."""
        return case_timeline(self.document, self.labels)

    @property
    def dated(self) -> bool:
        return any(phase.starts or phase.ends for phase in self.document.phases)

    @property
    def compare_with(self) -> str:
        """The items of the comparison that suggests itself: this case and those its study reports beside it."""
        others = [f"case:{case.slug}" for case in self.neighbours[:1]]
        return ",".join([f"case:{self.document.address}", *others])


def case_page(document: CaseDocument, case: Case | None = None, *, excerpts: Mapping[str, Excerpt] | None = None) -> CasePage:
    """The page of a document: live, a draft in preview, or as it stood. ``case`` is its head, when it has one.

    ``excerpts`` are the passages that a draft brings along.
    """
    general = list(_general_links())
    conditions = {link.from_code.uid: link.to_code.uid for link in general if link.link_kind == LinkKind.BELONGS}
    members = list(_members(case)) if case else []
    memberships = [member for member in members if case and member.case_id == case.pk]
    theories = [uid for member in memberships for uid in member.study.theories]
    labels = Labels([document], codes=[*conditions, *DIMENSIONS, *theories], excerpts=excerpts)
    passages = Passages(labels)
    shown = {name: [show(item, labels, passages) for item in getattr(document, name)] for name in _LISTS}
    titles = {phase.ref: phase.title for phase in document.phases}
    for tie in shown["relation_states"]:
        tie.phase_title = titles.get(tie.item.phase)
    every_kind = _by_kind(shown["codings"])
    by_kind = {kind: [row for row in rows if not row[1][0].item.blank] for kind, rows in every_kind.items()}
    place = labels.places.get(document.place or "")
    pairs, unpaired = _pairs(by_kind, shown["links"])
    return CasePage(
        document=document,
        place=place,
        parent=place.parent if place else None,
        dimensions=_dimensions(every_kind[CodeKind.CONDITION], conditions, labels),
        by_kind=by_kind,
        blanks={kind: _blanks(rows) for kind, rows in every_kind.items()},
        constraints=_constraints(by_kind[CodeKind.CONSTRAINT]),
        pairs=pairs,
        unpaired=unpaired,
        links=[link for link in shown["links"] if link.item.link_kind != LinkKind.ANSWERED_BY],
        phases=_phases(document, shown),
        lanes=_lanes(document, shown),
        events=shown["events"],
        findings=[(one, labels.ordered(uid for uid in one.item.about if uid in labels.codes)) for one in shown["findings"]],
        relation_states=shown["relation_states"],
        involvements=shown["involvements"],
        benchmarks=shown["benchmarks"],
        inbound=list(_inbound(case)) if case else [],
        hypotheses=traced(document.hypotheses, shown["process_tests"], lambda test: test.item.hypothesis),
        memberships=memberships,
        theories=labels.ordered(dict.fromkeys(uid for uid in theories if uid in labels.codes)),
        methods=[method for member in memberships for method in member.study.revision.document["methods"]],
        mixed=_mixed(by_kind, general),
        neighbours=[member.case for member in members if member not in memberships and member.case],
        similar=similar_cases(case) if case else [],
        passages=passages,
        labels=labels,
    )


# The order in which a reader meets the claims, which numbers the passages.
_LISTS = ("relation_states", "events", "findings", "codings", "links", "involvements", "benchmarks", "process_tests")


def _general_links():
    """Which condition belongs to which dimension, and which achievement is contradicted by which problem."""
    links = Link.objects.filter(link_kind__in=[LinkKind.BELONGS, LinkKind.MIXED_WITH], case=None)
    return links.select_related("from_code", "to_code").order_by("from_code__order")


def _members(case: Case):
    """The case as a member of its studies, and the cases that those studies put beside it."""
    studies = StudyMember.objects.filter(case=case).values("study")
    members = StudyMember.objects.filter(study__in=studies, case__state="live")
    return members.select_related("study__source", "study__revision", "case").order_by("study__number", "order")


def _inbound(case: Case):
    return BenchmarkUse.objects.filter(benchmark=case, case__state="live").select_related("case", "code")


def _by_kind(codings: list[Shown]) -> dict[str, list[tuple[Code, list[Shown]]]]:
    """Codings by kind of code and by code: the accepted one first, rivals after it."""
    groups: dict[str, dict[str, list[Shown]]] = defaultdict(lambda: defaultdict(list))
    for coding in sorted(codings, key=lambda one: not one.item.accepted):
        if coding.code:
            groups[coding.code.code_kind][coding.code.uid].append(coding)
    ordered = {}
    for kind in CodeKind:
        rows = [(claims[0].code, claims) for claims in groups[kind].values() if claims[0].code]
        ordered[kind.value] = sorted(rows, key=lambda row: (row[0].order, row[0].uid))
    return ordered


def _blanks(rows: list[tuple[Code, list[Shown]]]) -> list[tuple[str, list[Code], Shown]]:
    """Codes of a kind that were asked about and are blank, by reason, with one of the claims for its reasoning."""
    groups: dict[str, list[tuple[Code, Shown]]] = defaultdict(list)
    for code, claims in rows:
        if claims[0].item.blank:
            groups[claims[0].item.blank].append((code, claims[0]))
    return [(reason, [code for code, _ in some], some[0][1]) for reason, some in groups.items()]


def _constraints(rows: list[tuple[Code, list[Shown]]]) -> list[tuple[Code, list[tuple[Code, list[Shown]]]]]:
    """Constraints below the broader one that they are part of."""
    groups: dict[str, tuple[Code, list[tuple[Code, list[Shown]]]]] = {}
    for code, claims in rows:
        head = code.broader or code
        groups.setdefault(head.uid, (head, []))[1].append((code, claims))
    return list(groups.values())


def _dimensions(codings, conditions: dict[str, str], labels: Labels):
    """The TOE profile: every condition of the codebook, coded in this case or not."""
    coded = {code.uid: claims for code, claims in codings}
    profile = []
    for dimension in DIMENSIONS:
        rows = [(labels.codes[uid], coded.get(uid, [])) for uid, belongs in conditions.items() if belongs == dimension]
        if dimension in labels.codes and rows:
            profile.append((labels.codes[dimension], rows))
    return profile


def _pairs(by_kind, links: list[Shown]) -> tuple[list[tuple[Shown, list[tuple[Shown, Shown | None]]]], list[Shown]]:
    """Each problem of the case with the links to what may answer it, and the measures no link reaches."""
    answers = [link for link in links if link.item.link_kind == LinkKind.ANSWERED_BY]
    kinds = (CodeKind.COUNTERMEASURE, CodeKind.AREA)
    measures = {claims[0].item.code: claims[0] for kind in kinds for _, claims in by_kind[kind]}
    pairs = []
    for code, claims in by_kind[CodeKind.PROBLEM]:
        reached = [(link, measures.get(link.item.to_code)) for link in answers if link.item.from_code == code.uid]
        pairs.append((claims[0], reached))
    linked = {link.item.to_code for link in answers}
    return pairs, [measure for uid, measure in measures.items() if uid not in linked]


def _phases(document: CaseDocument, shown: dict[str, list[Shown]]) -> list[dict[str, Any]]:
    """Phases in their order, each with what holds in it."""
    rows = []
    for phase in document.phases:
        inside = {
            name: [one for one in shown[name] if one.item.phase == phase.ref] for name in ("relation_states", "events", "codings")
        }
        rows.append({"phase": phase, **inside})
    return rows


def _lanes(document: CaseDocument, shown: dict[str, list[Shown]]) -> list[dict[str, Any]]:
    """The process by strand: for each phase the states and events of the strand."""
    if not document.phases:
        return []
    lanes = []
    for strand in Strand:
        cells = []
        for phase in document.phases:
            states = shown["relation_states"] if strand == Strand.INTERACTION else []
            cells.append(
                {
                    "phase": phase,
                    "states": [one for one in states if one.item.phase == phase.ref],
                    "events": [one for one in shown["events"] if one.item.phase == phase.ref and one.item.strand == strand],
                    "results": [
                        one
                        for one in shown["codings"]
                        if strand == Strand.GOVERNANCE
                        and one.item.phase == phase.ref
                        and one.code
                        and one.code.code_kind == CodeKind.MODEL
                    ],
                }
            )
        lanes.append(
            {"strand": strand, "cells": cells, "empty": not any(c["states"] or c["events"] or c["results"] for c in cells)}
        )
    return lanes


def _mixed(by_kind, links: list[Link]) -> dict[str, Code]:
    """Achievements that a problem of the same case contradicts in part, with that problem."""
    achievements = {code.uid for code, _ in by_kind[CodeKind.ACHIEVEMENT]}
    problems = {code.uid for code, _ in by_kind[CodeKind.PROBLEM]}
    return {
        link.from_code.uid: link.to_code
        for link in links
        if link.link_kind == LinkKind.MIXED_WITH and link.from_code.uid in achievements and link.to_code.uid in problems
    }
