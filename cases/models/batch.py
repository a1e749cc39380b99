"""Imports: a file that was read, what each of its rows would do, and what it did."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.enums import BatchState, RecordKind, Staying, Verdict
from cases.models.revision import Revision

SILENCE = dt.timedelta(minutes=2)
"""A worker that has said nothing for so long is gone: it tells of every part, and a part takes seconds."""
WORKING = [BatchState.READING, BatchState.ACCEPTING, BatchState.UNDOING]


class ImportBatch(models.Model):
    """A file that somebody brought. Nothing of it is in the record before it is accepted."""

    ref = models.CharField(max_length=20, unique=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file = models.CharField(max_length=200, help_text="The name of the file, as it was brought.")
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.READ)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    language = models.CharField(max_length=10, blank=True, help_text="In which the worker says what is wrong.")
    reason = models.TextField(blank=True, help_text="What its revisions give as theirs.")
    done = models.PositiveIntegerField(default=0, help_text="Rows that the worker has dealt with.")
    total = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, help_text="When the worker last said how far it is.")
    trouble = models.TextField(blank=True, help_text="Why it cannot be read, or why it stopped.")

    def __str__(self) -> str:
        return f"{self.file} {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:import", args=[self.ref])

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_abandoned(self) -> bool:
        """Whether its worker is gone."""
        return self.is_working and self.heard_at is not None and self.heard_at < timezone.now() - SILENCE


class ImportPart(models.Model):
    """A piece of a long file on its way to the worker; gone when it is read."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_part_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class ImportRow(models.Model):
    """A row of the file, or a document: new, changed by field, the same, or refused with the reasons."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="Its row in the file.")
    turn = models.PositiveIntegerField(
        default=0, help_text="When it is published: after what it names, and with those of its turn."
    )
    kind = models.CharField(max_length=16, choices=RecordKind, default=RecordKind.CASE)
    uid = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict)
    fields = models.JSONField(default=list, help_text="What differs: field, before, after.")
    wrong = models.JSONField(default=list, help_text="Column and what to do, where it is refused.")
    document = models.JSONField(null=True)
    base = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", help_text="The live one when it was read.")
    made = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", help_text="What it published.")
    undone = models.BooleanField(default=False)
    staying = models.CharField(max_length=8, choices=Staying, blank=True, help_text="Why undoing left it as it is.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number} {self.verdict}"
