"""Addresses of advice."""

from django.urls import path

from advice.views import ask

app_name = "advice"
urlpatterns = [
    path("advice/", ask.ask, name="ask"),
    path("advice/answer/", ask.answer, name="answer"),
    path("advice/forget/", ask.forget, name="forget"),
    path("advice/cards/", ask.cards, name="cards"),
]
