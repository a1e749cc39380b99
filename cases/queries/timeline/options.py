"""What a reader may ask of a timeline."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_CASES = 6
MOST_ITEMS = 600
"""Events and ties of all cases together; what is over is said and left out."""


class Align(TextChoices):
    """What cases drawn below one another have in common."""

    CALENDAR = "calendar", _("By the calendar")
    START = "start", _("From a starting event")
    PHASE = "phase", _("By the order of phases")


class Kind(TextChoices):
    """What a timeline is made of."""

    EVENT = "event", pgettext_lazy("kind of entry", "event")
    STATE = "state", _("state of a relation")
    TIE = "tie", _("tie")
    OWNERSHIP = "ownership", _("ownership")
    RESULT = "result", _("resulting model")


@dataclass(frozen=True)
class Options:
    """The choices of one page; empty means all."""

    align: str = ""
    """Empty: by the calendar where there are dates, else by phase."""
    strands: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    actor: str = ""
    """The slug of an actor."""
    starts: tuple[str, ...] = ()
    """Starting events, as ``case:guizhou/founded``."""
    policy: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.strands or self.kinds or self.actor)
