"""What the address of the pair finder may say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.filters.cases import CaseFilter
from cases.queries.pairs.find import DESIGNS, ON, Wanted

KEY = 140


class PairForm(CaseFilter):
    """A design, an outcome, background conditions, and the facets of the case list."""

    design = forms.ChoiceField(
        label=_("Which pairs"),
        required=False,
        choices=DESIGNS.items(),
        error_messages={"invalid_choice": _("“%(value)s” is no design. Choose most similar or most different.")},
    )
    outcome = forms.CharField(required=False, max_length=KEY)

    def wanted(self) -> Wanted:
        """The question, with defaults for what was left out or could not be read."""
        self.is_valid()
        on = tuple(key for key in self.data.getlist("on") if key and len(key) <= KEY and "\x00" not in key)[:100]
        return Wanted(
            self.value("design", "most-similar"), self.value("outcome", "model"), on or ON, self.selection(), self.value("q", "")
        )
