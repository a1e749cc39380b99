"""Reports of readers: keep one, and settle it with what was done."""

from django.db import transaction
from django.utils import timezone

from cases.actions.draft import NotAllowed
from cases.enums import ReportConcern
from cases.models import Report
from cases.permissions import may_keep_up


def report(*, concern: ReportConcern, page: str, text: str, shown_by: str = "", reply_to: str = "") -> Report:
    """Hold what a reader says for the editors."""
    return Report.objects.create(concern=concern, page=page, text=text, shown_by=shown_by, reply_to=reply_to)


def settle(*, report: Report, answer: str, by) -> bool:
    """Close the report with what came of it; the reader's address goes. False when somebody else was faster."""
    if not may_keep_up(by):
        raise NotAllowed
    with transaction.atomic():
        waiting = Report.objects.open().filter(pk=report.pk)
        return bool(waiting.update(answer=answer, settled_at=timezone.now(), settled_by=by, reply_to=""))
