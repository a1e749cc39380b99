"""What somebody asks of a record's history: two versions to compare, a day, a reason for bringing one back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.text import StoredText
from cases.models import Revision
from cases.queries.history import History, in_force_on


class CompareForm(forms.Form):
    """Two versions of one record, by their numbers."""

    before = forms.IntegerField(min_value=1, max_value=10**8)
    after = forms.IntegerField(min_value=1, max_value=10**8)

    def __init__(self, data: Any, found: History):
        super().__init__(data)
        self.found = found

    def clean(self) -> dict[str, Any]:
        """The revisions themselves, the earlier one first."""
        data = super().clean() or {}
        two = sorted(number for name in ("before", "after") if (number := data.get(name)))
        revisions = [self.found.number(number) for number in two]
        if len(two) < 2 or two[0] == two[1] or not all(revisions):
            raise ValidationError(_("Choose two different versions to compare."))
        return {"before": revisions[0], "after": revisions[1]}


class DayForm(forms.Form):
    """The record as it stood at the end of a day."""

    day = forms.DateField(
        label=_("As it stood on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Give a day, such as 2026-03-31."), "invalid": _("Give a day, such as 2026-03-31.")},
    )

    def __init__(self, data: Any, found: History):
        super().__init__(data)
        self.found = found

    def clean_day(self) -> Revision:
        """The revision in force on the day."""
        day = self.cleaned_data["day"]
        revision = in_force_on(self.found.kind, self.found.uid, day) if day.year < 9999 else self.found.live
        if revision is None:
            first = self.found.revisions[-1].decided_at
            raise ValidationError(
                _("Nothing of this record was published by then. Choose %(first)s or a later day."),
                params={"first": first.date() if first else ""},
            )
        return revision


class WithholdForm(forms.Form):
    """Versions that give somebody away, and why they are withheld."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Versions"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the versions."), "invalid_choice": _("Choose the versions.")},
    )
    reason = StoredText(
        label=_("Why"),
        help_text=_("Readers see it in place of the version. Do not say what it gives away."),
        max_length=2_000,
        error_messages={"required": _("Say why these versions are withheld, without saying what they give away.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, found: History):
        super().__init__(data)
        closed = [] if found.retired else [found.live.number]
        numbers: Any = self.fields["numbers"]
        numbers.choices = [
            (one.number, _("Version %(number)s") % {"number": one.number})
            for one in found.revisions
            if one.number not in closed and not one.withheld
        ]


class RestoreForm(forms.Form):
    """Why an earlier version should stand again, and what the person saw when they decided so."""

    reason = StoredText(
        label=_("Bring this version back, because"),
        help_text=_("The reason stands in the history."),
        max_length=2_000,
        error_messages={"required": _("Say why this version should stand again, so that readers of the history know.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
