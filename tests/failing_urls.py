"""The site's addresses, and some that fail, to see the error pages."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.urls import path

from casebase.urls import handler500 as handler500
from casebase.urls import urlpatterns as site


def broken(request):
    raise RuntimeError("broken on purpose")


def forbidden(request):
    raise PermissionDenied


def away(request):
    raise OperationalError("connection refused")


def away_before_views(get_response):
    """Middleware whose database is away, as that of the sessions may be."""
    return away


def suspicious(request):
    raise SuspiciousOperation("on purpose")


urlpatterns = [
    *i18n_patterns(
        path("broken/", broken),
        path("forbidden/", forbidden),
        path("suspicious/", suspicious),
        path("away/", away),
        prefix_default_language=False,
    ),
    path("api/away/", away),
    *site,
]
