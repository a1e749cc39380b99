"""Addresses of advice."""

from django.urls import path

from advice.views import ask, follow_ups, overview, paths, plans

app_name = "advice"
urlpatterns = [
    path("advice/", ask.ask, name="ask"),
    path("advice/answer/", ask.answer, name="answer"),
    path("advice/forget/", ask.forget, name="forget"),
    path("advice/cards/", ask.cards, name="cards"),
    path("advice/gaps/", overview.gaps, name="gaps"),
    path("advice/benchmarks/<slug:slug>/", overview.benchmarks, name="benchmarks"),
    path("advice/paths/places/<slug:slug>/", paths.of_place, name="paths-of-place"),
    path("advice/paths/cases/<slug:slug>/", paths.of_case, name="paths-of-case"),
    path("advice/curation/", overview.curation, name="curation"),
    path("advice/curation/<slug:slug>/<slug:ref>/", overview.assess, name="assess"),
    path("advice/curation/<slug:slug>/<slug:ref>/send/", overview.assess_send, name="assess-send"),
    path("advice/plans/", plans.index, name="plan-list"),
    path("advice/plans/add/", plans.add, name="plan-add"),
    path("advice/plans/<int:pk>/", plans.detail, name="plan"),
    path("advice/plans/<int:pk>/save/", plans.save, name="plan-save"),
    path("advice/plans/<int:pk>/share/", plans.share, name="plan-share"),
    path("advice/plans/<int:pk>/delete/", plans.delete, name="plan-delete"),
    path("advice/plans/<int:pk>/print/", plans.brief, name="plan-print"),
    path("advice/plans/<int:pk>/plan.docx", plans.docx, name="plan-docx"),
    path("advice/shared/<slug:key>/", plans.shared, name="plan-shared"),
    path("advice/measures/<int:pk>/aside/", plans.set_aside, name="measure-aside"),
    path("advice/measures/<int:pk>/follow-up/", follow_ups.new, name="follow-up"),
    path("advice/measures/<int:pk>/follow-up/keep/", follow_ups.create, name="follow-up-keep"),
    path("advice/follow-ups/<int:pk>/document/", follow_ups.document, name="follow-up-document"),
    path("advice/follow-ups/<int:pk>/offer/", follow_ups.offering, name="offer"),
    path("advice/follow-ups/<int:pk>/offer/send/", follow_ups.send, name="offer-send"),
]
