"""Citations as files for reference managers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.queries.citation import FILES
from cases.queries.citation.pages import find, work_of


@require_safe
def download(request: HttpRequest, kind: str, slug: str, form: str) -> HttpResponse:
    record = find(kind, slug)
    if record is None or form not in FILES:
        raise Http404
    write, content_type = FILES[form]
    work = work_of(kind, record, request.build_absolute_uri(record.get_absolute_url()), timezone.localdate())
    answer = HttpResponse(write(work), content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}-{slug}.{form}"'
    return answer
