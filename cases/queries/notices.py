"""A person's notices: what became of their drafts, and who said something about them."""

from cases.models import Notice

MOST = 50


def notices_of(person) -> list[Notice]:
    """The latest notices, what was not read before the rest."""
    found = Notice.objects.filter(person=person).select_related("revision", "by")
    return sorted(found[:MOST], key=lambda notice: notice.read_at is not None)
