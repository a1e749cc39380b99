"""The process of a case: phases, events, who took part, how actors were tied, what was borrowed."""

from django.db import models
from django.db.models import Q

from cases.enums import Aspect, Blank, ResultKind, Stance, Strand, Tie
from cases.models.case import Case
from cases.models.codebook import Code
from cases.models.coding import Claim, Coding, Link
from cases.models.place import Actor, Place
from cases.models.source import Excerpt
from cases.models.study import Study
from cases.models.tracing import ProcessTest


class Phase(models.Model):
    """A stretch of the case's process; phases are ordered."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="phases", db_index=False)
    ref = models.CharField(max_length=80)
    order = models.PositiveIntegerField()
    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    starts = models.CharField(max_length=60, blank=True)
    ends = models.CharField(max_length=60, blank=True)
    dates_blank = models.CharField(max_length=16, choices=Blank, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="phase_ref")]

    def __str__(self) -> str:
        return self.ref


class Event(Claim):
    """Something that happened in a case, dated as exactly as the source dates it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events", db_index=False)
    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    date = models.CharField(max_length=60, blank=True)
    date_min = models.DateField(null=True)
    date_max = models.DateField(null=True)
    date_blank = models.CharField(max_length=16, choices=Blank, blank=True)
    phase = models.CharField(max_length=80, blank=True)
    strand = models.CharField(max_length=12, choices=Strand, blank=True)
    participants = models.ManyToManyField(Actor, related_name="events")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="event_ref")]


class Finding(Claim):
    """What a source reports of a case that is not an event: a figure, a state of affairs, an assessment."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="findings", db_index=False)
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)
    date = models.CharField(max_length=60, blank=True)
    date_min = models.DateField(null=True)
    date_max = models.DateField(null=True)
    date_blank = models.CharField(max_length=16, choices=Blank, blank=True)
    about = models.ManyToManyField(Code, related_name="findings")
    aspect = models.CharField(max_length=8, choices=Aspect, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="finding_ref")]


class Involvement(Claim):
    """An actor's part in a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="involvements", db_index=False)
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="involvements")
    role_en = models.CharField(max_length=300, blank=True)
    role_zh = models.CharField(max_length=300, blank=True)
    phase = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="involvement_ref")]


class RelationState(Claim):
    """The state of a tie between two actors in a phase or between dates, with its trigger."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="relation_states", db_index=False)
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="ties")
    other = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    tie = models.CharField(max_length=16, choices=Tie)
    interaction = models.ForeignKey(Code, models.PROTECT, null=True, related_name="relation_states")
    phase = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=60, blank=True)
    share = models.FloatField(null=True)
    trigger_en = models.CharField(max_length=300, blank=True)
    trigger_zh = models.CharField(max_length=300, blank=True)
    trigger_blank = models.CharField(max_length=16, choices=Blank, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="relation_state_ref")]


class BenchmarkUse(Claim):
    """What a case borrows from a benchmark case, or why that is not known."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="benchmarks", db_index=False)
    benchmark = models.ForeignKey(Case, models.PROTECT, related_name="borrowed_by")
    code = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    blank = models.CharField(max_length=16, choices=Blank, blank=True)
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ref"], name="benchmark_ref")]


class PublishedResult(Claim):
    """A configuration, type, fit or finding as a study printed it; nothing recomputed stands here."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="results", db_index=False)
    result_kind = models.CharField(max_length=16, choices=ResultKind)
    label_en = models.CharField(max_length=300, blank=True)
    label_zh = models.CharField(max_length=300, blank=True)
    outcome = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=8, blank=True)
    code = models.ForeignKey(Code, models.PROTECT, null=True, related_name="results")
    conditions = models.ManyToManyField(Code, related_name="results_with")
    conditions_blank = models.CharField(max_length=16, choices=Blank, blank=True)
    units = models.ManyToManyField(Place, related_name="results")
    units_blank = models.CharField(max_length=16, choices=Blank, blank=True)
    value = models.FloatField(null=True)
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "ref"], name="published_result_ref")]


EVIDENCE_TARGETS = (
    "coding", "link", "event", "finding", "involvement", "relation_state", "benchmark", "result", "process_test",
)  # fmt: skip


def _exactly_one_target() -> Q:
    condition = Q()
    for target in EVIDENCE_TARGETS:
        others = {f"{other}__isnull": True for other in EVIDENCE_TARGETS if other != target}
        condition |= Q(**{f"{target}__isnull": False}, **others)
    return condition


def _once(target: str) -> models.UniqueConstraint:
    """A passage stands once under a claim; by this index evidence is found, and each row is in one of them alone."""
    condition = Q(**{f"{target}__isnull": False})
    return models.UniqueConstraint(fields=[target, "excerpt"], condition=condition, name=f"evidence_{target}_once")


class Evidence(models.Model):
    """A passage that supports, contradicts or qualifies one claim."""

    coding = models.ForeignKey(Coding, models.CASCADE, null=True, related_name="evidence", db_index=False)
    link = models.ForeignKey(Link, models.CASCADE, null=True, related_name="evidence", db_index=False)
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="evidence", db_index=False)
    finding = models.ForeignKey(Finding, models.CASCADE, null=True, related_name="evidence", db_index=False)
    involvement = models.ForeignKey(Involvement, models.CASCADE, null=True, related_name="evidence", db_index=False)
    relation_state = models.ForeignKey(RelationState, models.CASCADE, null=True, related_name="evidence", db_index=False)
    benchmark = models.ForeignKey(BenchmarkUse, models.CASCADE, null=True, related_name="evidence", db_index=False)
    result = models.ForeignKey(PublishedResult, models.CASCADE, null=True, related_name="evidence", db_index=False)
    process_test = models.ForeignKey(ProcessTest, models.CASCADE, null=True, related_name="evidence", db_index=False)
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, related_name="uses")
    stance = models.CharField(max_length=12, choices=Stance)
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=_exactly_one_target(), name="evidence_one_claim"),
            *map(_once, EVIDENCE_TARGETS),
        ]

    def __str__(self) -> str:
        return f"{self.stance} {self.excerpt_id}"
