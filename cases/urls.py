"""Addresses of the record's pages."""

from django.urls import path, re_path, register_converter

from cases.enums import PATHS, RecordKind
from cases.views import (
    about,
    cases,
    citing,
    codebook,
    codebook_draft,
    codes,
    comments,
    compare,
    contribute,
    datasets,
    desk,
    desk_texts,
    double_coding,
    feed,
    frozen,
    history,
    home,
    hypotheses,
    leave,
    matrix,
    merge,
    pairs,
    preview,
    process,
    records,
    report,
    retire,
    review,
    saved,
    search,
    tray,
    upkeep,
)

app_name = "cases"
CODES = f"(?P<path>{'|'.join(PATHS)})"


class OneOf:
    """Part of an address that is one of a few words."""

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class KindOfRecord(OneOf):
    regex = "|".join(RecordKind.values)


class IdentityOfRecord(OneOf):
    regex = "[a-z0-9][-a-z0-9]*(?::[a-z0-9][-a-z0-9]*)?"


register_converter(KindOfRecord, "recordkind")
register_converter(IdentityOfRecord, "recorduid")

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("about/<slug:page>/", about.about, name="about-page"),
    path("search/", search.index, name="search"),
    path("search/suggest/", search.suggestions, name="search-suggest"),
    path("compare/", compare.index, name="compare"),
    path("compare/tray/", tray.change, name="tray"),
    path("compare/freeze/", frozen.create, name="freeze"),
    path("comparisons/", frozen.index, name="comparison-list"),
    path("comparisons/<slug:ref>/", frozen.detail, name="comparison"),
    path("cite/<slug:kind>/<slug:slug>.<slug:form>", citing.download, name="cite"),
    path("timeline/", process.timeline, name="timeline"),
    path("chains/", process.chains, name="chains"),
    path("cases/", cases.index, name="case-list"),
    path("cases/feed/", feed.case_feed, name="case-feed"),
    path("cases/values/value/", cases.scales, name="case-scales"),
    path("cases/values/<slug:facet>/", cases.values, name="facet-values"),
    path("cases/<slug:slug>/", cases.detail, name="case"),
    path("cases/<slug:slug>/versions/", cases.versions, name="case-versions"),
    path("cases/<slug:slug>/versions/<int:number>/", cases.version, name="case-version"),
    path("cases/<slug:slug>/actors/", process.network, name="case-actors"),
    path("pairs/", pairs.index, name="pairs"),
    path("matrix/", matrix.index, name="matrix"),
    path("hypotheses/", hypotheses.index, name="hypothesis-list"),
    path("glossary/", about.glossary, name="glossary"),
    path("codebook/", codebook.index, name="codebook"),
    path("codebook/draft/", codebook_draft.draft, name="codebook-draft"),
    path("codebook/draft/change/", codebook_draft.change, name="codebook-change"),
    path("codebook/draft/change/<slug:ref>/drop/", codebook_draft.drop, name="codebook-drop"),
    path("codebook/draft/entry/<str:uid>/", codebook_draft.entry, name="codebook-entry"),
    path("codebook/draft/release/", codebook_draft.release, name="codebook-release"),
    path("codebook/draft/withdraw/", codebook_draft.withdraw, name="codebook-withdraw"),
    path("codebook/recodes/", codebook_draft.recodes, name="recodes"),
    path("codebook/recodes/<int:pk>/", codebook_draft.recode, name="recode"),
    path("codebook/<slug:slug>/map/", codebook_draft.map_all, name="codebook-map"),
    path("codebook/<slug:slug>/", codebook.version, name="codebookversion"),
    path("studies/", records.studies, name="study-list"),
    path("studies/<slug:slug>/", records.study, name="study"),
    path("sources/", records.sources, name="source-list"),
    path("sources/<slug:slug>/", records.source, name="source"),
    path("actors/", records.actors, name="actor-list"),
    path("actors/<slug:slug>/", records.actor, name="actor"),
    path("places/", records.places, name="place-list"),
    path("places/<slug:slug>/", records.place, name="place"),
    path("datasets/", datasets.index, name="dataset-list"),
    path("datasets/<slug:slug>/", datasets.detail, name="dataset"),
    path("datasets/<slug:slug>/plot/", datasets.plot, name="dataset-plot"),
    path("datasets/<slug:slug>/values/<slug:unit>/<slug:variable>/", datasets.value, name="dataset-value"),
    re_path(rf"^{CODES}/$", codes.index, name="code-list"),
    re_path(rf"^{CODES}/(?P<slug>[-\w]+)/$", codes.detail, name="code"),
    # What became of a record
    path("history/<recordkind:kind>/<recorduid:uid>/", history.index, name="history"),
    path("history/<recordkind:kind>/<recorduid:uid>/on/", history.on, name="history-on"),
    path("history/<recordkind:kind>/<recorduid:uid>/difference/", history.difference, name="history-difference"),
    path("history/<recordkind:kind>/<recorduid:uid>/fields/", history.fields, name="history-fields"),
    path("history/<recordkind:kind>/<recorduid:uid>/<int:number>/", history.version, name="history-version"),
    path("history/<recordkind:kind>/<recorduid:uid>/<int:number>/restore/", history.restore, name="history-restore"),
    path("history/<recordkind:kind>/<recorduid:uid>/withhold/", history.withhold, name="history-withhold"),
    path("history/<recordkind:kind>/<recorduid:uid>/<int:number>/release/", history.release, name="history-release"),
    path("history/<recordkind:kind>/<recorduid:uid>/<int:number>/propose/", history.propose, name="history-propose"),
    path("me/export.json", leave.export, name="export-me"),
    path("me/searches/", saved.index, name="saved-list"),
    path("me/searches/save/", saved.save, name="saved-save"),
    path("me/searches/<int:pk>/rename/", saved.rename, name="saved-rename"),
    path("me/searches/<int:pk>/forget/", saved.forget, name="saved-forget"),
    path("me/searches/<int:pk>/look/", saved.look, name="saved-look"),
    path("me/leave/", leave.leave, name="leave"),
    # Upkeep
    path("report/", report.report, name="report"),
    path("report/thanks/", report.thanks, name="report-thanks"),
    path("upkeep/", upkeep.index, name="upkeep"),
    path("upkeep/reports/", report.reports, name="reports"),
    path("upkeep/reports/<int:pk>/settle/", report.settle, name="report-settle"),
    path("upkeep/duplicates/", retire.duplicates, name="duplicates"),
    path("upkeep/merge/<recordkind:kind>/<recorduid:uid>/", retire.merge, name="merge-records"),
    path("upkeep/retire/<recordkind:kind>/<recorduid:uid>/", retire.retire, name="retire"),
    path("upkeep/evidence/", upkeep.evidence, name="upkeep-evidence"),
    re_path(r"^upkeep/translations/(?P<which>missing|stale)/$", upkeep.translations, name="upkeep-translations"),
    path("upkeep/translate/<recordkind:kind>/<recorduid:uid>/", upkeep.translate, name="translate"),
    # Adding and reviewing
    path("contribute/", contribute.contribute, name="contribute"),
    path("contribute/case/", contribute.add, {"form": "snapshot"}, name="contribute-case"),
    path("contribute/case/full/", contribute.add, {"form": "full"}, name="contribute-full"),
    path("contribute/places/", contribute.places, name="contribute-places"),
    path("contribute/<int:pk>/", contribute.draft, name="draft"),
    path("contribute/<int:pk>/submit/", contribute.submit, name="draft-submit"),
    path("contribute/<int:pk>/withdraw/", contribute.withdraw, name="draft-withdraw"),
    path("contribute/<int:pk>/reopen/", contribute.reopen, name="draft-reopen"),
    path("contribute/<int:pk>/merge/", merge.merge_view, name="merge"),
    path("contribute/desk/", desk.index, name="desk"),
    path("contribute/desk/new/", desk_texts.bring, name="desk-bring"),
    path("contribute/desk/entry/<str:uid>/", desk.entry, name="desk-entry"),
    path("contribute/desk/<int:pk>/", desk.desk, name="desk-draft"),
    path("contribute/desk/<int:pk>/text/", desk_texts.bring, name="desk-add-text"),
    path("contribute/desk/<int:pk>/code/", desk.code, name="desk-code"),
    path("contribute/desk/<int:pk>/correct/<slug:uid>/", desk_texts.correct_own, name="desk-correct-own"),
    path("contribute/desk/sources/<slug:slug>/", desk_texts.correct, name="source-texts"),
    path("contribute/desk/sources/<slug:slug>/<slug:sha256>/", desk_texts.read, name="source-text"),
    path("contribute/desk/double/", double_coding.index, name="double-codings"),
    path("contribute/desk/double/<int:pk>/", double_coding.detail, name="double-coding"),
    path("contribute/desk/double/<int:pk>/decide/", double_coding.decide, name="double-decide"),
    path("contribute/desk/double/<int:pk>/settle/", double_coding.settle, name="double-settle"),
    path("contribute/desk/parts/<int:pk>/finish/", double_coding.finish, name="double-finish"),
    path("contribute/desk/agreement/", double_coding.agreement, name="agreement"),
    path("contribute/desk/<int:pk>/check/", desk.check, name="desk-check"),
    path("contribute/desk/<int:pk>/take-out/", desk.take_out, name="desk-take-out"),
    path("contribute/<int:pk>/changes/", preview.changes, name="draft-changes"),
    path("contribute/<int:pk>/preview/", preview.preview, name="draft-preview"),
    path("contribute/<int:pk>/comments/", comments.add, name="comment-add"),
    path("comments/<int:pk>/answer/", comments.answer, name="comment-answer"),
    path("comments/<int:pk>/settle/", comments.settle, name="comment-settle"),
    path("comments/<int:pk>/open/", comments.open_again, name="comment-open"),
    path("comments/<int:pk>/adopt/", comments.adopt, name="comment-adopt"),
    path("notices/read/", preview.notices_read, name="notices-read"),
    path("review/", review.queue, name="review"),
    path("review/<int:pk>/", review.revision, name="review-revision"),
    path("review/<int:pk>/take-up/", review.take_up, name="review-take-up"),
    path("review/<int:pk>/decide/", review.decide, name="review-decide"),
    path("review/<int:pk>/return/", review.return_, name="review-return"),
    path("cases/<slug:slug>/edit/", contribute.edit, name="case-edit"),
]
