"""What people say to each other about a draft: comments on its fields, and notices of what became of it."""

from django.conf import settings
from django.db import models

from cases.enums import NoticeKind
from cases.models.revision import Revision


class Comment(models.Model):
    """Words about one field of a draft. An answer stands under the comment that it answers.

    ``path`` is the field's address, ``ref/field``. ``suggestion`` is another wording for it (``language``, ``text``),
    which somebody else than its author may take over; it changes nothing by itself.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="comments", db_index=False)
    path = models.CharField(max_length=200)
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies", db_index=False)
    text = models.TextField(blank=True)
    suggestion = models.JSONField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    adopted = models.BooleanField(default=False, help_text="Whether the suggested wording was taken over.")

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["revision", "created_at"], name="comment_of_revision")]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.path}"


class Notice(models.Model):
    """Something that a person should know: what became of a draft, or who said something about it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=16, choices=NoticeKind)
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="notices")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "-created_at"], name="notice_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "revision", "by"], condition=models.Q(read_at=None), name="notice_unread_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
