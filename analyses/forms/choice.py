"""What the address of a run's page or figure may say."""

from dataclasses import dataclass

from django import forms

from analyses.enums import Kind, Side
from analyses.queries.run_page import Choice

FIGURES = ["solution", "path", "necessity"]
ABOUT_FIGURES = ("figure", "expr")


@dataclass(frozen=True)
class Figure:
    """An XY plot: of the solution, of the chosen path, or of a necessary expression."""

    of: str = "solution"
    expr: str = ""


class ChoiceForm(forms.Form):
    side = forms.ChoiceField(choices=Side.choices, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    solution = forms.IntegerField(required=False, min_value=1)
    model = forms.IntegerField(required=False, min_value=1)
    path = forms.IntegerField(required=False, min_value=1)
    figure = forms.ChoiceField(choices=[(one, one) for one in FIGURES], required=False)
    expr = forms.CharField(required=False, max_length=500)

    def choice(self) -> Choice:
        """What is asked for; what cannot be read counts as not said."""
        self.is_valid()
        return Choice(**{name: value for name, value in self.cleaned_data.items() if value and name not in ABOUT_FIGURES})

    def wanted_figure(self) -> Figure:
        self.is_valid()
        return Figure(self.cleaned_data.get("figure") or "solution", self.cleaned_data.get("expr", ""))
