"""Double coding: a case coded by several people who do not see one another's codings, and how they are settled."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.revision import Revision

LAYER = "codings"
"""The kind of a revision that holds one coder's codings of a case and nothing else. It is no record: it is never published."""


class DoubleCoding(models.Model):
    """A case given to two or more coders. Who decides where they differ, and why, stays readable beside their first codings."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="double_codings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decisions = models.JSONField(default=list, help_text="For each slot decided: choice, reason, note to the codebook, by whom.")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="double_coding_settled_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"


class Assignment(models.Model):
    """One coder's part in a double coding: a document of codings that nobody else reads before the whole is settled."""

    double_coding = models.ForeignKey(DoubleCoding, models.CASCADE, related_name="assignments", db_index=False)
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    revision = models.OneToOneField(Revision, models.PROTECT, related_name="assignment")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["double_coding", "coder"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.double_coding_id} {self.coder_id}"
