"""What readers tell the editors about a page, without an account."""

from django.conf import settings
from django.db import models
from django.db.models import Case as SQLCase

from cases.enums import ReportConcern


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def in_order(self):
        """Open ones first; among them what gives somebody away, then the oldest."""
        given_away = SQLCase(models.When(concern=ReportConcern.GIVEN_AWAY, then=0), default=1)
        return self.order_by(models.F("settled_at").desc(nulls_first=True), given_away, "created_at", "pk")


class Report(models.Model):
    """Words about a page, held for editors. It changes nothing by itself, and no page shows it."""

    concern = models.CharField(max_length=12, choices=ReportConcern)
    page = models.CharField(max_length=300, help_text="The address on this site.")
    text = models.TextField()
    shown_by = models.TextField(blank=True, help_text="The source that shows it.")
    reply_to = models.EmailField(blank=True, help_text="Deleted when the report is settled.")
    created_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True, help_text="What was done, or why nothing was.")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["settled_at", "created_at"], name="report_queue")]

    def __str__(self) -> str:
        return f"{self.concern} {self.page}"
