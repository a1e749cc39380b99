"""Bringing translations: a change like any other, read by somebody else before it is published."""

from django.db import transaction

from cases.actions.draft import save_draft, submit
from cases.documents.difference import Json
from cases.models import Revision


def translate(*, document: Json, base: Revision, reason: str, by) -> Revision:
    """Send the document with its new translations to review. Raises as ``save_draft`` and ``submit`` do."""
    with transaction.atomic():
        draft = save_draft(document=document, by=by, base=base)
        return submit(revision=draft, by=by, reason=reason)
