"""Addresses of files."""

from django.urls import path

from exchange import views

app_name = "exchange"
urlpatterns = [
    path("compare/as/<slug:form>/", views.live, name="compare-export"),
    path("comparisons/<slug:ref>/as/<slug:form>/", views.frozen, name="comparison-export"),
]
