"""Plans: what somebody means to do, and what came of it. They belong to their owner and are no part of the record."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from advice.enums import Outcome
from cases.models import Case, Code, Revision

KEY_BYTES = 24


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


class PlanQuerySet(models.QuerySet):
    def private_to(self, person):
        """All of a person's plans: a link to one is withdrawn when its owner leaves."""
        return self.filter(owner=person)


class Plan(models.Model):
    """Countermeasures that somebody has chosen for their place. Private, but for a secret link that can be withdrawn."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plans", db_index=False)
    title = models.CharField(max_length=200)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="+", help_text="The case that it started from.", db_index=False
    )
    profile = models.JSONField(default=dict, help_text="The owner's answers about their place. Never published, never shared.")
    share_key = models.CharField(max_length=64, blank=True, help_text="Of the secret link; empty when not shared.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share_key"], condition=~models.Q(share_key=""), name="plan_share_key_once")
        ]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="plan_by_owner")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("advice:plan", args=[self.pk])


class Measure(models.Model):
    """A countermeasure of a plan, with how it is adapted, who answers for it and when it is looked at again."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures", db_index=False)
    code = models.ForeignKey(Code, models.PROTECT, related_name="+", db_index=False)
    problems = models.JSONField(default=list, help_text="Identities of the problems that it is to answer.")
    order = models.PositiveIntegerField()
    adaptation = models.TextField(max_length=4000, blank=True)
    responsible = models.CharField(max_length=200, blank=True, help_text="A role, and no name of a person.")
    check_on = models.DateField(null=True)
    set_aside = models.BooleanField(default=False, help_text="Taken out of the plan; it can be taken back.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="measure_once_in_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.code_id}"


class FollowUp(models.Model):
    """What came of a measure at one time, in the owner's words; kept private unless it is offered to the record."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="follow_ups")
    outcome = models.CharField(max_length=8, choices=Outcome)
    happened = models.TextField(max_length=4000)
    document_title = models.CharField(max_length=300, blank=True)
    document_url = models.URLField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    offered = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", help_text="The draft by which it was offered to the record."
    )

    def __str__(self) -> str:
        return f"{self.measure_id} {self.outcome}"


class Attachment(models.Model):
    """A file that somebody keeps with a follow-up. It stays with its owner: no offer carries it, no page shows it to others.

    It is small and private, so it lies in the database: it goes with the plan when that is deleted, and into its backups.
    """

    follow_up = models.OneToOneField(FollowUp, models.CASCADE, related_name="attachment")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.follow_up_id} {self.name}"
