"""History: every state of every record's document, and the order in which they were published."""

from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.enums import RecordKind, RevisionState

OPEN = [RevisionState.DRAFT, RevisionState.SUBMITTED, RevisionState.IN_REVIEW, RevisionState.RETURNED]


UNSIGNED = "Anonymous contributor"
UNNAMED = _("an author who stays unnamed")

TITLES = ("label", "title", "name")
"""Fields that name a record, of whatever kind."""


class RevisionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=RevisionState.PUBLISHED)

    def of_records(self):
        """Without the parts of double codings, which are no drafts of a record."""
        return self.filter(kind__in=RecordKind.values)

    def open(self):
        return self.filter(state__in=OPEN)

    def of(self, kind: str, uid: str):
        return self.filter(kind=kind, uid=uid)

    def open_to_readers(self):
        """Without versions that were withheld, because they give somebody away."""
        return self.filter(withheld="")

    def to_review_by(self, user):
        """What waits for a decision, without the person's own work."""
        return self.filter(state__in=[RevisionState.SUBMITTED, RevisionState.IN_REVIEW]).exclude(author=user)


class Revision(models.Model):
    """One state of one record's document. Nothing else says who changed what in a record."""

    kind = models.CharField(max_length=16, choices=RecordKind)
    uid = models.CharField(max_length=120)
    number = models.PositiveIntegerField(null=True, help_text="Given when published.")
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="The revision it started from.")
    state = models.CharField(max_length=16, choices=RevisionState)
    document = models.JSONField()
    edit_count = models.PositiveIntegerField(default=0, help_text="Saves of the draft; a second tab is told by it.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="revisions")
    author_hidden = models.BooleanField(default=False, help_text="Offered without a name: no page tells who wrote it.")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews")
    reason = models.TextField(blank=True, help_text="Why it was made, returned or withdrawn.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True)
    withheld = models.TextField(blank=True, help_text="Why nobody but editors may read it any more.")
    withheld_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    sequence = models.PositiveBigIntegerField(null=True, db_index=True, help_text="Order of publication over all records.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "uid", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["kind", "uid", "author"], condition=models.Q(state__in=OPEN), name="revision_one_open_per_author"
            ),
            models.CheckConstraint(
                condition=models.Q(state=RevisionState.PUBLISHED, number__isnull=False, sequence__isnull=False)
                | (~models.Q(state=RevisionState.PUBLISHED) & models.Q(number__isnull=True, sequence__isnull=True)),
                name="revision_numbered_when_published",
            ),
        ]
        indexes = [models.Index(fields=["state", "updated_at"], name="revision_queue")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid} {self.number or self.state}"

    def name_of(self, person: Any) -> str:
        """What pages call somebody beside this revision: their user name, unless they wrote it without giving it."""
        return str(UNNAMED) if self.author_hidden and person.pk == self.author_id else person.get_username()

    def credit_of(self, person: Any) -> str:
        """How claims that somebody makes in this revision are signed in its document, in whatever language it is read."""
        hidden = self.author_hidden and person.pk == self.author_id
        return UNSIGNED if hidden else person.get_full_name() or person.get_username()

    @property
    def title(self) -> Any:
        """The record's name as this document gives it: a text in two languages, or nothing."""
        return next((self.document[name] for name in TITLES if self.document.get(name)), None)


class PublishSequence(models.Model):
    """The one row that publishing locks, and that readers look at to see whether anything is new."""

    value = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid4, help_text="Another one with every publication: no two states of the record share it.")

    def __str__(self) -> str:
        return str(self.value)


def address(name: str, *arguments: str) -> str:
    """The address of a page in the reader's language; a page names dozens of records, many of them again and again."""
    return _address(get_language(), get_script_prefix(), name, arguments)


@lru_cache(maxsize=20_000)
def _address(language: str | None, prefix: str, name: str, arguments: tuple[str, ...]) -> str:
    return reverse(name, args=arguments)


class Head(models.Model):
    """What lists need to know about a record; its live document has the rest."""

    uid = models.CharField(max_length=120, unique=True)
    slug = models.CharField(max_length=120, unique=True, help_text="The address.")
    state = models.CharField(max_length=8, default="live")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", help_text="The live one.")
    sort_key = models.CharField(max_length=300, help_text="Pinyin or English, for the same order on every database.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.uid

    def get_absolute_url(self) -> str:
        return address(f"cases:{self._meta.model_name}", self.slug)


class FormerSlug(models.Model):
    """An address that a record no longer has, and that redirects to it."""

    kind = models.CharField(max_length=16)
    slug = models.CharField(max_length=120)
    uid = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug", "uid"], name="former_slug_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
