"""Tables of values with their source and edition."""

from django.db import models
from django.urls import reverse

from cases.enums import Basis, Blank, Confidence
from cases.models.case import Case
from cases.models.codebook import Code
from cases.models.place import Place
from cases.models.revision import Head
from cases.models.source import Source


class DataSet(Head):
    """A table with its source, edition and hash. Two editions of an index are two data sets."""

    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="datasets")
    edition = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    basis = models.CharField(max_length=12, choices=Basis)
    confidence = models.CharField(max_length=8, choices=Confidence)


class Variable(models.Model):
    """A column, the code that it measures, and how its values are known: the data set's word where it has none of its own."""

    dataset = models.ForeignKey(DataSet, models.CASCADE, related_name="variables", db_index=False)
    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    name_en = models.CharField(max_length=300, blank=True)
    name_zh = models.CharField(max_length=300, blank=True)
    printed = models.CharField(max_length=300)
    code = models.ForeignKey(Code, models.PROTECT, null=True, related_name="variables")
    unit_en = models.CharField(max_length=300, blank=True)
    unit_zh = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    direction = models.CharField(max_length=16)
    source = models.ForeignKey(Source, models.PROTECT, related_name="variables")
    edition = models.CharField(max_length=300)
    locator = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=12, choices=Basis)
    confidence = models.CharField(max_length=8, choices=Confidence)
    decimals = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "ref"], name="variable_ref")]

    def __str__(self) -> str:
        return self.ref


class DataUnit(models.Model):
    """A row, which may be a known place or case."""

    dataset = models.ForeignKey(DataSet, models.CASCADE, related_name="units", db_index=False)
    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    label_en = models.CharField(max_length=300, blank=True)
    label_zh = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="data_units")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="data_units")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dataset", "ref"], name="data_unit_ref")]

    def __str__(self) -> str:
        return self.ref


class Observation(models.Model):
    """A value, or the reason why there is none."""

    dataset = models.ForeignKey(DataSet, models.CASCADE, related_name="observations", db_index=False)
    ref = models.CharField(max_length=170, help_text="unit and variable")
    order = models.PositiveIntegerField()
    unit = models.ForeignKey(DataUnit, models.CASCADE, related_name="observations", db_index=False)
    variable = models.ForeignKey(Variable, models.CASCADE, related_name="observations")
    value = models.FloatField(null=True)
    blank = models.CharField(max_length=16, choices=Blank, blank=True)
    flag_en = models.TextField(blank=True)
    flag_zh = models.TextField(blank=True)
    locator = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "ref"], name="observation_ref"),
            models.UniqueConstraint(fields=["unit", "variable"], name="observation_once"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, blank="") | (models.Q(value__isnull=True) & ~models.Q(blank="")),
                name="observation_value_or_blank",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """Where its source, year, locator and remark are read; asks for data set, unit and variable."""
        return reverse("cases:dataset-value", args=[self.dataset.slug, self.unit.ref, self.variable.ref])
