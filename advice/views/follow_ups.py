"""What came of the measures of a plan, and offering it to the record."""

import io

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from advice.actions import plan as actions
from advice.actions.offer import NoLevel, offer
from advice.forms.plan import FollowUpForm, OfferForm
from advice.models import Attachment, FollowUp, Measure
from advice.views.plans import own_measure, owner_required
from cases.actions.draft import NotAllowed, StaleBase
from cases.permissions import may_write_drafts

NO_PLACE = _("Nothing says which place or level this is: choose a level in the profile and add the measure again, or anonymise.")
BEGUN = _("A draft is begun. Read it, add a source if there is one, and submit it; somebody else publishes it.")


@require_safe
@owner_required
def new(request: HttpRequest, pk: int) -> HttpResponse:
    return _new_page(request, own_measure(request, pk), FollowUpForm())


def _new_page(request: HttpRequest, measure: Measure, form: FollowUpForm, status: int = 200) -> HttpResponse:
    return render(request, "advice/plan/follow_up.html", {"measure": measure, "plan": measure.plan, "form": form}, status=status)


@require_POST
@owner_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what came of a measure; it stays private until it is offered."""
    measure = own_measure(request, pk)
    form = FollowUpForm(request.POST, request.FILES)
    if not form.is_valid():
        return _new_page(request, measure, form, status=422)
    made = actions.follow_up(by=request.user, measure=measure, **form.cleaned_data)
    messages.success(request, gettext("Kept, for you alone."))
    return redirect("advice:offer", made.pk)


def _own(request: HttpRequest, pk: int) -> FollowUp:
    found = FollowUp.objects.select_related("measure__plan__case", "measure__code", "offered", "attachment").defer(
        "attachment__content"
    )
    return get_object_or_404(found, pk=pk, measure__plan__owner=request.user.pk)


@require_safe
@owner_required
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file kept with a follow-up, for its owner alone and never opened in the page."""
    kept = get_object_or_404(Attachment, follow_up=pk, follow_up__measure__plan__owner=request.user.pk)
    return FileResponse(io.BytesIO(kept.content), as_attachment=True, filename=kept.name, content_type=kept.media_type)


@require_safe
@owner_required
def offering(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it private, or offer it to others."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return _offer_page(request, _own(request, pk), OfferForm(initial={"language": language}))


def _offer_page(request: HttpRequest, made: FollowUp, form: OfferForm, status: int = 200) -> HttpResponse:
    context = {"made": made, "plan": made.measure.plan, "form": form, "may_offer": may_write_drafts(request.user)}
    return render(request, "advice/plan/offer.html", context, status=status)


@require_POST
@owner_required
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft of a case from it; its author reads and submits it, somebody else decides."""
    made = _own(request, pk)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _offer_page(request, made, form, status=422)
    try:
        draft = offer(by=request.user, follow_up=made, **form.cleaned_data)
    except NotAllowed:
        return _offer_page(request, made, form, status=403)
    except StaleBase as stale:  # begun before: go on with that draft
        return redirect("cases:draft", stale.revision.pk) if stale.revision else redirect(made.measure.plan)
    except NoLevel:
        form.add_error("sharing", NO_PLACE)
        return _offer_page(request, made, form, status=422)
    messages.success(request, BEGUN)
    return redirect("cases:draft", draft.pk)
