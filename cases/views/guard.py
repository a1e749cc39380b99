"""Who gets to the pages of drafts. A draft that is not yours to see does not exist."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from cases.models import Revision
from cases.permissions import may_write_drafts, owns


def contributor_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed in, and with a role that may write drafts; everybody else is told how to get one."""

    @login_required
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_write_drafts(request.user):
            return render(request, "cases/contribute/no_role.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def author_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for one draft: to somebody who is not signed in it does not exist either."""
    allowed = contributor_required(view)

    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            raise Http404
        return allowed(request, *args, **kwargs)

    return guarded


def own_draft(request: HttpRequest, pk: int) -> Revision:
    """The person's own draft; a stranger's is as if it did not exist."""
    found = get_object_or_404(Revision.objects.select_related("base", "reviewer"), pk=pk)
    if not owns(request.user, found):
        raise Http404
    return found
