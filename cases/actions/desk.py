"""The coding desk: keep a text, put a coding into a draft, take one out, send the text's corrected version after it."""

from django.db import transaction

from accounts.permissions import Permission, has_permission
from cases.actions.draft import NotAllowed, NotNow, refuse_unstorable, save_draft
from cases.actions.publish import Outcome, publish
from cases.documents import coding_desk
from cases.documents.anchoring import digest, reanchor
from cases.documents.bundle import BESIDE, beside
from cases.documents.coding_desk import Quoted
from cases.documents.difference import Json
from cases.enums import ExcerptKind
from cases.models import Assignment, Revision, Source, SourceText
from cases.models.double_coding import LAYER
from cases.permissions import EDITABLE, owns


class ChangedMeanwhile(Exception):
    """Another tab has written the same coding since this one read it. Nothing was written; ``theirs`` is what stands there."""

    def __init__(self, theirs: Json):
        self.theirs = theirs
        super().__init__("The coding has changed since this was begun.")


def keep_text(*, text: str, name: str, by) -> SourceText:
    """Freeze a text under its hash; the same words are kept once."""
    if not has_permission(by, Permission.CODE):
        raise NotAllowed
    kept, _ = SourceText.objects.get_or_create(sha256=digest(text), defaults={"text": text, "name": name[:200], "added_by": by})
    return kept


def code(
    *, revision: Revision, by, coding: Json, quoted: Quoted | None, stance: str, seen: str = "", done: bool = False
) -> tuple[Revision, str]:
    """Put one coding into the draft, however unfinished; return the draft and the coding's reference.

    Other codings stay as they are now, whatever another tab did to them. ``seen`` is the fingerprint of this one as
    the writer saw it: raises ChangedMeanwhile when it is another by now. ``done`` says that the writer turns to the
    next one: then a coding that repeats an earlier answer becomes a further passage of that.
    """
    with transaction.atomic():
        draft = Revision.objects.select_for_update().get(pk=revision.pk)
        there = next((one for one in coding_desk.items(draft.document.get("codings")) if one.get("ref") == coding["ref"]), None)
        if there is not None and seen and seen != fingerprint(there):
            raise ChangedMeanwhile(there)
        live = Source.objects.filter(uid=quoted.source).select_related("revision").first() if quoted else None
        document = coding_desk.put_coding(draft.document, coding, quoted, stance, live.revision.document if live else None)
        ref = coding["ref"]
        if done:
            document, ref = coding_desk.joined(document, ref)
        return store(draft, document, by), ref


def take_out(*, revision: Revision, by, ref: str) -> Revision:
    """Take a coding out of the draft, with the passages that only it rested on."""
    with transaction.atomic():
        draft = Revision.objects.select_for_update().get(pk=revision.pk)
        return store(draft, coding_desk.take_out(draft.document, ref), by)


def store(draft: Revision, document: Json, by) -> Revision:
    """Keep the document, on an old base too: merging comes before sending, not before thinking."""
    if draft.kind == LAYER:
        return _store_layer(draft, document, by)
    return save_draft(document=document, by=by, revision=draft, keep=True)


def _store_layer(layer: Revision, document: Json, by) -> Revision:
    """One coder's part of a double coding changes until they have finished it."""
    if not owns(by, layer) or not has_permission(by, Permission.CODE):
        raise NotAllowed
    if layer.state not in EDITABLE or Assignment.objects.get(revision=layer).finished_at is not None:
        raise NotNow(layer)
    refuse_unstorable(document, layer.kind, layer.uid)
    layer.document = document
    layer.edit_count += 1
    layer.save(update_fields=["document", "edit_count", "updated_at"])
    return layer


def fingerprint(coding: Json) -> str:
    return digest(repr(sorted((name, repr(value)) for name, value in coding.items() if value not in (None, "", []))))[:16]


def correct_draft_text(*, revision: Revision, by, source: str, version: Json, text: str) -> tuple[Revision, list[Json]]:
    """Put a corrected text of one of the draft's own sources beside it and move its passages there; return those that
    could not be placed."""
    with transaction.atomic():
        draft = Revision.objects.select_for_update().get(pk=revision.pk)
        own = next(one for one in beside(draft.document) if one.get("uid") == source)
        moved, lost = reanchor(coding_desk.items(own.get("excerpts")), text, version["ref"])
        entry = {**own, "versions": [*coding_desk.items(own.get("versions")), version], "excerpts": moved}
        others = [one for one in beside(draft.document) if one.get("uid") != source]
        return store(draft, {**draft.document, BESIDE: [*others, entry]}, by), lost


def correct_text(*, source: Source, by, version: Json, text: str, reason: str) -> tuple[Outcome, list[Json]]:
    """Publish a corrected version of a source's text. Quotations are found again in it, with the words around them;
    those that are not keep their old version and are returned. No claim changes."""
    if not has_permission(by, Permission.PUBLISH):
        raise NotAllowed
    with transaction.atomic():
        keep_text(text=text, name="", by=by)
        live = Source.objects.select_related("revision").select_for_update(of=("self",)).get(pk=source.pk).revision.document
        quotations = [one for one in live["excerpts"] if one["excerpt_kind"] == ExcerptKind.QUOTATION]
        moved, lost = reanchor(quotations, text, version["ref"])
        by_ref = {one["ref"]: one for one in moved}
        excerpts = [by_ref.get(one["ref"], one) for one in live["excerpts"]]
        document = {**live, "versions": [*live["versions"], version], "excerpts": excerpts}
        return publish([document], by=by, reason=reason), lost
