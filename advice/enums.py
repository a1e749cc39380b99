"""The fixed words of advice."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Fit(models.TextChoices):
    """How a condition here stands to the same condition where a measure was taken."""

    SAME = "same", pgettext_lazy("fit of a condition", "same")
    DIFFERS = "differs", pgettext_lazy("fit of a condition", "differs")
    UNKNOWN = "unknown", pgettext_lazy("fit of a condition", "unknown")


COMPONENTS = {
    "methodological_limitations": _("Methods"),
    "coherence": _("Coherence"),
    "adequacy": _("Adequacy"),
    "relevance": _("Relevance"),
}
"""The four components of GRADE-CERQual, as cards name them."""


class Outcome(models.TextChoices):
    """What became of a measure of a plan."""

    DONE = "done", pgettext_lazy("outcome of a measure", "done")
    PARTLY = "partly", pgettext_lazy("outcome of a measure", "partly done")
    DROPPED = "dropped", pgettext_lazy("outcome of a measure", "dropped")


class Sharing(models.TextChoices):
    """How an experience is offered to the record."""

    ANONYMISED = "anonymised", _("anonymised: the level is told, the place is not")
    NAMED = "named", _("as a case of the place, by its name")
