"""Codings to be looked at again, because a version of the codebook retired their code."""

from django.db import models

from cases.models.case import Case
from cases.models.codebook import Code, CodebookVersion


class RecodeQuerySet(models.QuerySet):
    def in_order(self):
        return self.select_related("case", "code", "version").order_by("-version__pk", "code__order", "case__sort_key", "coding")


class Recode(models.Model):
    """One coding of a retired code, and the codes that took its place. The coding stays as it is until somebody recodes it
    by editing its case; whether that has happened is seen from the coding and never stored."""

    version = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="recodes", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="recodes")
    coding = models.CharField(max_length=80, help_text="Its reference in the case.")
    code = models.ForeignKey(Code, models.PROTECT, related_name="recodes", help_text="The retired one.")
    successors = models.JSONField(
        default=list, help_text="Codes to choose from; one is a mapping, none means that nothing took its place."
    )

    objects = RecodeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "case", "coding"], name="recode_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.coding}"
