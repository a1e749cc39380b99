"""People, their tokens, and what happened to their accounts."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import AuditKind, Role, TokenScope
from accounts.permissions import Permission, permissions_of

DEMO_DOMAIN = "demo.invalid"


class User(AbstractUser):
    """A person who signs in. Names and roles only; what they contribute stands in revisions."""

    @property
    def is_demo(self) -> bool:
        """Whether this is an account of ``manage.py demo_accounts``, whose password everybody knows."""
        return self.email.endswith(f"@{DEMO_DOMAIN}")

    @cached_property
    def group_names(self) -> set[str]:
        return set(self.groups.values_list("name", flat=True)) if self.pk else set()

    @cached_property
    def roles(self) -> list[Role]:
        """Roles in the order of the enum. Superusers count as administrators."""
        names = set(self.group_names)
        if self.is_superuser:
            names.add(Role.ADMIN)
        return [role for role in Role if role in names]

    @cached_property
    def granted(self) -> frozenset[Permission]:
        """What this person may do. A token that acts for them narrows it (see ``narrow``)."""
        if not self.is_active:
            return frozenset()
        return permissions_of(self.roles, superuser=self.is_superuser)

    @property
    def may_review(self) -> bool:
        """For templates: whether to show the way to the review queue."""
        return Permission.REVIEW in self.granted

    @property
    def may_retire(self) -> bool:
        """For templates: whether to show what takes a record out of circulation."""
        return Permission.RETIRE in self.granted

    @property
    def may_import(self) -> bool:
        """For templates: whether to show the way to importing many cases."""
        return Permission.IMPORT in self.granted

    @property
    def may_code(self) -> bool:
        """Whether the coding desk is for this person."""
        return {Permission.CODE, Permission.SEE_CODER_TEXTS} <= self.granted

    def narrow(self, limit: frozenset[Permission]) -> None:
        """Let this object do no more than ``limit`` from now on; nothing is stored."""
        self.granted = self.granted & limit


class ApiTokenQuerySet(models.QuerySet):
    def usable(self):
        """Tokens that still open the API: not revoked, not expired, owner active."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), owner__is_active=True)


class ApiToken(models.Model):
    """A key by which a program acts for a person. Only its digest is kept: the key is shown once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(_("may"), max_length=8, choices=TokenScope)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires_after_creation"),
            models.CheckConstraint(condition=Q(scope__in=TokenScope.values), name="token_scope_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_usable(self) -> bool:
        """Whether the token still opens the API, as far as the token itself goes."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class AuditEntry(models.Model):
    """Something that happened to an account. Never changed; what people write is kept in revisions instead."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    kind = models.CharField(_("what"), max_length=20, choices=AuditKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="audit_entries", verbose_name=_("account")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"), db_index=False
    )
    address = models.GenericIPAddressField(_("network address"), null=True)
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
