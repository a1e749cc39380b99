"""Data sets as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cases.models import DataSet
from exchange.dataset_files import FORMS, sheet


@require_safe
def export(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    dataset = DataSet.objects.filter(slug=slug, state="live").select_related("revision").first()
    if dataset is None or form not in FORMS:
        raise Http404
    made = sheet(dataset, request.build_absolute_uri(dataset.get_absolute_url()))
    answer = HttpResponse(FORMS[form].write(made), content_type=FORMS[form].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{dataset.slug}.{form}"'
    return answer
