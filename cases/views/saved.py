"""Saved searches: one's own and nobody else's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.actions import saved as actions
from cases.filters.saved import NameForm, SaveForm
from cases.models import SavedSearch
from cases.queries.saved import saved_searches


def own(request: HttpRequest, pk: int) -> SavedSearch:
    """The person's own search; a stranger's is as if it did not exist."""
    return get_object_or_404(SavedSearch, pk=pk, owner=request.user.pk)


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/saved/list.html", {"saved": saved_searches(request.user)})


@require_POST
@never_cache
def save(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:  # back to the list: a form cannot be sent again after the sign-in
        return redirect_to_login(f"{reverse('cases:case-list')}?{request.POST.get('query', '')[:2000]}")
    form = SaveForm(request.POST)
    if form.is_valid():
        try:
            actions.save_search(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("“%(name)s” is saved. Here you see what is new in it.") % form.cleaned_data)
            return redirect("cases:saved-list")
    return render(request, "cases/saved/name.html", {"form": form, "action": reverse("cases:saved-save")}, status=422)


@require_POST
@login_required
@never_cache
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    search, form = own(request, pk), NameForm(request.POST)
    if form.is_valid():
        try:
            actions.rename_search(by=request.user, search=search, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return redirect("cases:saved-list")
    context = {"form": form, "search": search, "action": reverse("cases:saved-rename", args=[pk])}
    return render(request, "cases/saved/name.html", context, status=422)


@require_POST
@login_required
@never_cache
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    search = own(request, pk)
    actions.forget_search(by=request.user, search=search)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": search.name})
    return redirect("cases:saved-list")


@require_POST
@login_required
@never_cache
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """To the list with what is new in it marked; from now on that counts as seen."""
    search = own(request, pk)
    query = QueryDict(search.query, mutable=True)
    query["since"] = str(actions.look_at(by=request.user, search=search))
    if request.POST.get("fresh"):
        query["fresh"] = "on"
    return redirect(f"{reverse('cases:case-list')}?{query.urlencode(safe=':,')}")
