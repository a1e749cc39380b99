"""Addresses of the record's pages."""

from django.urls import path

from cases.views import about, cases, compare, home

app_name = "cases"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("about/<slug:page>/", about.about, name="about-page"),
    path("compare/", compare.index, name="compare"),
    path("cases/", cases.index, name="case-list"),
    path("cases/<slug:slug>/", cases.detail, name="case"),
    path("glossary/", about.glossary, name="glossary"),
]
