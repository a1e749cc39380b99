"""What a person keeps an eye on."""

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """A choice of cases that a person keeps under a name, and how far they have seen it. Nobody else does."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", db_index=False)
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=4_000, blank=True, help_text="Facets and words, as the address of the list has them.")
    seen = models.PositiveBigIntegerField(help_text="The publication up to which the person has looked.")
    seen_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name")]

    def __str__(self) -> str:
        return self.name
