"""Ends of ranges that somebody chooses or types beside the list of cases, a pair for each scaled code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.filters.cases import CaseFilter
from cases.queries.scales import VALUE, Scale, digits, read_span

ENDS = ("least", "most")
NO_NUMBER = gettext_lazy("Type a number, such as 40 or 0.5.")
NO_LEVEL = gettext_lazy("“%(value)s” is no level of this code. Choose one from the list.")


@dataclass(frozen=True)
class Typed:
    """What stands in the two fields of a code, and what is wrong with it."""

    least: str
    most: str
    errors: list[str]


class RangeForm(forms.Form):
    """A pair of fields for each code of which an end is given: ``least:code`` and ``most:code``."""

    data: QueryDict

    def __init__(self, data: QueryDict, scales: Callable[[], Mapping[str, Scale]]):
        """Scales are only asked for where something is typed."""
        super().__init__(data)
        names = [name for name in data if name.partition(":")[0] in ENDS and ":" in name]
        self.sent = bool(names)
        given = dict.fromkeys(name.partition(":")[2] for name in names if str(data[name]).strip())
        known = scales() if given else {}
        self.codes = [code for code in given if code in known]
        for code in self.codes:
            for end in ENDS:
                self.fields[f"{end}:{code}"] = _field(known[code])
        self.scales = known
        self.is_valid()

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for code in self.codes:
            least, most = (cleaned.get(f"{end}:{code}") for end in ENDS)
            if least in (None, "") or most in (None, ""):
                continue
            steps = list(self.scales[code].steps)
            if (least > most) if self.scales[code].numeric else (steps.index(least) > steps.index(most)):
                self.add_error(f"most:{code}", _("The second value lies below the first one."))
        return cleaned

    def values(self) -> list[str]:
        """The ranges as values of their facet; those that are wrong are left out."""
        return [f"{code}={self._end(code, 'least')}..{self._end(code, 'most')}" for code in self.codes if not self._wrong(code)]

    def _end(self, code: str, end: str) -> str:
        said = self.cleaned_data.get(f"{end}:{code}")
        return "" if said in (None, "") else digits(said) if isinstance(said, float) else said

    def _wrong(self, code: str) -> bool:
        return any(f"{end}:{code}" in self.errors for end in ENDS)

    def of(self, code: str) -> Typed:
        """What was typed of a code, for the page that says what is wrong with it."""
        least, most = (self.data.get(f"{end}:{code}", "") for end in ENDS)
        errors = [str(error) for end in ENDS for error in self.errors.get(f"{end}:{code}", ())]
        return Typed(least, most, list(dict.fromkeys(errors)))

    def settle(self, query: QueryDict) -> None:
        """Put the ranges into an address, in place of the fields and of the ranges that their codes had there."""
        for name in [name for name in query if name.partition(":")[0] in ENDS and ":" in name]:
            if not self._wrong(name.partition(":")[2]):
                query.pop(name)
        new = self.values()
        codes = {value.partition("=")[0] for value in new}
        kept = [
            value for value in query.getlist(VALUE) if not ((span := read_span(value)) and span.code in codes and ".." in value)
        ]
        if new:
            query.setlist(VALUE, [*kept, *new])


def _field(scale: Scale) -> forms.Field:
    if scale.numeric:
        return forms.FloatField(required=False, error_messages={"invalid": NO_NUMBER})
    choices = [("", ""), *((str(step), str(step)) for step in scale.steps)]
    return forms.ChoiceField(required=False, choices=choices, error_messages={"invalid_choice": NO_LEVEL})


def settled(form: CaseFilter, ranges: RangeForm) -> str | None:
    """The query with what was typed as values of facets; none where nothing is typed, or nothing that can be read."""
    query = form.data.copy()
    form.put_years(query)
    ranges.settle(query)
    if query == form.data:
        return None
    for name in ("after", "page"):
        query.pop(name, None)
    return query.urlencode(safe=":,=")
