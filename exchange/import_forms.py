"""Bringing a file of records."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.actions.bulk import AT_ONCE
from exchange.imports import ENDINGS, Unreadable, ending_of, read_rows, size_words, wanted

SMALL = 1_000_000
"""Bytes that are read while the page waits."""


class ImportForm(forms.Form):
    """A file that becomes rows, or that is long and so for the worker (``rows`` is None), or a message that says what to do."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Cases as CSV or XLSX (20 MB), with the columns of a list taken as data; records of any kind as JSON (100 MB). "
            "At most 20,000 rows. Long files are read in the background."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if too_large := size_words(file.name, file.size):
            raise ValidationError(too_large, code="large")
        self.rows = None
        if file.size > SMALL and ending_of(file.name):
            return file
        try:
            lines = read_rows(file.name, file.read())
            if len(lines) <= AT_ONCE:
                self.rows = wanted(lines)
        except Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error
        return file

    def pieces(self) -> Iterator[bytes]:
        file = self.cleaned_data["file"]
        file.seek(0)
        yield from file.chunks(SMALL)
