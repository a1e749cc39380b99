"""Frozen comparisons: a table as it stood, with everything that it needs to be read again."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter that is taken for a figure, since people copy references by hand."""
REF_LENGTH = 10


def new_ref() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(REF_LENGTH))


class Comparison(models.Model):
    """A comparison as it stood when somebody froze it. It is never computed again; a new state is a new comparison."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, help_text="The address; not to be guessed.")
    title = models.CharField(max_length=200, blank=True, help_text="The person's own; otherwise the columns name it.")
    reason = models.TextField(max_length=2000, blank=True, help_text="Why these, and not others.")
    items = models.JSONField(help_text="What is compared: item, kind, uid and revision number, in order.")
    table = models.JSONField(help_text="Columns, rows, cells, passages, sources and notes, with all words in both languages.")
    data_version = models.PositiveBigIntegerField(help_text="The publish sequence at the time.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comparisons", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["author", "-created_at"], name="comparison_by_author")]

    def __str__(self) -> str:
        return self.ref

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A frozen comparison never changes.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("cases:comparison", args=[self.ref])
