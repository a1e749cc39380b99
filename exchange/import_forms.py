"""Bringing a file of cases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.imports import ENDINGS, LARGEST, Line, Unreadable, read_rows, wanted


class ImportForm(forms.Form):
    """A file that becomes rows, or a message that says what to do."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or JSON, at most 500 cases and 10 MB. The columns are those of a list taken as data."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file has more than 10 MB. Divide it into several."), code="large")
        try:
            self.rows = wanted(self._lines(file))
        except Unreadable as error:
            raise ValidationError(str(error), code="unreadable") from error
        return file

    def _lines(self, file: Any) -> list[Line]:
        return read_rows(file.name, file.read())
