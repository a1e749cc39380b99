"""Working on an analysis: begin, decide, copy, share, throw away."""

from typing import Any

from django.db import transaction
from django.db.models import F

from analyses.documents.design import Design, Override, Words
from analyses.models import Analysis
from analyses.permissions import may_edit


class Stale(Exception):
    """The design was saved elsewhere since this page was opened."""


def begin(*, design: Design, title: Words, by: Any, study: Any = None) -> Analysis:
    """A new analysis of somebody's own, seen by nobody else until it is shared."""
    names = {"title_en": title.get("en", ""), "title_zh": title.get("zh", "")}
    return Analysis.objects.create(design=design.model_dump(mode="json"), author=by, study=study, **names)


@transaction.atomic
def decide(analysis: Analysis, design: Design, *, by: Any, edit_count: int | None = None, title: Words | None = None) -> Analysis:
    """Store the design. Refused when another tab has saved since ``edit_count``."""
    if not may_edit(by, analysis):
        raise PermissionError("only its author changes an analysis")
    mine = Analysis.objects.filter(pk=analysis.pk)
    if edit_count is not None:
        mine = mine.filter(edit_count=edit_count)
    changes: dict[str, Any] = {"design": design.model_dump(mode="json"), "edit_count": F("edit_count") + 1}
    if title is not None:
        changes |= {"title_en": title.get("en", ""), "title_zh": title.get("zh", "")}
    if not mine.update(**changes):
        raise Stale
    analysis.refresh_from_db()
    return analysis


def override_row(analysis: Analysis, override: Override | None, *, side: str, row: int, by: Any) -> Analysis:
    """Set a row of the truth table against the cut-offs, or take that back."""
    design = Design.model_validate(analysis.design)
    others = [one for one in design.overrides if (one.side, one.row) != (side, row)]
    return decide(analysis, design.model_copy(update={"overrides": [*others, *([override] if override else [])]}), by=by)


def copy(analysis: Analysis, *, by: Any) -> Analysis:
    """The same design as one's own, to be changed freely."""
    return Analysis.objects.create(
        design=analysis.design, title_en=analysis.title_en, title_zh=analysis.title_zh, study=analysis.study, author=by
    )


def share(analysis: Analysis, *, public: bool, by: Any) -> None:
    """Let everybody read an analysis and its runs, or nobody else."""
    if not may_edit(by, analysis):
        raise PermissionError("only its author shares an analysis")
    Analysis.objects.filter(pk=analysis.pk).update(public=public)


def lay_beside(analysis: Analysis, study: Any, *, by: Any) -> None:
    """Set an analysis beside what a study printed, or beside none; neither becomes evidence for the other."""
    if not may_edit(by, analysis):
        raise PermissionError("only its author lays an analysis beside a study")
    Analysis.objects.filter(pk=analysis.pk).update(study=study)


def discard(analysis: Analysis, *, by: Any) -> None:
    """Throw an analysis away with its runs."""
    if not may_edit(by, analysis):
        raise PermissionError("only its author throws an analysis away")
    analysis.delete()
