"""What addresses of lists may say. Unknown values are told to the reader, never an error page."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.queries.facets import FACETS

SORTS = {"name": _("Name"), "level": _("Level"), "new": _("Newest first")}


class CaseFilter(forms.Form):
    """The state of the case list, all of it in the address: words, facets, order, page."""

    q = forms.CharField(
        required=False, max_length=200, strip=True, error_messages={"max_length": _("Search for at most 200 characters.")}
    )
    sort = forms.ChoiceField(required=False, choices=SORTS.items())
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    data: QueryDict

    def selection(self) -> dict[str, list[str]]:
        """Chosen values by facet, as they stand in the address."""
        chosen = {}
        for facet in FACETS:
            values = [
                value for value in dict.fromkeys(self.data.getlist(facet)) if value and len(value) <= 210 and "\x00" not in value
            ]
            if values:
                chosen[facet] = values[:50]
        return chosen

    def value(self, name: str, default):
        """A field's cleaned value, or the default where the address says nothing usable."""
        return self.cleaned_data.get(name) or default
