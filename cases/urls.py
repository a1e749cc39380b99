"""Addresses of the record's pages."""

from django.urls import path

from cases.views import about, home

app_name = "cases"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("about/<slug:page>/", about.about, name="about_page"),
    path("glossary/", about.glossary, name="glossary"),
]
