"""Which state of the record a page shows."""

from uuid import UUID

from cases.models import PublishSequence


def data_version() -> int:
    """The publish sequence: what citations name. Read before the rows: what is committed after it is read again next time."""
    return PublishSequence.objects.values_list("value", flat=True).first() or 0


def stamp() -> UUID | None:
    """Another one with every publication, also after a backup was put back: under it, a result may be kept."""
    return PublishSequence.objects.values_list("stamp", flat=True).first()
