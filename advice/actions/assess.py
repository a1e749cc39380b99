"""Assessing a link by GRADE-CERQual: a draft of the problem's document, submitted for review like any other change."""

from typing import Any

from django.db import transaction

from cases.actions.draft import live_revision, open_draft, save_draft, submit
from cases.documents.difference import Json
from cases.models import Link, Revision


def assess(*, by, link: Link, assessment: Json | None, reason: str = "") -> Revision:
    """Hand in the link's assessment. It goes into the person's open draft of the problem, if there is one.

    Raises Refusal with what is wrong, NotNow when that draft is at the reviewer's, StaleBase as ``save_draft``.
    """
    uid = link.from_code.uid
    with transaction.atomic():
        live = live_revision("code", uid)
        draft = open_draft("code", uid, by)
        base = draft.document if draft else live.document if live else {}
        document = _with_assessment(base, link.ref, assessment)
        if draft:
            saved = save_draft(document=document, by=by, revision=draft)
        else:
            saved = save_draft(document=document, by=by, base=live)
        return submit(revision=saved, by=by, reason=reason)


def _with_assessment(document: Json, ref: str, assessment: Json | None) -> Json:
    links: list[Any] = [{**link, "cerqual": assessment} if link["ref"] == ref else link for link in document["links"]]
    return {**document, "links": links}
