"""Fixed words of the accounts: roles, what a token may do, what is audited."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is here for. A role is a group of the same name; a person may have several."""

    READER = "reader", _("reader")
    CONTRIBUTOR = "contributor", _("contributor")
    CODER = "coder", _("coder")
    REVIEWER = "reviewer", _("reviewer")
    EDITOR = "editor", _("editor")
    TEACHER = "teacher", _("teacher")
    ADMIN = "admin", _("administrator")

    @property
    def description(self):
        """What somebody with this role may do, in a sentence for that person."""
        return ROLE_DESCRIPTIONS[self]


ROLE_DESCRIPTIONS = {
    Role.READER: _("Reads everything that is published, and makes tokens that read it through the API."),
    Role.CONTRIBUTOR: _("Writes drafts of cases and submits them; somebody else publishes them."),
    Role.CODER: _("Codes sources and cases, and reads source texts that are open to coders only."),
    Role.REVIEWER: _("Reads submitted drafts of others and publishes them or returns them with reasons; never their own."),
    Role.EDITOR: _("Reviews, assigns coding, changes the codebook, retires records and imports in bulk."),
    Role.TEACHER: _("Uses cases in class; writes drafts as a contributor does."),
    Role.ADMIN: _("Gives and takes roles, reads the audit trail, and may do everything that an editor may."),
}


class TokenScope(models.TextChoices):
    """What a program may do that holds the token; never more than its owner may."""

    READ = "read", _("read what is published")
    DRAFT = "draft", _("read, and write and submit drafts")


class AuditKind(models.TextChoices):
    SIGNED_UP = "signed-up", _("signed up")
    SIGNED_IN = "signed-in", _("signed in")
    SIGNED_OUT = "signed-out", _("signed out")
    SIGN_IN_FAILED = "sign-in-failed", _("wrong password")
    SIGN_IN_STOPPED = "sign-in-stopped", _("stopped after too many wrong passwords")
    PASSWORD_CHANGED = "password-changed", _("changed the password")
    TOKEN_CREATED = "token-created", _("made a token")
    TOKEN_REVOKED = "token-revoked", _("revoked a token")
    ROLES_CHANGED = "roles-changed", _("roles changed")
    FACTOR_ADDED = "factor-added", _("added an app, a key or codes for signing in")
    FACTOR_REMOVED = "factor-removed", _("removed an app, a key or codes for signing in")
    FACTOR_RESET = "factor-reset", _("made new recovery codes")
    FACTOR_FAILED = "factor-failed", _("wrong code in the second step")
    LEFT = "left", _("closed their own account for good")
    STATUS_CHANGED = "status-changed", _("opened or closed the account")
