"""What addresses of data sets may say. What is unknown is told to the reader and answered with the default."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.documents.schema import DataSetDocument
from cases.queries.datasets.browse import Asked

NO_COLUMN = {
    name: _("There is no column “%(value)s” here. Choose one from the list.") for name in ("invalid_choice", "invalid_list")
}


class ColumnForm(forms.Form):
    """Fields whose choices are the columns of a data set; their names are written by the template, in the reader's language."""

    data: QueryDict

    def __init__(self, data: QueryDict, document: DataSetDocument):
        super().__init__(data)
        self.refs = [(variable.ref, variable.ref) for variable in document.variables]
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField) and not field.choices:
                field.choices = self.refs
        self.is_valid()

    def value(self, name: str, default: Any = "") -> Any:
        return self.cleaned_data.get(name) or default

    @property
    def told(self) -> list[str]:
        """What could not be read, each once."""
        return list(dict.fromkeys(str(error) for errors in self.errors.values() for error in errors))


class BrowseForm(ColumnForm):
    """Columns and order of the table."""

    column = forms.MultipleChoiceField(required=False, error_messages=NO_COLUMN)
    sort = forms.ChoiceField(required=False, error_messages=NO_COLUMN)
    down = forms.BooleanField(required=False)

    def asked(self) -> Asked:
        known = {ref for ref, _name in self.refs}
        columns = tuple(ref for ref in self.data.getlist("column") if ref in known)  # also beside one that is not
        return Asked(columns, self.value("sort"), self.value("down", False))


class PlotForm(ColumnForm):
    """One column, or two."""

    x = forms.ChoiceField(required=False, error_messages=NO_COLUMN)
    y = forms.ChoiceField(required=False, error_messages=NO_COLUMN)
