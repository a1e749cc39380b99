"""Addresses of files."""

from django.urls import path

from exchange import case_views, dataset_views, import_views, views

app_name = "exchange"
urlpatterns = [
    path("cases/as/<slug:form>/", case_views.export, name="case-export"),
    path("import/", import_views.index, name="imports"),
    path("import/read/", import_views.read, name="import-read"),
    path("import/<slug:ref>/", import_views.batch, name="import"),
    path("import/<slug:ref>/progress/", import_views.progress, name="import-progress"),
    path("import/<slug:ref>/stop/", import_views.stop, name="import-stop"),
    path("import/<slug:ref>/go-on/", import_views.go_on, name="import-go-on"),
    path("import/<slug:ref>/accept/", import_views.accept, name="import-accept"),
    path("import/<slug:ref>/undo/", import_views.undo, name="import-undo"),
    path("compare/as/<slug:form>/", views.live, name="compare-export"),
    path("datasets/<slug:slug>/as/<slug:form>/", dataset_views.export, name="dataset-export"),
    path("comparisons/<slug:ref>/as/<slug:form>/", views.frozen, name="comparison-export"),
    path("analyses/runs/<slug:ref>/as/<str:form>/", views.run, name="analysis-export"),
]
