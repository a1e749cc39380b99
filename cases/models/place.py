"""Places and actors: what cases refer to."""

from django.db import models

from cases.enums import ActorType, Level
from cases.models.revision import Head


class Place(Head):
    """An administrative unit. Not a case: many cases may concern one place."""

    name_en = models.CharField(max_length=300, blank=True)
    name_zh = models.CharField(max_length=300, blank=True)
    aliases = models.JSONField(default=list)
    level = models.CharField(max_length=12, choices=Level)
    division_code = models.CharField(max_length=6, blank=True, help_text="GB/T 2260.")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    tile_row = models.PositiveSmallIntegerField(null=True)
    tile_column = models.PositiveSmallIntegerField(null=True)
    tile_letters = models.CharField(max_length=2, blank=True)


class Actor(Head):
    """An organisation, or a generic role as a source prints it."""

    name_en = models.CharField(max_length=300, blank=True)
    name_zh = models.CharField(max_length=300, blank=True)
    aliases = models.JSONField(default=list)
    actor_type = models.CharField(max_length=24, choices=ActorType)
    generic = models.BooleanField()
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="actors")
    founded = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "uid"], name="actor_by_name")]
