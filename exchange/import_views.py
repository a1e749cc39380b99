"""Importing many cases: bring a file, see what each row would do, accept all of it or none, take it back."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission
from cases.actions import batch as actions
from cases.actions import bulk, bulk_reading
from cases.enums import BatchState, Verdict
from cases.models import ImportBatch
from cases.templatetags._bilingual import reader_language
from exchange.import_forms import ImportForm
from exchange.import_tasks import twice, work

PAGE_SIZE = 50
NEWEST = 30


def importer_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not has_permission(request.user, Permission.IMPORT):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@importer_required
def index(request: HttpRequest) -> HttpResponse:
    return _index(request, ImportForm())


def _index(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    batches = ImportBatch.objects.select_related("author").annotate(number=Count("rows")).order_by("-created_at")[:NEWEST]
    return render(request, "exchange/import/index.html", {"form": form, "batches": batches}, status=status)


@require_POST
@importer_required
def read(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, form, status=422)
    name = form.cleaned_data["file"].name
    if form.rows is not None:
        return redirect(actions.read(name, form.rows, by=request.user, twice=twice()))
    found = bulk_reading.bring(name, form.pieces(), by=request.user, language=get_language())
    work.enqueue(found.pk)
    return redirect(found)


@require_safe
@importer_required
def batch(request: HttpRequest, ref: str) -> HttpResponse:
    """What each row would do, or did: those that need a look first."""
    found = get_object_or_404(ImportBatch.objects.select_related("author"), ref=ref)
    counted = dict(found.rows.order_by().values_list("verdict").annotate(Count("pk")))
    counts = [(verdict, counted.get(verdict.value, 0)) for verdict in Verdict]
    shown = request.GET.get("show", "")
    rows = found.rows.filter(verdict=shown) if shown in Verdict.values else found.rows.all()
    page = Paginator(rows.order_by("number"), PAGE_SIZE).get_page(request.GET.get("page"))
    due = counted.get(Verdict.NEW, 0) + counted.get(Verdict.CHANGED, 0)
    staying = found.rows.exclude(staying="").order_by("number")[:PAGE_SIZE] if found.state == BatchState.UNDONE else []
    context = {"batch": found, "counts": counts, "shown": shown, "page": page, "due": due, "refused": counted.get("refused", 0)}
    return render(request, "exchange/import/batch.html", {**context, "staying": staying})


@require_safe
@importer_required
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the worker is; when it has finished, the page is loaded anew."""
    found = get_object_or_404(ImportBatch, ref=ref)
    answer = render(request, "exchange/import/_progress.html", {"batch": found})
    if not found.is_working:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@importer_required
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(ImportBatch, ref=ref)
    if bulk.stop(found):
        return redirect(found)
    messages.success(request, _("The file was thrown away; nothing of it was published."))
    return redirect("exchange:imports")


@require_POST
@importer_required
def go_on(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(ImportBatch, ref=ref)
    if bulk.go_on(found):
        work.enqueue(found.pk)
    return redirect(found)


@require_POST
@importer_required
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(ImportBatch, ref=ref)
    reason = _("import of %(file)s") % {"file": found.file}
    try:
        if found.rows.count() > bulk.AT_ONCE:
            bulk.begin(found, by=request.user, reason=reason, language=reader_language())
            work.enqueue(found.pk)
            return redirect(found)
        number = actions.accept(found, by=request.user, reason=reason)
    except actions.NotAccepted as problem:
        messages.error(request, _not_accepted(problem))
    else:
        words = ngettext("%(number)s record was published.", "%(number)s records were published.", number)
        messages.success(request, words % {"number": number})
    return redirect(found)


@require_POST
@importer_required
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(ImportBatch, ref=ref)
    reason = _("import of %(file)s undone") % {"file": found.file}
    try:
        if found.rows.count() > bulk.AT_ONCE:
            bulk.begin_undo(found, by=request.user, reason=reason, language=reader_language())
            work.enqueue(found.pk)
            return redirect(found)
        kept = actions.undo(found, by=request.user, reason=reason, language=reader_language())
    except actions.NotAccepted as problem:
        messages.error(request, _not_accepted(problem))
        return redirect(found)
    messages.success(request, _("The import was undone: changed records are as they were, new ones are out of circulation."))
    for words in _kept(kept):
        messages.warning(request, words)
    return redirect(found)


def _kept(kept: actions.Kept) -> Iterator[str]:
    comma = pgettext("between items", ", ")
    if kept.edited:
        yield _("These were edited since and stay as they are: %(cases)s.") % {"cases": comma.join(kept.edited[:20])}
    if kept.codes:
        words = _("These stay, because codes leave by a version of the codebook: %(codes)s.")
        yield words % {"codes": comma.join(kept.codes[:20])}
    if kept.withheld:
        named = [_("%(case)s (withheld: %(reason)s)") % {"case": uid, "reason": why} for uid, why in kept.withheld[:20]]
        words = _("These stay as they are, because what they would go back to gives somebody away: %(cases)s.")
        yield words % {"cases": comma.join(named)}


def _not_accepted(problem: actions.NotAccepted) -> str:
    if not problem.rows:
        return _("This was decided already, perhaps in another window.")
    words = _("Nothing was changed, because of row %(rows)s: refused, or edited since the file was read. Bring the file again.")
    return words % {"rows": ", ".join(map(str, problem.rows[:20]))}
