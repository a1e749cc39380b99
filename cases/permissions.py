"""Who may read and change which revision. A draft belongs to its author; nobody decides on their own work."""

from accounts.permissions import Permission, has_permission
from cases.enums import RevisionState

EDITABLE = frozenset({RevisionState.DRAFT, RevisionState.RETURNED})
"""States in which the author goes on writing."""
WAITING = frozenset({RevisionState.SUBMITTED, RevisionState.IN_REVIEW})
"""States in which a reviewer has the word."""


def may_write_drafts(user) -> bool:
    return has_permission(user, Permission.SUBMIT)


def owns(user, revision) -> bool:
    """Whether the revision is this person's own. Content files have no author and belong to nobody."""
    return revision.author_id is not None and revision.author_id == getattr(user, "pk", None)


def may_edit(user, revision) -> bool:
    return owns(user, revision) and revision.state in EDITABLE and may_write_drafts(user)


def may_read_draft(user, revision) -> bool:
    """The author always; others once it is submitted, if their role lets them."""
    return owns(user, revision) or (revision.state in WAITING and has_permission(user, Permission.READ_DRAFT))


def may_review(user, revision) -> bool:
    return revision.state in WAITING and not owns(user, revision) and has_permission(user, Permission.REVIEW)


def may_publish(user, revision) -> bool:
    return may_review(user, revision) and has_permission(user, Permission.PUBLISH)


def may_comment(user, revision) -> bool:
    """Who reviews it, and its author once it was sent: they talk about the same page."""
    return may_review(user, revision) or (owns(user, revision) and revision.state in WAITING | EDITABLE)


def may_adopt(user, comment, revision) -> bool:
    """Whether the person may take a suggested wording over: the draft's author, or a reviewer who did not suggest it."""
    return comment.author_id != user.pk and may_comment(user, revision)


def is_vouched_for(user) -> bool:
    """Whether a role says that somebody knows the person. Others prove themselves by a first contribution."""
    return has_permission(user, Permission.CODE) or has_permission(user, Permission.REVIEW)


def may_read_version(user, revision) -> bool:
    """Whether the person may read a published version: everybody, unless it was withheld."""
    return not revision.withheld or may_keep_up(user)


def may_read(user, revision) -> bool:
    """Whether the person may read the revision in the state in which it is."""
    return may_read_version(user, revision) if revision.state == RevisionState.PUBLISHED else may_read_draft(user, revision)


def may_restore(user) -> bool:
    """Whether the person may bring an earlier version back without a second reader: it was read by one before."""
    return has_permission(user, Permission.RETIRE)


def may_keep_up(user) -> bool:
    """Whether the person looks after the record as a whole: reports of readers, duplicates, what is taken out of circulation."""
    return has_permission(user, Permission.RETIRE)
