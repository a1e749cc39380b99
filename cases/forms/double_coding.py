"""Forms of double coding: give a case to coders, decide where they differ."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents.double_coding import CONTESTED
from cases.models import Case
from cases.queries.double_coding import coders
from cases.queries.lookup import Names


class AssignForm(forms.Form):
    """A case, and the people who code it without seeing one another's codings."""

    use_required_attribute = False
    case = forms.CharField(
        label=gettext_lazy("Case"), max_length=300, widget=forms.TextInput(attrs={"list": "cases", "autocomplete": "off"}),
        help_text=gettext_lazy("One that is published. Its sources should have their texts on the desk."),
    )  # fmt: skip
    coders: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Coders"), queryset=None, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Two or more. Whoever assigns decides later, and so does not code."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, names: Names, by: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.names = names
        self.fields["coders"].queryset = coders().exclude(pk=by.pk)  # type: ignore[attr-defined]

    def clean_case(self) -> Case:
        typed = self.cleaned_data["case"]
        found = Case.objects.live().filter(uid=self.names.case.resolve(typed)).select_related("revision").first()
        if found is None:
            raise forms.ValidationError(_("No case here is called “%(name)s”. Choose one from the list.") % {"name": typed})
        return found

    def clean_coders(self) -> list[Any]:
        chosen = list(self.cleaned_data["coders"])
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose at least two people: agreement is between coders."))
        return chosen


class DecisionForm(forms.Form):
    """One decision: whose answer holds, and why."""

    use_required_attribute = False
    slot = forms.CharField(max_length=300, widget=forms.HiddenInput)
    choice = forms.ChoiceField(label=gettext_lazy("What holds"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    to_codebook = forms.BooleanField(label=gettext_lazy("The codebook should say this better"), required=False)

    def __init__(self, data: Any = None, *, names: list[str], **kwargs: Any):
        super().__init__(data, **kwargs)
        choices = [(str(index), _("the answer of %(coder)s") % {"coder": name}) for index, name in enumerate(names)]
        choices += [(CONTESTED, _("neither: it stays contested"))]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
