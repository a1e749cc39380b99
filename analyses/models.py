"""Analyses and their runs."""

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from analyses.enums import FINISHED, RunKind, RunState

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter that is taken for a figure, since people copy references by hand."""
REF_LENGTH = 10
SILENCE = dt.timedelta(minutes=10)
"""After which a worker that says nothing counts as gone: killed, or its machine switched off."""


def new_ref() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(REF_LENGTH))


class AnalysisQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What is public, and a person's own."""
        own = Q(author=person.pk) if person.is_authenticated else Q()
        return self.filter(Q(public=True) | own)

    def of(self, person):
        return self.filter(author=person)

    def private_to(self, person):
        """What nobody else may read; it goes when the person leaves."""
        return self.filter(author=person, public=False)


class Analysis(models.Model):
    """A question to a set of cases, with every decision on the way to an answer. Runs keep what was asked and found."""

    ref = models.CharField(max_length=80, unique=True, default=new_ref, help_text="The address.")
    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    lede_en = models.TextField(blank=True)
    lede_zh = models.TextField(blank=True)
    design = models.JSONField(help_text="The design document.")
    edit_count = models.PositiveIntegerField(default=0, help_text="Saves of the design; a second tab is told by it.")
    study = models.ForeignKey(
        "cases.Study", models.SET_NULL, null=True, related_name="analyses", help_text="Published results to stand beside."
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="analyses", db_index=False)
    public = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "analyses"
        constraints = [
            models.CheckConstraint(condition=Q(public=True) | Q(author__isnull=False), name="analysis_private_has_author"),
        ]
        indexes = [models.Index(fields=["author", "-updated_at"], name="analysis_by_author")]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("analyses:design", args=[self.ref])


class RunQuerySet(models.QuerySet):
    def visible_to(self, person):
        own = Q(analysis__author=person.pk) if person.is_authenticated else Q()
        return self.filter(Q(analysis__public=True) | own)

    def light(self):
        """Without what was computed, which is long."""
        return self.defer("results", "inputs", "design")

    def open(self):
        return self.exclude(state__in=FINISHED)

    def abandoned(self):
        """Those whose worker is gone."""
        return self.filter(state=RunState.RUNNING, heard_at__lt=timezone.now() - SILENCE)


class AnalysisRun(models.Model):
    """One computation: its inputs, and once it is finished its results. Neither changes after that."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="runs", db_index=False)
    kind = models.CharField(max_length=12, choices=RunKind)
    base = models.ForeignKey("self", models.CASCADE, null=True, related_name="tests", help_text="The run that is tested.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of inputs, options and engine: the same question, once.")
    inputs = models.JSONField()
    options = models.JSONField(default=dict, help_text="Of a robustness test: what is varied, and how far.")
    design = models.JSONField(help_text="The design document that the inputs were taken by.")
    results = models.JSONField(null=True)
    trouble = models.JSONField(null=True, help_text="Why there is no result.")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    stage = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    engine = models.CharField(max_length=20)
    codebook = models.CharField(max_length=120)
    data_version = models.PositiveBigIntegerField(help_text="The publish sequence at the time.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="runs")
    created_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(null=True, help_text="When the worker last said how far it is.")
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "digest"],
                condition=Q(state__in=[RunState.QUEUED, RunState.RUNNING, RunState.DONE]),
                name="run_same_question_once",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.DONE, results__isnull=False, finished_at__isnull=False)
                | (~Q(state=RunState.DONE) & Q(results__isnull=True)),
                name="run_results_when_done",
            ),
            models.CheckConstraint(
                condition=Q(kind=RunKind.ROBUSTNESS, base__isnull=False) | Q(kind=RunKind.SOLUTION, base__isnull=True),
                name="run_test_has_base",
            ),
        ]
        indexes = [models.Index(fields=["analysis", "kind", "-created_at"], name="run_of_analysis")]

    def __str__(self) -> str:
        return self.ref

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A run changes only by its actions, and not at all once it is finished.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("analyses:run", args=[self.ref])

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_abandoned(self) -> bool:
        return self.state == RunState.RUNNING and self.heard_at is not None and timezone.now() - self.heard_at > SILENCE
