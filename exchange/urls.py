"""Addresses of files."""

from django.urls import path

from exchange import case_views, dataset_views, views

app_name = "exchange"
urlpatterns = [
    path("cases/as/<slug:form>/", case_views.export, name="case-export"),
    path("compare/as/<slug:form>/", views.live, name="compare-export"),
    path("datasets/<slug:slug>/as/<slug:form>/", dataset_views.export, name="dataset-export"),
    path("comparisons/<slug:ref>/as/<slug:form>/", views.frozen, name="comparison-export"),
    path("analyses/runs/<slug:ref>/as/<str:form>/", views.run, name="analysis-export"),
]
