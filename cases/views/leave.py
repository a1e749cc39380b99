"""Taking along all that is kept about oneself, and leaving for good."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.people import StillNeeded
from accounts.forms import LeaveForm
from accounts.queries import kept_about
from cases.actions import leave as actions


@require_safe
@never_cache
@reauthentication_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything that names the person, as a file."""
    answer = JsonResponse(kept_about(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="my-account.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@reauthentication_required
def leave(request: HttpRequest) -> HttpResponse:
    """Close the account for good, after a last question."""
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        try:
            actions.leave(by=request.user, keep_name=form.cleaned_data["name"] == "kept")
        except StillNeeded:
            form.add_error(None, _("This account is needed: make somebody else an administrator first."))
        else:
            request.user = AnonymousUser()  # the address of a last sign-out is not noted down
            logout(request)
            messages.success(request, _("Your account is closed. Thank you for what you contributed."))
            return redirect("cases:home")
    return render(request, "accounts/leave.html", {"form": form}, status=422 if form.errors else 200)
