"""One visit to the entry form: shows a draft's document, or takes in what was typed and keeps it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.actions import draft as actions
from cases.actions.draft import NotNow, StaleBase
from cases.actions.examine import examine
from cases.documents.difference import Json
from cases.documents.messages import INCOMPLETE, message, message_for
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.enums import RevisionState
from cases.forms.checks import giveaway_words, giveaways, meter
from cases.forms.fields import as_items
from cases.forms.full import FullForm
from cases.forms.full_reader import FullReader
from cases.forms.snapshot import SnapshotForm, is_snapshot, unanswered
from cases.forms.snapshot_reader import SnapshotReader, proposed_uid
from cases.forms.snapshot_values import is_model
from cases.models import Case, Revision
from cases.queries.lookup import Gazetteer, Names, cases_at
from cases.validators import NotADate, date_bounds
from cases.views.guard import SIGNED_OUT, typed_before, why_not_now
from cases.views.merge import other_tab

FORMS: dict[str, tuple[Any, Any]] = {"snapshot": (SnapshotForm, SnapshotReader), "full": (FullForm, FullReader)}
ON_THE_PAGE = {"add", "remove", "open", "restore"}
"""Buttons that change what the page shows and keep nothing."""


class Entry:
    """A draft, or a new case, or a change of a case, in the short form or the full one."""

    def __init__(
        self,
        request: HttpRequest,
        form: str,
        *,
        draft: Revision | None = None,
        base: Revision | None = None,
        case: Case | None = None,
        before: QueryDict | None = None,
    ):
        self.request, self.draft, self.case = request, draft, case
        self.base = base or (draft.base if draft else None)
        self.before_sign_in = before or typed_before(request)
        self.data = self.before_sign_in or request.POST
        self.kind = self.data.get("form", form) if self.data.get("form") in FORMS else form
        self.names, self.places = Names(), Gazetteer()
        self.opened: set[str] = set()
        self.spare: dict[str, int] = {}
        self.refs: dict[str, str] = {}
        self.stored: Json = draft.document if draft else base.document if base else {}
        self.language = "zh" if (get_language() or "").startswith("zh") else "en"

    def answer(self) -> HttpResponse:
        if self.before_sign_in:
            messages.warning(self.request, SIGNED_OUT)
            return self.page(self.typed(), [])
        if self.request.method != "POST":
            return self.page(self.stored, self.problems(), gently="check" not in self.request.GET)
        document = self.typed()
        if "autosave" in self.data:
            return self.autosave(document)
        if ON_THE_PAGE & self.data.keys():
            return self.page(document, [], extra=self.spare)
        return self.keep(document)

    def problems(self) -> list[Problem]:
        """What stands between the draft and the reviewer."""
        if self.draft is None:
            return []
        found = examine(self.stored)[1]
        asked = unanswered(self.stored) if self.kind == "snapshot" else []
        return [*found, *(problem for problem in asked if problem not in found)]

    def typed(self) -> Json:
        """The document that was typed; a new case's identity follows its title."""
        reader = FORMS[self.kind][1]
        user: Any = self.request.user
        of = self.draft or self.base
        who = of.credit_of(user) if of else user.get_full_name() or user.get_username()
        reading = reader(self.data, self.stored, self.names, self.places, who)
        document = reading.document()
        self.refs = reading.refs
        self.opened = {*self.data.getlist("opened"), self.data.get("open", ""), *getattr(reading, "fresh", ())}
        added = self.data.get("add", "")
        self.spare = reading.spare(added) if self.kind == "full" else {added: 1}
        if self.base is None:
            document["uid"] = proposed_uid(document, self.stored)
        return document

    # Keeping

    def _save(self, document: Json, keep: bool = False) -> Revision:
        seen = self.data.get("edit_count", "")
        how: dict[str, Any] = {"document": document, "by": self.request.user, "revision": self.draft, "keep": keep}
        how |= {"edit_count": int(seen)} if self.draft and seen.isdecimal() and len(seen) < 9 else {}
        how |= {"base": self.base} if self.draft is None else {}
        return actions.save_draft(**how, reason=self.data.get("why"))

    def keep(self, document: Json) -> HttpResponse:
        try:
            kept = self._save(document)
        except Refusal as refusal:
            return self.page(document, refusal.problems, status=422)
        except StaleBase as stale:
            if stale.other_tab:
                return other_tab(self.request, stale)
            return redirect("cases:merge", self._save(document, keep=True).pk)
        except NotNow as now:
            messages.error(self.request, why_not_now(now.revision))
            return self.page(document, [], status=409)
        if "send" in self.data:
            if self.kind == "snapshot" and unanswered(document):
                return redirect(_checked(self._address(kept)))
            return send(self.request, kept, self._address(kept), reason=self.data.get("why"))
        if "preview" in self.data:
            return redirect("cases:draft-preview", kept.pk)
        messages.success(self.request, _("Saved. Nobody else can see it before you send it."))
        return redirect(self._address(kept))

    def autosave(self, document: Json) -> JsonResponse:
        """Keep what is typed while the person goes on; the page's script tells them how it went."""
        try:
            kept = self._save(document)
        except Refusal as refusal:
            return JsonResponse({"said": message_for(refusal.problems[0])}, status=422)
        except StaleBase as stale:
            if stale.other_tab:
                said = _("This draft was saved in another tab or on another device. Save here, then choose what should stand.")
                return JsonResponse({"said": said}, status=409)
            kept = self._save(document, keep=True)
        except NotNow as now:
            return JsonResponse({"said": why_not_now(now.revision)}, status=409)
        said = _("Saved as a draft at %(time)s.") % {"time": timezone.localtime().strftime("%H:%M")}
        return JsonResponse({"said": said, "url": self._address(kept), "edit_count": kept.edit_count, "refs": self.refs})

    def _address(self, kept: Revision) -> str:
        """Where to go on: in the same form, or in the one that was asked for."""
        wanted = self.data.get("switch") or self.kind
        usual = "snapshot" if is_snapshot(kept.document) else "full"
        return redirect("cases:draft", kept.pk).url + (f"?form={wanted}" if wanted in FORMS and wanted != usual else "")

    # Showing

    def page(
        self,
        document: Json,
        problems: list[Problem],
        *,
        extra: dict[str, int] | None = None,
        gently: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        """The form. ``gently`` lists what is still missing instead of showing it as wrong: sending was not tried yet."""
        form = self._form(document, extra)
        missing = [one for one in problems if gently and one.type in INCOMPLETE]
        form.show(one for one in problems if one not in missing)
        typed_place = document.get("place")
        choices = self.places.find(typed_place) if isinstance(typed_place, str) and not self.places.get(typed_place) else []
        named = giveaways(document, self.places)
        writing = self.draft is not None and self.draft.state == RevisionState.DRAFT
        context = {
            "form": form,
            "draft": self.draft,
            "base": self.base,
            "stale": self.draft is not None and is_stale(self.draft),
            "case": self.case,
            "names": self.names,
            "meter": meter(document, self.names, self.places),
            "place_choices": choices,
            "cases_here": [] if self.base else cases_at(typed_place) if isinstance(typed_place, str) else [],
            "period": document.get("period") if _is_date(document.get("period")) else "",
            "giveaways": giveaway_words(named) if named else "",
            "todo": form.located(missing),
            "edit_count": self.data.get("edit_count") or (self.draft.edit_count if self.draft else ""),
            "why": self.data.get("why", self.draft.reason if writing and self.draft else ""),
        }
        return render(self.request, f"cases/contribute/{self.kind}.html", context, status=status)

    def _form(self, document: Json, extra: dict[str, int] | None) -> Any:
        form_class = FORMS[self.kind][0]
        if self.kind == "snapshot":
            count = sum(not is_model(one) for one in as_items(document.get("codings")))
            rows = count + (extra or {}).get("problem", 0)
            return form_class(document, self.names, self.places, language=self.language, rows=rows)
        return form_class(document, self.names, self.places, language=self.language, extra=extra, opened=self.opened)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(value) and date_bounds(value) is not None
    except NotADate:
        return False


def is_stale(draft: Revision) -> bool:
    """Whether the case was published anew since the draft of a change began."""
    live = actions.live_revision(draft.kind, draft.uid) if draft.base_id else None
    return live is not None and live.pk != draft.base_id


def _checked(address: str) -> str:
    """The draft's page with everything shown that keeps it from being sent."""
    return address + ("&" if "?" in address else "?") + "check=1#errors"


def send(request: HttpRequest, mine: Revision, address: str, reason: str | None = None) -> HttpResponse:
    """Hand a draft in; what stands in the way is shown at its fields."""
    try:
        actions.submit(revision=mine, by=request.user, reason=reason)
    except Refusal as refusal:
        for type_ in {"nothing_changed", "first_waits"} & {problem.type for problem in refusal.problems}:
            messages.error(request, message(type_))
        return redirect(_checked(address))
    except StaleBase:
        return redirect("cases:merge", mine.pk)
    except NotNow as now:
        return redirect("cases:draft", now.revision.pk)
    messages.success(request, _("Sent. Somebody else reads it before it is published; you see here what becomes of it."))
    return redirect("cases:contribute")
