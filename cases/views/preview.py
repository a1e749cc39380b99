"""A draft before it is published: as the page that readers would see, and as the changes that its reviewer sees."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cases.actions.notices import mark_read
from cases.actions.showable import excerpts_beside, showable
from cases.documents.rows import html
from cases.forms.sheet import Sheet
from cases.models import Case, Revision
from cases.permissions import may_read_draft
from cases.queries.case_page import case_page
from cases.views.guard import author_required, contributor_required, own_draft, post_only
from cases.views.review import sheet_page


@require_safe
@author_required
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reviewer sees of one's own draft, and what was said about it."""
    draft = own_draft(request, pk)
    mark_read(by=request.user, revision=draft)
    return sheet_page(request, draft)


@require_safe
@author_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the case as the draft would make it; what is not right yet is left out and listed."""
    draft = get_object_or_404(Revision.objects.select_related("author", "base"), pk=pk, kind="case")
    if not may_read_draft(request.user, draft):
        raise Http404
    document, problems = showable(draft.document)
    sheet = Sheet(draft)
    context = {
        "draft": draft,
        "own": draft.author_id == request.user.pk,
        "left_out": [sheet.named(problem, sheet.record) for problem in problems],
    }
    if document is None:
        return render(request, "cases/contribute/no_preview.html", context)
    case = Case.objects.filter(uid=draft.uid).first()
    context |= {
        "page": case_page(document, case, excerpts=excerpts_beside(draft.document)),
        "words": html("narrative", document.narrative),
    }
    return render(request, "cases/contribute/preview.html", context)


@post_only
@contributor_required
def notices_read(request: HttpRequest) -> HttpResponse:
    """Put every notice among what was read."""
    mark_read(by=request.user)
    return redirect("cases:contribute")
