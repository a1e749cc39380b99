"""Adding to the comparison from any page, and taking out again: one address, one POST."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.queries import tray
from cases.queries.items import MOST


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    if "clear" in request.POST:
        tray.clear(request.session)
    tray.take_out(request.session, request.POST.getlist("remove"))
    if wanted := request.POST.getlist("add"):
        added, refused = tray.put(request.session, wanted)
        if added:
            messages.success(request, _("Added to the comparison."))
        for text in refused:
            words = {"item": text[:80], "most": MOST}
            messages.warning(
                request,
                _("“%(item)s” was not added: it is not in the record, or %(most)s of its kind are there already.") % words,
            )
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = reverse("cases:compare")
    return redirect(there)
