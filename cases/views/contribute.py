"""Adding and editing a case: one's drafts, the short and the full form, handing in, merging."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actions import draft as actions
from cases.actions.draft import NotNow, StaleBase
from cases.actions.examine import examine
from cases.documents.difference import Json
from cases.documents.messages import INCOMPLETE, message
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem
from cases.enums import RecordKind, RevisionState
from cases.forms.checks import giveaway_words, giveaways, meter
from cases.forms.fields import as_items
from cases.forms.full import FullForm
from cases.forms.full_reader import FullReader
from cases.forms.snapshot import SnapshotForm, is_snapshot, unanswered
from cases.forms.snapshot_reader import SnapshotReader, proposed_uid
from cases.models import Case, Revision
from cases.permissions import EDITABLE, WAITING, may_write_drafts
from cases.queries.drafts import drafts_of, waiting_count
from cases.queries.lookup import Gazetteer, Names, cases_at
from cases.validators import NotADate, date_bounds
from cases.views.guard import author_required, contributor_required, own_draft
from cases.views.merge import other_tab
from cases.views.review import sheet_page

FORMS: dict[str, tuple[Any, Any]] = {"snapshot": (SnapshotForm, SnapshotReader), "full": (FullForm, FullReader)}


@require_safe
@never_cache
def contribute(request: HttpRequest) -> HttpResponse:
    """My drafts, and what I can do here; for strangers, how to begin."""
    context: dict[str, Any] = {}
    if request.user.is_authenticated:
        context = {
            "drafts": drafts_of(request.user),
            "may_write": may_write_drafts(request.user),
            "waiting": waiting_count(request.user),
        }
    return render(request, "cases/contribute/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def add(request: HttpRequest, form: str) -> HttpResponse:
    """A new case, by the short form or the full one."""
    return Desk(request, form).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft from what readers see of a case; nothing is kept before the first save."""
    case = get_object_or_404(Case.objects.live().select_related("revision"), slug=slug)
    mine = actions.open_draft("case", case.uid, request.user)
    if mine and request.method != "POST":
        return redirect("cases:draft", mine.pk)
    base = case.revision
    if begun := request.POST.get("base"):
        base = (
            get_object_or_404(Revision.objects.published().of("case", case.uid), pk=begun)
            if begun.isdecimal() and len(begun) < 20
            else base
        )
    return Desk(request, "full", base=base, case=case).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of one's own."""
    mine = own_draft(request, pk)
    if (mine.state in WAITING and request.method != "POST") or mine.kind != RecordKind.CASE:
        return sheet_page(request, mine)
    if mine.state not in EDITABLE and request.method != "POST":
        return render(request, "cases/contribute/waiting.html", {"draft": mine})
    asked = request.POST.get("form") or request.GET.get("form")
    return Desk(request, asked if asked in FORMS else "snapshot" if is_snapshot(mine.document) else "full", draft=mine).answer()


class Desk:
    """One visit to a form: shows a draft's document, or takes in what was typed and keeps it."""

    def __init__(
        self,
        request: HttpRequest,
        form: str,
        *,
        draft: Revision | None = None,
        base: Revision | None = None,
        case: Case | None = None,
    ):
        self.request, self.kind, self.draft, self.base, self.case = (
            request,
            form,
            draft,
            base or (draft.base if draft else None),
            case,
        )
        self.names, self.places = Names(), Gazetteer()
        self.opened: set[str] = set()
        self.spare: dict[str, int] = {}
        self.stored: Json = draft.document if draft else base.document if base else {}
        self.language = "zh" if (get_language() or "").startswith("zh") else "en"

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.page(self.stored, self.problems(), gently="check" not in self.request.GET)
        document = self.typed()
        if {"add", "remove", "open"} & self.request.POST.keys():
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
        who = user.get_full_name() or user.get_username()
        reading = reader(self.request.POST, self.stored, self.names, self.places, who)
        document = reading.document()
        self.opened = {*self.request.POST.getlist("opened"), self.request.POST.get("open", ""), *getattr(reading, "fresh", ())}
        added = self.request.POST.get("add", "")
        self.spare = reading.spare(added) if self.kind == "full" else {added: 1}
        if self.base is None:
            document["uid"] = proposed_uid(document, self.stored)
        return document

    def keep(self, document: Json) -> HttpResponse:
        seen = self.request.POST.get("edit_count", "")
        how: dict[str, Any] = {"document": document, "by": self.request.user, "revision": self.draft}
        how |= {"edit_count": int(seen)} if self.draft and seen.isdecimal() and len(seen) < 9 else {}
        how |= {"base": self.base} if self.draft is None else {}
        try:
            kept = actions.save_draft(**how)
        except Refusal as refusal:
            return self.page(document, refusal.problems, status=422)
        except StaleBase as stale:
            if stale.other_tab:
                return other_tab(self.request, stale)
            kept = actions.save_draft(**how, keep=True)
            return redirect("cases:merge", kept.pk)
        except NotNow:
            messages.error(
                self.request,
                _("This draft was sent meanwhile. Take it back in another tab, then save here: what you typed is kept."),
            )
            return self.page(document, [], status=409)
        if "send" in self.request.POST:
            if self.kind == "snapshot" and unanswered(document):
                return redirect(_checked(self._address(kept)))
            return send(self.request, kept, self._address(kept))
        messages.success(self.request, _("Saved. Nobody else can see it before you send it."))
        return redirect(self._address(kept))

    def _address(self, kept: Revision) -> str:
        """Where to go on: in the same form, or in the one that was asked for."""
        wanted = self.request.POST.get("switch") or self.kind
        usual = "snapshot" if is_snapshot(kept.document) else "full"
        return redirect("cases:draft", kept.pk).url + (f"?form={wanted}" if wanted in FORMS and wanted != usual else "")

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
        form_class = FORMS[self.kind][0]
        if self.kind == "snapshot":
            extra = extra or {}
            count = sum(not str(one.get("code", "")).startswith("model:") for one in as_items(document.get("codings")))
            form = form_class(document, self.names, self.places, language=self.language, rows=count + extra.get("problem", 0))
        else:
            form = form_class(document, self.names, self.places, language=self.language, extra=extra, opened=self.opened)
        missing = [one for one in problems if gently and one.type in INCOMPLETE]
        form.show(one for one in problems if one not in missing)
        typed_place = document.get("place")
        choices = self.places.find(typed_place) if isinstance(typed_place, str) and not self.places.get(typed_place) else []
        named = giveaways(document, self.places)
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
            "edit_count": self.request.POST.get("edit_count") or (self.draft.edit_count if self.draft else ""),
        }
        return render(self.request, f"cases/contribute/{self.kind}.html", context, status=status)


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


def send(request: HttpRequest, mine: Revision, address: str) -> HttpResponse:
    """Hand a draft in; what stands in the way is shown at its fields."""
    try:
        actions.submit(revision=mine, by=request.user)
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


@require_POST
@author_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    mine = own_draft(request, pk)
    return send(request, mine, redirect("cases:draft", mine.pk).url)


@require_POST
@author_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was sent, or put a draft aside; a draft that was put aside can be opened again."""
    mine = own_draft(request, pk)
    try:
        after = actions.withdraw(revision=mine, by=request.user)
    except NotNow:
        messages.error(request, _("This was decided in the meantime."))
        return redirect("cases:contribute")
    if after.state == RevisionState.DRAFT:
        messages.success(request, _("Taken back. You can go on writing."))
        return redirect("cases:draft", mine.pk)
    messages.success(request, _("Put aside. You can open it again below."))
    return redirect("cases:contribute")


@require_POST
@author_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft that was put aside."""
    mine = own_draft(request, pk)
    try:
        actions.reopen(revision=mine, by=request.user)
    except NotNow as now:
        messages.error(request, _("You have another draft of this case under way; this is it."))
        return redirect("cases:draft", now.revision.pk)
    return redirect("cases:draft", mine.pk)


@require_safe
@contributor_required
def places(request: HttpRequest) -> HttpResponse:
    """Places whose name begins with what somebody types, for the list under the field."""
    found = Gazetteer().suggest(request.GET.get("q", "")[:100])
    return JsonResponse({"places": [{"label": place.label, "detail": place.detail} for place in found]})
