"""Who may do what: the Permission enum, the roles that grant each, and the one predicate.

Rules that need the record itself (nobody reviews their own revision, a draft belongs to its author)
stand in ``cases.permissions`` and ask here first.
"""

from enum import StrEnum

from accounts.enums import Role, TokenScope


class Permission(StrEnum):
    """One thing that a person may be allowed to do."""

    SUBMIT = "submit"
    """Write drafts of one's own and submit them."""
    CODE = "code"
    """Code cases and sources that were assigned."""
    SEE_CODER_TEXTS = "see-coder-texts"
    """Read source texts that are open to coders only."""
    READ_DRAFT = "read-draft"
    """Read drafts of others once they are submitted."""
    REVIEW = "review"
    """Comment on, return or accept a submitted draft of somebody else."""
    PUBLISH = "publish"
    """Make a draft of somebody else the live version."""
    ASSIGN_CODING = "assign-coding"
    EDIT_CODEBOOK = "edit-codebook"
    RETIRE = "retire"
    """Take a record out of circulation, or bring it back."""
    IMPORT = "import"
    """Import many records at once."""
    USE_ADMIN = "use-admin"
    """Look at the tables in the administration pages."""
    SEE_AUDIT = "see-audit"
    MANAGE_PEOPLE = "manage-people"
    """Give and take roles, open and close accounts."""


P = Permission
CONTRIBUTING = {P.SUBMIT}
REVIEWING = CONTRIBUTING | {P.READ_DRAFT, P.REVIEW, P.PUBLISH, P.SEE_CODER_TEXTS}
EDITING = REVIEWING | {P.CODE, P.ASSIGN_CODING, P.EDIT_CODEBOOK, P.RETIRE, P.IMPORT}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset(),
    Role.CONTRIBUTOR: frozenset(CONTRIBUTING),
    Role.CODER: frozenset(CONTRIBUTING | {P.CODE, P.SEE_CODER_TEXTS}),
    Role.REVIEWER: frozenset(REVIEWING),
    Role.EDITOR: frozenset(EDITING),
    Role.TEACHER: frozenset(CONTRIBUTING),
    Role.ADMIN: frozenset(Permission),
}
"""The whole matrix; docs/security.md shows the same table and a test compares the two."""

SCOPE_LIMITS: dict[TokenScope, frozenset[Permission]] = {
    TokenScope.READ: frozenset(),
    TokenScope.DRAFT: frozenset({P.SUBMIT, P.CODE}),
}
"""What is left of a person's permissions when a token acts for them. A token never publishes."""


def permissions_of(roles, *, superuser: bool = False) -> frozenset[Permission]:
    """Everything that these roles grant together. Groups that are no role of ours grant nothing."""
    if superuser:
        return frozenset(Permission)
    return frozenset().union(*(GRANTS[Role(role)] for role in roles if role in Role.values))


def has_permission(user, permission: Permission) -> bool:
    """Whether the person may do this. Asks the database once for each user object, then remembers."""
    return permission in getattr(user, "granted", ())
