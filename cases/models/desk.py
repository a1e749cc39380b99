"""The coding desk: texts of sources, for coders only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class SourceText(models.Model):
    """The words of a source's version, known by their hash and frozen. For coders only: no published page, export or API
    answer reads this table."""

    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    name = models.CharField(max_length=200, blank=True, help_text="Of the file that it came in.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="source_text_has_words")]

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The text of a version is frozen: a corrected text is another version.")
        super().save(*args, **kwargs)
