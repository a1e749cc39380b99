"""Forms of one's own account."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import TokenScope


class TokenForm(forms.Form):
    """Ask for a new token."""

    LIVES = [(7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year"))]

    name = forms.CharField(label=_("What is it for?"), max_length=80, help_text=_("So that you know later which one to revoke."))
    scope = forms.ChoiceField(label=_("What may it do?"), choices=TokenScope, initial=TokenScope.READ, widget=forms.RadioSelect)
    days = forms.TypedChoiceField(
        label=_("How long does it last?"), choices=LIVES, coerce=int, initial=90, help_text=_("Then it closes by itself.")
    )

    @property
    def expires_at(self):
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
