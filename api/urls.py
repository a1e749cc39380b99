"""Addresses of the API. They have no language in them: ``?lang=`` and Accept-Language choose it."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from api.advice import Cards, Gaps
from api.analyses import Analyses, AnalysisRuns, OneAnalysis
from api.cases import CaseDetail, CaseFacets, CaseList
from api.claims import Codings, Links
from api.drafts import Accept, Draft, Drafts, Return, Submit, Withdraw
from api.kinds import KINDS
from api.records import Changes, views_of
from api.root import Description, Entrance, docs
from api.runs import CancelRun, OneRun, RunResults
from api.views import NothingHere


class UidConverter(StringConverter):
    regex = r"[a-z0-9][a-z0-9:-]{0,119}"


register_converter(UidConverter, "uid")

app_name = "api"
urlpatterns = [
    path("", Entrance.as_view(), name="root"),
    path("schema/", Description.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("facets/", CaseFacets.as_view(), name="facets"),
    path("codings/", Codings.as_view(), name="codings"),
    path("links/", Links.as_view(), name="links"),
    path("advice/cards/", Cards.as_view(), name="advice-cards"),
    path("advice/gaps/", Gaps.as_view(), name="advice-gaps"),
    path("changes/", Changes.as_view(), name="changes"),
    path("analyses/", Analyses.as_view(), name="analyses"),
    path("analyses/<slug:ref>/", OneAnalysis.as_view(), name="analysis"),
    path("analyses/<slug:ref>/runs/", AnalysisRuns.as_view(), name="analysis-runs"),
    path("runs/<slug:ref>/", OneRun.as_view(), name="run"),
    path("runs/<slug:ref>/cancel/", CancelRun.as_view(), name="run-cancel"),
    path("runs/<slug:ref>/results/", RunResults.as_view(), name="run-results"),
    path("drafts/", Drafts.as_view(), name="drafts"),
    path("drafts/<int:pk>/", Draft.as_view(), name="draft"),
    path("drafts/<int:pk>/submit/", Submit.as_view(), name="draft-submit"),
    path("drafts/<int:pk>/withdraw/", Withdraw.as_view(), name="draft-withdraw"),
    path("drafts/<int:pk>/accept/", Accept.as_view(), name="draft-accept"),
    path("drafts/<int:pk>/return/", Return.as_view(), name="draft-return"),
]
for kind in KINDS:
    views = views_of(kind)
    if kind.kind == "case":
        views |= {"list": CaseList, "detail": CaseDetail}
    urlpatterns += [
        path(f"{kind.path}/", views["list"].as_view(), name=f"{kind.path}-list"),
        path(f"{kind.path}/<uid:uid>/", views["detail"].as_view(), name=f"{kind.path}-detail"),
        path(f"{kind.path}/<uid:uid>/revisions/", views["revisions"].as_view(), name=f"{kind.path}-revisions"),
        path(f"{kind.path}/<uid:uid>/revisions/<int:number>/", views["revision"].as_view(), name=f"{kind.path}-revision"),
    ]
urlpatterns.append(re_path("", NothingHere.as_view()))
