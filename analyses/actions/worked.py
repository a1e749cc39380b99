"""Worked analyses: loaded with the content, computed at once, the same every time."""

from typing import Any

from django.db import transaction

from analyses.actions.run import Working, ask, compute
from analyses.documents.worked import WorkedAnalysis
from analyses.models import Analysis, AnalysisRun
from cases.models import Study


def load_worked(documents: list[dict[str, Any]], workings: dict[str, Working]) -> list[AnalysisRun]:
    """Bring the analyses up to their documents and answer those that have no run yet."""
    runs = []
    for document in documents:
        worked = WorkedAnalysis.model_validate(document)
        with transaction.atomic():
            analysis, _ = Analysis.objects.update_or_create(
                ref=worked.uid,
                defaults={
                    "title_en": worked.title.get("en", ""), "title_zh": worked.title.get("zh", ""),
                    "lede_en": worked.lede.get("en", ""), "lede_zh": worked.lede.get("zh", ""),
                    "design": worked.design.model_dump(mode="json"), "public": True,
                    "study": Study.objects.filter(uid=worked.study).first() if worked.study else None,
                },
            )  # fmt: skip
        waiting: list[int] = []
        run = ask(analysis, by=None, enqueue=waiting.append)
        for pk in waiting:
            compute(pk, workings)
        run.refresh_from_db()
        runs.append(run)
    return runs
