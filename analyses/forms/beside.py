"""Which study's printed results an analysis is laid beside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analyses.queries.published import studies_with_configurations
from cases.models import Study
from cases.templatetags.casebase import label_plain


class StudyForm(forms.Form):
    study = forms.ChoiceField(label=_("Beside the published results of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.studies = {study.slug: study for study in studies_with_configurations()}
        choices = [(slug, label_plain(study, "title")) for slug, study in self.studies.items()]
        self.fields["study"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> Study:
        return self.studies[self.cleaned_data["study"]]
