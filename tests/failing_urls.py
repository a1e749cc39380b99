"""The site's addresses, and some that fail, to see the error pages."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from casebase.urls import urlpatterns as site


def broken(request):
    raise RuntimeError("broken on purpose")


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation("on purpose")


urlpatterns = [
    *i18n_patterns(
        path("broken/", broken),
        path("forbidden/", forbidden),
        path("suspicious/", suspicious),
        prefix_default_language=False,
    ),
    *site,
]
