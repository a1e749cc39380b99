"""Nothing but Revision says who changed what in a record."""

from django.apps import apps
from django.contrib.auth import get_user_model

PEOPLE = {
    "revision": {"author", "reviewer", "withheld_by"},
    "comment": {"author", "resolved_by"},
    "notice": {"person", "by"},
    "comparison": {"author"},
    "sourcetext": {"added_by"},
    "doublecoding": {"asked_by", "settled_by"},
    "assignment": {"coder"},
    "report": {"settled_by"},
    "importbatch": {"author", "decided_by"},
    "savedsearch": {"owner"},
}
"""Models that name a person, and as what. All but the first stand apart from the record: talk about drafts, news of them,
tables that somebody froze, texts that coders read and that no page shows, who codes what for whom, what readers
report, who sent an import and who accepted it (its rows become revisions), who keeps a search."""


def test_only_revisions_say_who_changed_a_record():
    people = get_user_model()
    found = {}
    for model in apps.get_app_config("cases").get_models():
        names = {field.name for field in model._meta.get_fields() if field.concrete and field.related_model is people}
        if names:
            found[model._meta.model_name] = names
    assert found == PEOPLE
