"""Imports: a file that was read, what each of its rows would do, and what it did."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from cases.enums import BatchState, Verdict
from cases.models.revision import Revision


class ImportBatch(models.Model):
    """A file that somebody brought. Nothing of it is in the record before it is accepted."""

    ref = models.CharField(max_length=20, unique=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file = models.CharField(max_length=200, help_text="The name of the file, as it was brought.")
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.READ)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="import_newest")]  # the list of imports

    def __str__(self) -> str:
        return f"{self.file} {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:import", args=[self.ref])


class ImportRow(models.Model):
    """A row of the file, or a document: new, changed by field, the same, or refused with the reasons."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Its row in the file.")
    uid = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict)
    fields = models.JSONField(default=list, help_text="What differs: field, before, after.")
    wrong = models.JSONField(default=list, help_text="Column and what to do, where it is refused.")
    document = models.JSONField(null=True)
    base = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", help_text="The live one when it was read.")
    made = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", help_text="What it published.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number} {self.verdict}"
