"""Merging one's draft with what somebody else published, or with one's own other tab."""

import json
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import draft as actions
from cases.actions.draft import NotNow, StaleBase
from cases.documents.bundle import BESIDE
from cases.documents.difference import Json
from cases.documents.merge import Side, merge
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.forms.beside import propose_uid
from cases.forms.changes import Wording
from cases.forms.fields import as_text, shown
from cases.models import Revision
from cases.permissions import EDITABLE, may_read_version
from cases.views.guard import SIGNED_OUT, author_required, own_draft, typed_before, why_not_now

SIDES: tuple[Side, ...] = ("mine", "theirs", "before")


@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def merge_view(request: HttpRequest, pk: int) -> HttpResponse:
    """What both changed, beside each other; saving puts the draft on what readers see now."""
    draft, sent = own_draft(request, pk), typed_before(request) or request.POST
    if typed := _typed(sent):
        return _merge(request, draft, sent, mine=typed, theirs=draft.document, before=None, base=draft.base, typed=True)
    if draft.state not in EDITABLE:
        return redirect("cases:draft", draft.pk)
    live = actions.live_revision(draft.kind, draft.uid)
    if live is None or live.pk == draft.base_id:
        return redirect("cases:draft", draft.pk)
    if draft.base is None:
        return _rename(request, draft)
    if not may_read_version(request.user, live):
        messages.error(request, _("The record was taken down meanwhile. Your draft stays as it is; it cannot be sent."))
        return redirect("cases:contribute")
    before = draft.base.document if may_read_version(request.user, draft.base) else None
    return _merge(request, draft, sent, mine=draft.document, theirs=live.document, before=before, base=live)


def _typed(sent: QueryDict) -> Json | None:
    """What was typed in a tab that was not the last to save; it lives in the page until it is merged."""
    try:
        found = json.loads(sent.get("typed") or "null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _merge(
    request: HttpRequest,
    draft: Revision,
    sent: QueryDict,
    *,
    mine: Json,
    theirs: Json,
    before: Json | None,
    base: Revision | None,
    typed: bool = False,
) -> HttpResponse:
    chosen = {name.removeprefix("choice:"): value for name, value in sent.items() if name.startswith("choice:")}
    choices: dict[str, Any] = {path: side for path, side in chosen.items() if side in SIDES}
    merged = merge(before, mine, theirs, choices)
    only_here = json.dumps(mine) if typed else ""
    decided = request.method == "POST" and all(conflict.path in choices for conflict in merged.conflicts)
    if decided and request.POST.get("seen") != _seen(draft, base):
        messages.warning(request, _changed_again())
        decided = False
    if sent and request.method != "POST":
        messages.warning(request, SIGNED_OUT)
    how: dict[str, Any] = {"mine": mine, "typed": only_here, "choices": choices, "why": sent.get("why")}
    if not decided or draft.state not in EDITABLE:
        return merge_page(request, draft, theirs=theirs, before=before, base=base, **how)
    document = merged.document
    if mine.get(BESIDE) and BESIDE not in document:
        document[BESIDE] = mine[BESIDE]
    if _keep(request, draft, document, base=None if typed else base, keep=typed):
        return redirect(redirect("cases:draft", draft.pk).url + "?check=1")
    if not typed:
        return redirect("cases:draft", draft.pk)
    now = own_draft(request, draft.pk)
    return merge_page(request, now, theirs=now.document, before=None, base=now.base, **how)


def _keep(request: HttpRequest, draft: Revision, document: Json, *, base: Revision | None, keep: bool) -> bool:
    """Save what was merged, unless something is in the way; say which."""
    how: dict[str, Any] = {"document": document, "by": request.user, "revision": draft, "base": base, "keep": keep}
    try:
        actions.save_draft(**how, edit_count=draft.edit_count, reason=request.POST.get("why"))
    except (StaleBase, NotNow):  # again, in between: look at the newest state
        messages.warning(request, _changed_again())
    except Refusal as refusal:
        messages.error(request, message_for(refusal.problems[0]))
    else:
        messages.success(request, _("Merged and saved. Look it through before you send it."))
        return True
    return False


def _changed_again() -> str:
    return _("It has changed once more. Look through the differences again.")


def _seen(draft: Revision, base: Revision | None) -> str:
    """What the choices were made about: the draft's save and the live revision."""
    return f"{draft.edit_count}.{base.pk if base else 0}"


def merge_page(
    request: HttpRequest,
    draft: Revision,
    *,
    mine: Json,
    theirs: Json,
    before: Json | None,
    base: Revision | None = None,
    typed: str = "",
    choices: dict[str, Any] | None = None,
    why: str | None = None,
) -> HttpResponse:
    merged = merge(before, mine, theirs)
    wording = Wording(mine, theirs, before)
    shown_sides = SIDES if before is not None else SIDES[:2]
    rows = [(row, (choices or {}).get(row.path, "")) for row in wording.show(merged.conflicts, shown_sides)]
    if draft.state not in EDITABLE:
        messages.error(request, why_not_now(draft))
    context = {
        "draft": draft,
        "base": base,
        "label": mine.get("label") or theirs.get("label"),
        "rows": rows,
        "undecided": request.method == "POST" and choices is not None and any(not side for _row, side in rows),
        "sides": shown_sides,
        "typed": typed,
        "seen": _seen(draft, base),
        "other_tab": bool(typed),
        "why": why,
    }
    return render(request, "cases/contribute/merge.html", context, status=409)


def other_tab(request: HttpRequest, stale: StaleBase) -> HttpResponse:
    """The draft was saved in another tab: both versions side by side, with what was typed here kept in the page."""
    draft = stale.revision
    if draft is None:
        return redirect("cases:contribute")
    how: dict[str, Any] = {"base": draft.base, "typed": json.dumps(stale.mine), "why": request.POST.get("why")}
    return merge_page(request, draft, mine=stale.mine, theirs=stale.theirs or {}, before=None, **how)


def _rename(request: HttpRequest, draft: Revision) -> HttpResponse:
    """Somebody else published a case under the identity that this draft had meant to take: it takes the next one."""
    document = dict(draft.document)
    document["uid"] = propose_uid("case", shown(document.get("label")) or as_text(document.get("uid")))
    with suppress(StaleBase, NotNow):  # another tab was faster, and is told the same
        # Kept on no base: under the name that it had until now there is one.
        actions.save_draft(document=document, by=request.user, revision=draft, edit_count=draft.edit_count, keep=True)
        messages.warning(request, _("Another case took this address in the meantime. Yours has a new one; send it again."))
    return redirect("cases:draft", draft.pk)
