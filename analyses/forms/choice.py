"""What the address of a run's page may say."""

from django import forms

from analyses.enums import Kind, Side
from analyses.queries.run_page import Choice


class ChoiceForm(forms.Form):
    side = forms.ChoiceField(choices=Side.choices, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    solution = forms.IntegerField(required=False, min_value=1)
    model = forms.IntegerField(required=False, min_value=1)
    path = forms.IntegerField(required=False, min_value=1)

    def choice(self) -> Choice:
        """What is asked for; what cannot be read counts as not said."""
        self.is_valid()
        return Choice(**{name: value for name, value in self.cleaned_data.items() if value})
