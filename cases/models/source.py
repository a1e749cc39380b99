"""Publications and the passages that claims rest on."""

from django.db import models

from cases.enums import Access, Completeness, ExcerptKind
from cases.models.revision import Head


class Source(Head):
    """A publication or other document, with CSL's names for its parts."""

    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    source_type = models.CharField(max_length=24)
    authors = models.JSONField(default=list)
    issued = models.CharField(max_length=60, blank=True)
    container_en = models.CharField(max_length=300, blank=True)
    container_zh = models.CharField(max_length=300, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2)
    completeness = models.CharField(max_length=12, choices=Completeness)
    access = models.CharField(max_length=8, choices=Access)
    cites = models.ManyToManyField("self", symmetrical=False, related_name="cited_by", help_text="In its reference list.")

    class Meta:
        indexes = [models.Index(fields=["sort_key", "uid"], name="source_by_name")]


class SourceVersion(models.Model):
    """A frozen state of a source's text, known by its hash."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="versions", db_index=False)
    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    label_en = models.CharField(max_length=300, blank=True)
    label_zh = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    read_on = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="source_version_ref")]

    def __str__(self) -> str:
        return self.ref


class Excerpt(models.Model):
    """A passage: a quotation of at most a sentence, a paraphrase, or a table cell."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="excerpts", db_index=False)
    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    version = models.ForeignKey(SourceVersion, models.PROTECT, related_name="excerpts")
    excerpt_kind = models.CharField(max_length=12, choices=ExcerptKind)
    language = models.CharField(max_length=2)
    text = models.TextField()
    locator_en = models.CharField(max_length=300, blank=True)
    locator_zh = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="excerpt_ref")]

    def __str__(self) -> str:
        return self.ref
