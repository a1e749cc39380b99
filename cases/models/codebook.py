"""The codebook: versions and codes."""

from django.db import models

from cases.enums import PATH_OF, CodebookState, CodeKind, ScaleKind
from cases.models.revision import Head, address


class CodebookVersion(Head):
    """A version of the codebook. Released is frozen."""

    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    codebook_state = models.CharField(max_length=8, choices=CodebookState)
    released = models.CharField(max_length=60, blank=True)


class CodeQuerySet(models.QuerySet):
    def of_kind(self, kind: str):
        return self.filter(code_kind=kind)

    def in_order(self):
        return self.order_by("code_kind", "order", "uid")


class Code(Head):
    """An entry of the codebook: present or absent in a case, or scaled."""

    slug = models.CharField(max_length=120, help_text="Unique among codes of its kind.")
    code_kind = models.CharField(max_length=16, choices=CodeKind)
    name_en = models.CharField(max_length=300, blank=True)
    name_zh = models.CharField(max_length=300, blank=True)
    aliases = models.JSONField(default=list)
    short_en = models.TextField(blank=True)
    short_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True, help_text="HTML, rendered when published.")
    body_zh = models.TextField(blank=True)
    scale = models.CharField(max_length=12, choices=ScaleKind)
    levels = models.JSONField(default=list)
    unit_en = models.CharField(max_length=300, blank=True)
    unit_zh = models.CharField(max_length=300, blank=True)
    broader = models.ForeignKey("self", models.PROTECT, null=True, related_name="narrower")
    since = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="introduced")
    retired_in = models.ForeignKey(CodebookVersion, models.PROTECT, null=True, related_name="retired")
    order = models.PositiveIntegerField()

    objects = CodeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code_kind", "slug"], name="code_slug")]

    def get_absolute_url(self) -> str:
        return address("cases:code", PATH_OF[CodeKind(self.code_kind)], self.slug)
