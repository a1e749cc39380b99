"""Addresses of the record's pages."""

from django.urls import path

app_name = "cases"
urlpatterns: list = []
