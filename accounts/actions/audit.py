"""Write down what happens to accounts."""

from accounts.enums import AuditKind
from accounts.models import AuditEntry, User


def record(*, kind: AuditKind, person: User | None, by: User | None = None, address: str | None = None, **detail) -> AuditEntry:
    """Add an entry to the audit trail. ``detail`` holds names and numbers, never a secret."""
    return AuditEntry.objects.create(kind=kind, person=person, by=by, address=address or None, detail=detail)
