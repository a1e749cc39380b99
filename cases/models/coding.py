"""Claims and their evidence: what codes say of cases and of one another."""

from django.db import models
from django.db.models import Q

from cases.enums import Basis, Blank, Confidence, LinkKind, Strength
from cases.models.case import Case
from cases.models.codebook import Code, CodebookVersion
from cases.models.place import Actor
from cases.models.study import Study


class Claim(models.Model):
    """What a reader sees, with how it is known."""

    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    basis = models.CharField(max_length=12, choices=Basis, blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    strength = models.CharField(max_length=12, choices=Strength, blank=True)
    codebook = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="+", db_index=False)
    coder = models.CharField(max_length=300)
    reasoning_en = models.TextField(blank=True)
    reasoning_zh = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref


class Coding(Claim):
    """A claim about a case: the code holds, or has a value or level, or is blank for a reason."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="codings", db_index=False)  # coding_ref begins with it
    code = models.ForeignKey(Code, models.PROTECT, related_name="codings")
    phase = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=60, blank=True)
    slot = models.CharField(max_length=270, help_text="The question that rival codings answer: code:phase:period.")
    accepted = models.BooleanField()
    value = models.FloatField(null=True)
    level = models.CharField(max_length=80, blank=True)
    blank = models.CharField(max_length=16, choices=Blank, blank=True)
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "ref"], name="coding_ref"),
            models.UniqueConstraint(fields=["case", "slot"], condition=Q(accepted=True), name="coding_one_accepted"),
            models.CheckConstraint(
                condition=(Q(value__isnull=False, level="", blank="") | Q(value__isnull=True, blank="") & ~Q(level=""))
                | Q(value__isnull=True, level="") & ~Q(blank=""),
                name="coding_value_level_or_blank",
            ),
        ]


class Link(Claim):
    """What one code says of another, in general (it then belongs to its first code) or within a case."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="links", db_index=False)
    owner = models.ForeignKey(Code, models.CASCADE, null=True, related_name="general_links", db_index=False)
    link_kind = models.CharField(max_length=16, choices=LinkKind)
    from_code = models.ForeignKey(Code, models.PROTECT, related_name="links_from")
    to_code = models.ForeignKey(Code, models.PROTECT, related_name="links_to")
    study = models.ForeignKey(Study, models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    degree = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=80, blank=True, help_text="Of a condition that is needed.")
    cerqual = models.JSONField(default=dict, help_text="GRADE-CERQual assessment; empty while nobody has assessed it.")
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "ref"], name="link_case_ref"),
            models.UniqueConstraint(fields=["owner", "ref"], name="link_owner_ref"),
            models.CheckConstraint(
                condition=Q(case__isnull=True, owner__isnull=False) | Q(case__isnull=False, owner__isnull=True),
                name="link_of_a_case_or_a_code",
            ),
        ]
