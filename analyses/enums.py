"""The words of an analysis that are stored, and their names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Units(TextChoices):
    """Where the cases of an analysis come from."""

    DATASET = "dataset", _("A data set")
    CASES = "cases", _("Cases of the record")
    UPLOAD = "upload", _("An uploaded table")


class Method(TextChoices):
    """How raw values become set memberships."""

    NONE = "none", _("already memberships")
    CRISP = "crisp", _("crisp: a threshold")
    MULTIVALUE = "multi-value", _("multi-value: several thresholds")
    DIRECT = "direct", _("direct: three anchors, logistic")
    INDIRECT = "indirect", _("indirect: grouped, then fitted")
    LINEAR = "linear", _("linear: three anchors, straight")
    BELL = "bell", _("bell: six anchors")


class Proposal(TextChoices):
    """From where anchors were proposed. A proposal applies only with a written reason."""

    PERCENTILES = "percentiles", _("10th, 50th and 90th percentile")
    GAPS = "gaps", _("largest gaps between the values")
    SCALE = "scale", _("quarter, middle and three quarters of the range")


class Side(TextChoices):
    """The outcome and its negation are two analyses of one set of cases."""

    PRESENCE = "presence", _("the outcome")
    ABSENCE = "absence", _("the absence of the outcome")


class Kind(TextChoices):
    """The three solutions, by what they assume about rows without cases."""

    INTERMEDIATE = "intermediate", _("intermediate")
    PARSIMONIOUS = "parsimonious", _("parsimonious")
    CONSERVATIVE = "conservative", _("conservative")


class RunKind(TextChoices):
    SOLUTION = "solution", _("Solutions")
    ROBUSTNESS = "robustness", _("Robustness")


class RunState(TextChoices):
    QUEUED = "queued", pgettext_lazy("a computation", "waiting")
    RUNNING = "running", pgettext_lazy("a computation", "running")
    DONE = "done", pgettext_lazy("a computation", "finished")
    FAILED = "failed", pgettext_lazy("a computation", "ended without a result")
    CANCELLED = "cancelled", pgettext_lazy("a computation", "cancelled")


FINISHED = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)


class CaseKind(TextChoices):
    """Where a case lies in the plot of a set against the outcome."""

    TYPICAL = "typical", _("typical: in both")
    TYPICAL_INCONSISTENT = "typical_inconsistent", _("in both, but more in the set than in the outcome")
    DEVIANT_CONSISTENCY = "deviant_consistency", _("deviant in consistency: in the set, not in the outcome")
    DEVIANT_COVERAGE = "deviant_coverage", _("deviant in coverage: in the outcome, not in the set")
    IRRELEVANT = "irrelevant", _("in neither")
    AMBIGUOUS = "ambiguous", _("at exactly .5 in one of the two")
