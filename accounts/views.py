"""One's own page: roles and tokens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.tokens import create_token, revoke_token
from accounts.forms import TokenForm
from accounts.models import ApiToken


def _page(request, *, form: TokenForm, new=None, status: int = 200):
    context = {"form": form, "new": new, "tokens": request.user.tokens.all(), "roles": request.user.roles}
    return render(request, "accounts/me.html", context, status=status)


@require_safe
@login_required
@never_cache
def me(request):
    """Who I am here, what I may do, and which programs act for me."""
    return _page(request, form=TokenForm())


@require_POST
@login_required
@never_cache  # the page shows the key this once; no cache may keep it
def token_create(request):
    """Make a token and show its key once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    new = create_token(
        by=request.user, name=form.cleaned_data["name"], scope=form.cleaned_data["scope"], expires_at=form.expires_at
    )
    return _page(request, form=TokenForm(), new=new)


@require_POST
@login_required
def token_revoke(request, pk: int):
    """Close one of my tokens."""
    token = revoke_token(by=request.user, token=get_object_or_404(ApiToken, pk=pk, owner=request.user))
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("accounts:me")
