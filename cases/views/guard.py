"""Who gets to the pages of drafts. A draft that is not yours to see does not exist."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cases.models import Revision
from cases.permissions import WAITING, may_keep_up, may_write_drafts, owns


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who are signed in; what somebody sends after their session has ended is kept until they are again."""

    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        keep_typed(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def contributor_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """With a role that may write drafts; everybody else is told how to get one."""

    @signed_in
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_write_drafts(request.user):
            return render(request, "cases/contribute/no_role.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def keeper_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who look after the record as a whole; for everybody else there is no such page."""

    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_keep_up(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


TYPED = "typed-before-sign-in"
MOST_TYPED = 500_000
"""Characters that are kept for somebody who was signed out. The largest case in the form has a tenth of that."""
AN_HOUR = 3_600
SIGNED_OUT = gettext_lazy("You had been signed out. What you typed is below and not saved yet: save it now.")
IDENTITY = re.compile(r"[\w:#|/.,-]*", re.ASCII)
"""What no person has typed: names of records, fields and choices."""


def keep_typed(request: HttpRequest) -> None:
    """Keep what was sent by somebody whose session had ended, until they sign in: the form then shows it again."""
    if not _was_signed_in(request):
        return
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    if len(words := sent.urlencode()) <= MOST_TYPED:
        request.session[TYPED] = {"path": request.path, "words": words}
        request.session.set_expiry(AN_HOUR)


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What the person had sent to this address before they signed in again; only once."""
    kept = request.session.get(TYPED)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[TYPED]
    request.session.set_expiry(None)
    return QueryDict(kept["words"])


def post_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For addresses without a page of their own: after signing in again, the person finds there what they had sent to it."""

    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        kept = typed_before(request) if request.user.is_authenticated else None
        if kept is None:
            return HttpResponseNotAllowed(["POST"])
        sent = [(name, value) for name, values in kept.lists() for value in values]
        context = {"sent": sent, "written": [value for _name, value in sent if not IDENTITY.fullmatch(value)]}
        return render(request, "cases/contribute/send_again.html", context)

    return guarded


def author_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for one draft: to somebody who is not signed in it does not exist either."""
    allowed = contributor_required(view)

    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return sign_in_again(request)
        return allowed(request, *args, **kwargs)

    return guarded


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """To the sign-in with what somebody sends after their session has ended. For others there is no such page.

    Whether what they sent it to exists stays untold.
    """
    if not _was_signed_in(request):
        raise Http404
    keep_typed(request)
    return redirect_to_login(request.get_full_path())


def _was_signed_in(request: HttpRequest) -> bool:
    return request.method == "POST" and settings.SESSION_COOKIE_NAME in request.COOKIES


def why_not_now(revision: Revision) -> str:
    """What to tell somebody who has gone on typing in a draft that is no longer theirs to change."""
    if revision.state in WAITING:
        return _("This draft was sent meanwhile. Take it back in another tab, then save here: what you typed is kept.")
    return _("This draft was decided on or put aside meanwhile. What you typed is still here: take it into a new draft.")


def own_draft(request: HttpRequest, pk: int) -> Revision:
    """The person's own draft; a stranger's is as if it did not exist."""
    found = get_object_or_404(Revision.objects.of_records().select_related("base", "reviewer"), pk=pk)
    if not owns(request.user, found):
        raise Http404
    return found
