"""What is new in a list of cases, for feed readers: any address of the list has its feed."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.filters import CaseFilter
from cases.queries.case_list import newest_cases
from cases.templatetags.casebase import label_plain


@require_safe
def case_feed(request: HttpRequest) -> HttpResponse:
    """The cases of the list that were published last, the newest first."""
    form = CaseFilter(request.GET)
    form.is_valid()
    query = form.case_query()
    here = request.build_absolute_uri(f"{reverse('cases:case-list')}?{query}".rstrip("?"))
    title = _("Casebase: new and changed cases")
    feed = Atom1Feed(title, here, "", language=get_language(), feed_url=request.build_absolute_uri(), feed_guid=here)
    for case in newest_cases(form.selection(), form.value("q", "")):
        address = request.build_absolute_uri(case.get_absolute_url())
        number, day = case.revision.number, case.revision.decided_at
        feed.add_item(
            label_plain(case), address, label_plain(case, "lede"), unique_id=f"{address}#{number}", pubdate=day, updateddate=day
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
