"""What addresses of lists may say. Unknown values are told to the reader, never an error page."""

import zlib

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.filters.search import WordsField
from cases.queries.facets import ASKED
from cases.queries.paging import BIGGEST_INT

SORTS = {"name": _("Name (pinyin)"), "english": _("Name (English)"), "level": _("Level"), "new": _("Newest first")}
FIRST_YEAR, LAST_YEAR = 1900, 2100
YEAR_WRONG = {name: _("A year has four digits, from 1900 to 2100.") for name in ("invalid", "min_value", "max_value")}


class CaseFilter(forms.Form):
    """The state of the case list, all of it in the address: words, facets, order, page."""

    q = WordsField()
    sort = forms.ChoiceField(required=False, choices=SORTS.items())
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)
    after = forms.CharField(required=False, max_length=2_000)
    since = forms.IntegerField(required=False, min_value=0, max_value=BIGGEST_INT)
    fresh = forms.BooleanField(required=False)
    year_from = forms.IntegerField(
        label=_("From"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, error_messages=YEAR_WRONG
    )
    year_to = forms.IntegerField(
        label=_("to"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, error_messages=YEAR_WRONG
    )

    data: QueryDict

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("The last year lies before the first one."))
        return cleaned

    def years(self) -> str:
        """The years typed as one value of the facet, open ends closed; empty where none or wrong ones are typed."""
        first, last = self.value("year_from", None), self.value("year_to", None)
        if not (first or last) or "year_from" in self.errors or "year_to" in self.errors:
            return ""
        return f"{first or FIRST_YEAR}..{last or LAST_YEAR}"

    @property
    def year_fields(self) -> list[forms.BoundField]:
        return [self["year_from"], self["year_to"]]

    @property
    def year_errors(self) -> list[str]:
        return list(dict.fromkeys([*self["year_from"].errors, *self["year_to"].errors]))

    def put_years(self, query: QueryDict) -> None:
        """The typed years as a value of their facet, in place of the fields and of the ranges that stood there."""
        if years := self.years():
            query.setlist("year", [*(year for year in query.getlist("year") if ".." not in year), years])
        for name in ("year_from", "year_to"):
            if years or not self.data.get(name):
                query.pop(name, None)

    def of(self) -> str:
        """A short name of this very list, by which its pages are known."""
        said = "|".join((self.case_query(), self.value("sort", "name"), self.fresh_query))
        return f"{zlib.crc32(said.encode()):x}"

    @property
    def fresh_query(self) -> str:
        """What an address says besides to have only what is new."""
        return f"&since={self.seen}&fresh=on" if self.fresh_only else ""

    @property
    def seen(self) -> int | None:
        """The publication up to which somebody has seen the list; none where nothing is to be marked."""
        return self.cleaned_data.get("since")

    @property
    def fresh_only(self) -> bool:
        return self.seen is not None and self.value("fresh", False)

    def selection(self) -> dict[str, list[str]]:
        """Chosen values by facet, as they stand in the address."""
        chosen = {}
        for facet in ASKED:
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
