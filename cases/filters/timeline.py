"""What the address of a timeline may say."""

from django import forms
from django.http import QueryDict

from cases.enums import Strand
from cases.queries.timeline.options import Align, Kind, Options

MOST_STARTS = 20


class TimelineFilter(forms.Form):
    """How cases are aligned in time, and which strands, kinds and actor are shown. What is not understood counts as all."""

    align = forms.ChoiceField(required=False, choices=Align.choices)
    actor = forms.SlugField(required=False, max_length=140)
    policy = forms.BooleanField(required=False)

    data: QueryDict

    def options(self) -> Options:
        self.is_valid()
        said = self.cleaned_data  # a field that is not valid is not in it
        return Options(
            align=said.get("align") or "",
            strands=self._several("strand", Strand.values),
            kinds=self._several("kind", Kind.values),
            actor=said.get("actor") or "",
            starts=tuple(self.data.getlist("from"))[:MOST_STARTS],
            policy=bool(said.get("policy")),
        )

    def _several(self, name: str, known: list[str]) -> tuple[str, ...]:
        """Each value that is known, also beside one that is not."""
        return tuple(dict.fromkeys(value for value in self.data.getlist(name) if value in known))
