"""What a reader says about a page, and what an editor answers."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import ReportConcern
from cases.forms.text import StoredText

ADDRESS = re.compile(r"/(?![/\\])[^\s\\]*")


class ReportForm(forms.Form):
    """One report. The address of the page comes from the link that led here."""

    concern = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(ReportConcern.ERROR.value, ReportConcern.ERROR.label),
                 *((one.value, one.label) for one in ReportConcern if one != ReportConcern.ERROR)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    page = StoredText(
        label=_("Address of the page"),
        help_text=_("On this site, such as /cases/deqing/."),
        max_length=300,
        error_messages={"required": _("Give the address of the page: paste it from the browser.")},
    )
    text = StoredText(
        label=_("What is wrong, and what would be right?"),
        help_text=_("Quote the sentence or value. If a place or a person is given away, do not say how one recognises them."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what is wrong. One sentence is enough.")},
    )
    shown_by = StoredText(
        label=_("What shows it?"), help_text=_("A source, with page or address."), max_length=500, required=False
    )
    reply_to = forms.EmailField(
        label=_("E-mail address for questions"),
        help_text=_("Only editors see it; it is deleted once the report is settled."),
        required=False,
        max_length=254,
        error_messages={"invalid": _("This is not an e-mail address. Correct it, or leave it empty.")},
    )

    def clean_page(self) -> str:
        """The path alone: whoever pastes a whole address gives its host as well."""
        path = re.sub(r"^https?://[^/\s]+", "", self.cleaned_data["page"].strip()) or "/"
        if not ADDRESS.fullmatch(path):
            raise ValidationError(_("This is not an address of this site. Paste it from the browser, such as /cases/deqing/."))
        return path


class SettleForm(forms.Form):
    """What came of a report."""

    answer = StoredText(
        label=_("What was done, or why nothing was"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what was done, or why nothing was: it stands with the report.")},
    )
