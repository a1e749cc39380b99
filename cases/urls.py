"""Addresses of the record's pages."""

from django.urls import path, re_path

from cases.enums import PATHS
from cases.views import about, cases, codebook, codes, compare, home, records

app_name = "cases"
CODES = f"(?P<path>{'|'.join(PATHS)})"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("about/<slug:page>/", about.about, name="about-page"),
    path("compare/", compare.index, name="compare"),
    path("cases/", cases.index, name="case-list"),
    path("cases/<slug:slug>/", cases.detail, name="case"),
    path("glossary/", about.glossary, name="glossary"),
    path("codebook/", codebook.index, name="codebook"),
    path("codebook/<slug:slug>/", codebook.version, name="codebookversion"),
    path("studies/", records.studies, name="study-list"),
    path("studies/<slug:slug>/", records.study, name="study"),
    path("sources/", records.sources, name="source-list"),
    path("sources/<slug:slug>/", records.source, name="source"),
    path("actors/", records.actors, name="actor-list"),
    path("actors/<slug:slug>/", records.actor, name="actor"),
    path("places/", records.places, name="place-list"),
    path("places/<slug:slug>/", records.place, name="place"),
    path("datasets/", records.datasets, name="dataset-list"),
    path("datasets/<slug:slug>/", records.dataset, name="dataset"),
    re_path(rf"^{CODES}/$", codes.index, name="code-list"),
    re_path(rf"^{CODES}/(?P<slug>[-\w]+)/$", codes.detail, name="code"),
]
