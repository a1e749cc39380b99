"""Process tracing: hypotheses about a case, and the tests they are put to."""

from django.db import models

from cases.enums import TestResult, TestType
from cases.models.case import Case
from cases.models.coding import Claim


class Hypothesis(models.Model):
    """An explanation of something in a case; rivals name the one that they compete with."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="hypotheses", db_index=False)
    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)
    rival_of = models.CharField(max_length=80, blank=True)
    coder = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "hypotheses"
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="hypothesis_ref")]

    def __str__(self) -> str:
        return self.ref


class ProcessTest(Claim):
    """What a hypothesis leads one to expect, and whether it was observed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="process_tests", db_index=False)
    hypothesis = models.ForeignKey(Hypothesis, models.CASCADE, related_name="tests")
    test_type = models.CharField(max_length=20, choices=TestType)
    expected_en = models.TextField(blank=True)
    expected_zh = models.TextField(blank=True)
    result = models.CharField(max_length=12, choices=TestResult)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="process_test_ref")]
