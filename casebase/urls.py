"""Addresses. English pages are unprefixed, Chinese ones stand under /zh-hans/."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from accounts.urls import sign_in_urlpatterns
from casebase import health
from cases.views.home import favicon

# One door: the administration pages send people to the ordinary sign-in, with its limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "casebase.errors.server_error"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
]
urlpatterns += i18n_patterns(
    path("accounts/", include(sign_in_urlpatterns)),
    path("", include("accounts.urls")),
    path("", include("cases.urls")),
    path("analyses/", include("analyses.urls")),
    path("", include("advice.urls")),
    path("", include("exchange.urls")),
    prefix_default_language=False,
)
