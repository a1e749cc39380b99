"""The site's addresses, and the page that the others are measured by: 25 plain rows from one query, in the same frame."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from casebase.urls import urlpatterns as site
from cases.models import Case

TPL25 = """{% extends "base.html" %}{% load casebase %}{% block content %}<h1>25 rows</h1><table class="bt"><tbody>
{% for case in cases %}<tr><th scope="row"><a href="{{ case.get_absolute_url }}">{{ case|label }}</a></th>
<td>{{ case.period }}</td><td>{{ case.level }}</td></tr>{% endfor %}</tbody></table>{% endblock %}"""


def tpl25(request: HttpRequest) -> HttpResponse:
    cases = Case.objects.live().order_by("sort_key", "uid")[:25]
    return HttpResponse(engines["django"].from_string(TPL25).render({"cases": cases}, request))


urlpatterns = [*i18n_patterns(path("tpl25/", tpl25), prefix_default_language=False), *site]
