"""Addresses of analyses and their runs."""

from django.urls import path

from analyses.views import drafts, lists, published, robustness, runs

app_name = "analyses"
urlpatterns = [
    path("", lists.index, name="list"),
    path("new/", lists.new, name="new"),
    path("upload/", lists.upload, name="upload"),
    path("compare/", runs.pair, name="compare"),
    path("published/<slug:slug>/", published.detail, name="published"),
    path("published/<slug:slug>/fill/", published.fill, name="published-fill"),
    path("runs/<slug:ref>/", runs.detail, name="run"),
    path("runs/<slug:ref>/progress/", runs.progress, name="run-progress"),
    path("runs/<slug:ref>/cancel/", runs.cancel_run, name="run-cancel"),
    path("runs/<slug:ref>/design/", runs.part, {"step": "design"}, name="run-design"),
    path("runs/<slug:ref>/calibration/", runs.part, {"step": "calibrate"}, name="run-calibrate"),
    path("runs/<slug:ref>/necessity/", runs.part, {"step": "necessity"}, name="run-necessity"),
    path("runs/<slug:ref>/truth-table/", runs.part, {"step": "table"}, name="run-table"),
    path("runs/<slug:ref>/robustness/", robustness.detail, name="run-robustness"),
    path("runs/<slug:ref>/robustness/test/", robustness.start, name="run-test"),
    path("runs/<slug:ref>/report/", runs.report, name="run-report"),
    path("runs/<slug:ref>/path/", runs.path, name="run-path"),
    path("runs/<slug:ref>/units/<int:number>/", runs.unit, name="run-unit"),
    path("<slug:ref>/", drafts.design_step, name="design"),
    path("<slug:ref>/columns/", lists.columns, name="columns"),
    path("<slug:ref>/calibrate/", drafts.calibrate, name="calibrate"),
    path("<slug:ref>/necessity/", drafts.necessity_step, name="necessity"),
    path("<slug:ref>/truth-table/", drafts.table_step, name="table"),
    path("<slug:ref>/override/", drafts.override_step, name="override"),
    path("<slug:ref>/run/", drafts.run_step, name="start"),
    path("<slug:ref>/copy/", drafts.copy_step, name="copy"),
    path("<slug:ref>/beside/", published.lay, name="lay-beside"),
    path("<slug:ref>/share/", drafts.share_step, name="share"),
    path("<slug:ref>/discard/", drafts.discard_step, name="discard"),
]
