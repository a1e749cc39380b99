"""What live records ask for, so that lists of work need not read every document."""

from django.db import models


class Waiting(models.Model):
    """How much of one kind of upkeep (documents/waiting.py) a live record asks for; no row where that is nothing."""

    work = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    uid = models.CharField(max_length=120)
    number = models.PositiveIntegerField(help_text="Texts or values.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "kind", "uid"], name="waiting_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}: {self.number} {self.work}"
