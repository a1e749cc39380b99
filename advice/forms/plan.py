"""What people write into a plan, and what they say came of it."""

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advice.actions.plan import Brought
from advice.enums import Outcome, Sharing
from cases.forms.fields import LANGUAGES
from cases.models import Code

LARGEST = 10_000_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{OFFICE}.wordprocessingml.document", ZIP),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", ZIP),
    ".pptx": (f"{OFFICE}.presentationml.presentation", ZIP),
    ".odt": ("application/vnd.oasis.opendocument.text", ZIP),
    ".ofd": ("application/ofd", ZIP),
    ".doc": ("application/msword", OLE),
    ".wps": ("application/vnd.ms-works", OLE),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG"),
    ".txt": ("text/plain; charset=utf-8", b""),
}
"""Kinds of file that are taken, with their media type and how each begins: a name alone says little."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

DAY = {"invalid": _("Write the date as 2027-03-31.")}


def _date(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, input_formats=["%Y-%m-%d"], widget=widget, error_messages=DAY)


class AddForm(forms.Form):
    """A measure on its way into a plan."""

    measure = forms.ModelChoiceField(
        Code.objects.filter(code_kind__in=["countermeasure", "area"], state="live"), to_field_name="uid"
    )
    problem = forms.MultipleChoiceField(required=False)
    case = forms.SlugField(required=False, max_length=120)
    plan = forms.IntegerField(required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        problems = Code.objects.filter(code_kind="problem", state="live").values_list("uid", "uid")
        self.fields["problem"].choices = list(problems)  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    use_required_attribute = False

    title = forms.CharField(
        label=_("Title of the plan"), max_length=200, error_messages={"required": _("A plan needs a title, so that you find it.")}
    )


class MeasureForm(forms.Form):
    """How one measure is adapted, who answers for it, when it is looked at again."""

    use_required_attribute = False

    adaptation = forms.CharField(
        label=_("What is to be different here"),
        help_text=_("What you change, leave out or do first, because your place differs."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    responsible = forms.CharField(
        label=_("Who answers for it"), help_text=_("A role, such as “data bureau”; no name."), required=False, max_length=200
    )
    check_on = _date(_("When to look at it again"))


class FollowUpForm(forms.Form):
    """What came of a measure."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    happened = forms.CharField(
        label=_("What happened"),
        help_text=_("What was done, what came of it, and what went wrong. A failure helps others as much as a success."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in a sentence or two what happened.")},
    )
    document_title = forms.CharField(label=_("A document, if there is one"), required=False, max_length=300)
    document_url = forms.URLField(
        label=_("Its address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("This is not an address. Write it with https://, or leave it empty.")},
    )
    document = forms.FileField(
        label=_("The document itself"),
        help_text=_(
            "PDF, Word, WPS, OFD, a table, slides or a picture, at most 10 MB. Only you can open it; an offer never carries it."
        ),
        required=False,
        error_messages={"empty": _("This file is empty. Choose another one, or none.")},
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )
    next_check = _date(_("When to look at it again"))

    def clean_document(self) -> Brought | None:
        file = self.cleaned_data["document"]
        if not file:
            return None
        name = CONTROL.sub("", file.name)[-200:]
        media_type, begins = KINDS.get(PurePath(name).suffix.lower(), ("", b""))
        if not media_type:
            raise forms.ValidationError(_("This kind of file is not taken. Bring a PDF, or a Word, WPS, OFD or picture file."))
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 10 MB. Bring the pages that matter, or give its address."))
        content = file.read()
        if not content.startswith(begins):
            raise forms.ValidationError(_("This file is not what its name says. Open it and save it anew, or bring it as PDF."))
        return Brought(name, media_type, content)

    @property
    def choose_again(self) -> bool:
        """Whether a file was sent with something else that is wrong: browsers do not keep it."""
        return bool(self.files and self.errors and "document" not in self.errors)


class OfferForm(forms.Form):
    """How an experience is offered. Keeping it private needs no form."""

    use_required_attribute = False

    sharing = forms.ChoiceField(
        label=_("How it is offered"),
        choices=Sharing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is offered; otherwise it stays private.")},
    )
    language = forms.ChoiceField(label=_("It is written in"), choices=LANGUAGES, widget=forms.RadioSelect)
    with_profile = forms.BooleanField(
        label=_("Tell the levels of my place too, so that others can set it beside theirs"), required=False
    )
