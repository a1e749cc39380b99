"""Studies: publications that report cases, and what they printed as results."""

from django.db import models

from cases.enums import MemberRole
from cases.models.case import Case
from cases.models.codebook import Code
from cases.models.place import Place
from cases.models.revision import Head
from cases.models.source import Source


class Study(Head):
    """A publication that reports cases. Not a case, and not the source it is read in."""

    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="studies")
    number = models.PositiveIntegerField()
    design_en = models.CharField(max_length=300, blank=True)
    design_zh = models.CharField(max_length=300, blank=True)
    outcome = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    theories = models.JSONField(default=list)


class StudyMember(models.Model):
    """A case or a place that the study reports on, in a role."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="members", db_index=False)
    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="memberships")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="memberships")
    role = models.CharField(max_length=12, choices=MemberRole)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "ref"], name="study_member_ref"),
            models.CheckConstraint(
                condition=models.Q(case__isnull=True, place__isnull=False) | models.Q(case__isnull=False, place__isnull=True),
                name="study_member_case_or_place",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
