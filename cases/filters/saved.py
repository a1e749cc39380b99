"""The name of a saved search, and what it searches for."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.filters.cases import CaseFilter

LONGEST_QUERY = 4_000


class NameForm(forms.Form):
    """A name for a choice of cases."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        error_messages={
            "required": _("Give the search a name by which you will know it."),
            "max_length": _("Use at most 100 characters."),
        },
    )


class SaveForm(NameForm):
    """A name, and the query of the list as its address has it: read as any address is, and kept without order and page."""

    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        asked = CaseFilter(QueryDict(self.cleaned_data["query"][: 4 * LONGEST_QUERY]))
        asked.is_valid()
        query = asked.case_query()
        if len(query) > LONGEST_QUERY:
            self.add_error(None, _("This choice is too long to be kept. Choose fewer values."))
        return query
