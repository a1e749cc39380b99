"""The page of a study, from its document and a fixed number of look-ups, and the list of studies."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from cases.documents.schema import StudyDocument
from cases.enums import MemberRole, ResultKind
from cases.models import Code, DataSet, Link, Place, Study, Variable
from cases.queries.labels import Labels, Passages, Shown, show


@dataclass
class ResultRow:
    """A result as printed, with what it names."""

    shown: Shown
    condition_list: list[Code]
    unit_list: list[Place]

    def __getattr__(self, name: str) -> Any:
        if name == "shown":  # not yet set: while copying
            raise AttributeError(name)
        return getattr(self.shown, name)


@dataclass
class StudyPage:
    """The parts of the page, each ready to be printed."""

    document: StudyDocument
    theories: list[Code]
    outcome: Code | None
    cases: list[tuple[Any, Any]]
    places: list[Place]
    results: list[tuple[Any, list[tuple[str, list[ResultRow]]]]]
    links: list[Link]
    link_count: int
    """In all; so many are not listed."""
    variables: list[Variable]
    datasets: list[DataSet]
    passages: Passages

    @property
    def compare_items(self) -> str:
        """Its cases side by side: the focal one first, at most four; nothing to compare when there is one."""
        slugs = [f"case:{case.slug}" for _member, case in self.cases][:4]
        return ",".join(slugs) if len(slugs) > 1 else ""


def study_page(study: Study) -> StudyPage:
    document = StudyDocument.model_validate(study.revision.document)
    labels = Labels([document])
    passages = Passages(labels)
    rows = [_result(item, labels, passages) for item in document.results]
    links = Link.objects.filter(study=study).select_related("from_code", "to_code")
    found = list(links.order_by("link_kind", "from_code__order", "order", "pk")[:LINKS_SHOWN])
    return StudyPage(
        document=document,
        theories=[labels.codes[uid] for uid in document.theories if uid in labels.codes],
        outcome=labels.codes.get(document.outcome or ""),
        cases=[(member, labels.cases[member.case]) for member in document.members if member.case in labels.cases],
        places=[labels.places[member.place] for member in document.members if member.place in labels.places],
        results=_grouped(rows),
        links=found,
        link_count=len(found) if len(found) < LINKS_SHOWN else links.count(),
        variables=_variables(labels.codes.get(document.outcome or "")),
        datasets=list(DataSet.objects.filter(source=study.source_id, state="live").order_by("sort_key")),
        passages=passages,
    )


LINKS_SHOWN = 200
"""Links that hold by a study and are listed on its page."""


def _result(item: Any, labels: Labels, passages: Passages) -> ResultRow:
    conditions = [labels.codes[uid] for uid in item.conditions if uid in labels.codes]
    return ResultRow(show(item, labels, passages), conditions, [labels.places[uid] for uid in item.units if uid in labels.places])


def _grouped(rows: list[ResultRow]) -> list[tuple[Any, list[tuple[str, list[ResultRow]]]]]:
    """By kind of result, and configurations by the side of the outcome that they are for."""
    groups = []
    for kind in ResultKind:
        own = [row for row in rows if row.item.result_kind == kind]
        directions = dict.fromkeys(row.item.direction or "" for row in own) if kind == ResultKind.CONFIGURATION else {}
        parts = [(direction, [row for row in own if (row.item.direction or "") == direction]) for direction in directions]
        if own:
            groups.append((kind, parts or [("", own)]))
    return groups


def _variables(outcome: Code | None) -> list[Variable]:
    if outcome is None:
        return []
    found = Variable.objects.filter(code=outcome, dataset__state="live", observations__value__isnull=False)
    return list(found.distinct().select_related("dataset").order_by("dataset__sort_key", "order"))


def study_list() -> list[Study]:
    """In their order, each with the number of its cases and data rows."""
    rows = Count("members", filter=Q(members__role=MemberRole.DATA_ROW))
    cases = Count("members", filter=Q(members__case__isnull=False, members__case__state="live"))
    studies = Study.objects.filter(state="live").select_related("source", "outcome")
    return list(studies.annotate(data_rows=rows, case_count=cases).order_by("number", "pk"))
