"""Why a record leaves circulation, and into which one a duplicate is merged."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.text import StoredText
from cases.queries.duplicates import Choice


class RetireForm(forms.Form):
    """The reason, which stands at the record's address and in its history."""

    reason = StoredText(
        label=_("Why"),
        help_text=_("Readers find it at the record’s address and in its history."),
        max_length=2_000,
        error_messages={"required": _("Say why it leaves circulation: whoever comes to its address reads that.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TakeDownForm(RetireForm):
    """The same, and whether the versions go with it."""

    field_order = ("reason", "withheld", "seen")
    withheld = forms.BooleanField(
        label=_("It gives a place or a person away: withhold all of its versions"),
        help_text=_("Then nobody but editors reads them. Do not say above what they give away."),
        required=False,
    )


class MergeForm(RetireForm):
    """The record that stays."""

    field_order = ("into", "reason", "seen")
    into = StoredText(
        label=_("Merge it into"),
        help_text=_("The record that stays: choose it from the list, or type its name."),
        max_length=500,
        widget=forms.TextInput(attrs={"list": "records", "autocomplete": "off"}),
        error_messages={"required": _("Name the record that stays.")},
    )

    def __init__(self, *args: Any, choice: Choice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.choice = choice

    def clean_into(self) -> str:
        """The identity of the record that stays."""
        typed = self.cleaned_data["into"]
        uid = self.choice.resolve(typed)
        if uid is None:
            raise forms.ValidationError(
                _("Nothing else of this kind is called “%(name)s”. Choose it from the list."), params={"name": typed[:80]}
            )
        return uid
