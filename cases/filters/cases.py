"""What addresses of lists may say. Unknown values are told to the reader, never an error page."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.enums import Strand
from cases.filters.search import WordsField
from cases.queries.facets import FACETS
from cases.queries.timeline.options import Align, Kind, Options

SORTS = {"name": _("Name"), "level": _("Level"), "new": _("Newest first")}


class CaseFilter(forms.Form):
    """The state of the case list, all of it in the address: words, facets, order, page."""

    q = WordsField()
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

    def case_query(self) -> str:
        """The choice of cases, without order and page, as the query of another page."""
        query = QueryDict(mutable=True)
        for facet, values in self.selection().items():
            query.setlist(facet, values)
        if words := self.value("q", ""):
            query["q"] = words
        return query.urlencode(safe=":,")

    def value(self, name: str, default):
        """A field's cleaned value, or the default where the address says nothing usable."""
        return self.cleaned_data.get(name) or default


class TimelineFilter(forms.Form):
    """How cases are aligned in time, and which strands, kinds and actor are shown. What is not understood counts as all."""

    align = forms.ChoiceField(required=False, choices=Align.choices)
    strand = forms.MultipleChoiceField(required=False, choices=Strand.choices)
    kind = forms.MultipleChoiceField(required=False, choices=Kind.choices)
    actor = forms.SlugField(required=False, max_length=140)
    policy = forms.BooleanField(required=False)

    data: QueryDict

    def options(self) -> Options:
        said = self.cleaned_data if self.is_valid() else {name: self.cleaned_data.get(name) for name in self.fields}
        return Options(
            align=said["align"] or "",
            strands=tuple(said["strand"] or ()),
            kinds=tuple(said["kind"] or ()),
            actor=said["actor"] or "",
            starts=tuple(self.data.getlist("from"))[:20],
            policy=bool(said["policy"]),
        )
