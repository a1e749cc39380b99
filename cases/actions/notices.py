"""Telling people what became of their drafts: in the product always, by mail where the site is set so."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.enums import NoticeKind
from cases.models import Notice, Revision


def notify(person, kind: NoticeKind, *, revision: Revision, by) -> None:
    """Tell a person; nobody is told of what they did themselves, nor twice while they have not read it."""
    if person is None or person == by:
        return
    _notice, new = Notice.objects.get_or_create(person=person, kind=kind, revision=revision, by=by, read_at=None)
    if new and settings.NOTICES_BY_MAIL and person.email:
        transaction.on_commit(partial(_mail, person, kind, revision, by))


def _mail(person, kind: NoticeKind, revision: Revision, by) -> None:
    """A line that says where to look, and nothing of the draft; in both languages, for an account has none."""
    subjects, lines = [], []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said = {"by": revision.name_of(by), "what": kind.label}
            subjects.append(_("News of your draft"))
            lines.append(_("%(by)s %(what)s. You find it under “My account” on the site.") % said)
    send_mail(" · ".join(subjects), "\n\n".join(lines), None, [person.email], fail_silently=True)


def mark_read(*, by, revision: Revision | None = None) -> None:
    """Everything that the person had not read, or what concerns one draft, is read now."""
    unread = Notice.objects.filter(person=by, read_at=None)
    if revision is not None:
        unread = unread.filter(revision=revision)
    unread.update(read_at=timezone.now())
