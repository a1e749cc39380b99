"""What the address of a matrix may say. Nonsense is told to the reader and answered with the default."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import CodeKind
from cases.filters.cases import CaseFilter
from cases.queries.code_kinds import kind_title
from cases.queries.matrix.ask import ATTRIBUTES, CASE, CASE_ORDERS, CODE_ORDERS, CONTENTS, Asked
from cases.validators import CODE

KINDS = [(kind.value, kind_title(kind)) for kind in CodeKind]
NOT_HERE = {"invalid_choice": _("“%(value)s” cannot stand here. Choose one from the list.")}


class MatrixForm(CaseFilter):
    """Rows, columns, content and order of a matrix, and by the facets of the case list, of which cases."""

    rows = forms.ChoiceField(label=_("Rows"), required=False, choices=[(CASE, _("Cases")), *KINDS], error_messages=NOT_HERE)
    columns = forms.ChoiceField(
        label=_("Columns"),
        required=False,
        choices=[*KINDS, *((name, title) for name, (_choices, title) in ATTRIBUTES.items())],
        error_messages=NOT_HERE,
    )
    content = forms.ChoiceField(label=_("In the cells"), required=False, choices=CONTENTS.items(), error_messages=NOT_HERE)
    order = forms.ChoiceField(
        label=_("Order of the rows"), required=False, choices=(CASE_ORDERS | CODE_ORDERS).items(), error_messages=NOT_HERE
    )
    by = forms.RegexField(
        CODE,
        label=_("Variable or outcome"),
        required=False,
        error_messages={"invalid": _("A variable is a code, such as outcome:online-service-capability.")},
    )
    coded = forms.BooleanField(label=_("Leave out columns in which nothing is found"), required=False)
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={name: _("Pages are numbered from 1.") for name in ("invalid", "min_value", "max_value")},
    )
    open = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        rows, columns = cleaned.get("rows") or CASE, cleaned.get("columns")
        if rows == CASE and columns in ATTRIBUTES:
            self.add_error("columns", _("Cases stand against codes. Put codes into the rows to count the cases of each level."))
        order = cleaned.get("order")
        if order and order not in (CASE_ORDERS if rows == CASE else CODE_ORDERS):
            self.add_error("order", _("Rows of this kind have no such order. Choose another one."))
        return cleaned

    def asked(self) -> Asked:
        """The question, with defaults for what was left out or could not be read."""
        self.is_valid()
        only = [uid for uid in dict.fromkeys(self.data.getlist("code")) if re.match(CODE, uid) and len(uid) <= 120]
        return Asked(
            rows=self.value("rows", CASE),
            columns=self.value("columns", CodeKind.PROBLEM if self.value("rows", CASE) == CASE else self._beside()),
            content=self.value("content", "presence"),
            order=self.value("order", "coded"),
            by=self.value("by", ""),
            only=tuple(only[:200]),
            coded=self.value("coded", False),
            open=self.value("open", ""),
            page=self.value("page", 1),
            selection=self.selection(),
            words=self.value("q", ""),
        )

    def _beside(self) -> str:
        """What is most asked of a kind of code."""
        return CodeKind.COUNTERMEASURE if self.value("rows", CASE) == CodeKind.PROBLEM else "level"

    def shown(self, asked: Asked) -> "MatrixForm":
        """A form that shows the question as it was answered."""
        form = MatrixForm(self.data, initial=vars(asked))
        form.is_bound = False
        if asked.of_cases:
            form._offer("order", CASE_ORDERS.items())
            form._offer("columns", KINDS)
        else:
            form._offer("order", CODE_ORDERS.items())
        return form

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Narrow a list to what can be chosen now."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    @property
    def visible_asked(self) -> list[forms.BoundField]:
        """The lists to choose from; codes to choose from are written by the template, in the reader's language."""
        return [self[name] for name in ("rows", "columns", "content", "order")]
