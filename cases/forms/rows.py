"""Items of a draft as the full form shows them: open with their fields, or closed in one line."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import pgettext

from cases.documents.difference import Json
from cases.enums import Basis, Blank, Confidence
from cases.forms.fields import as_text, heading, shown
from cases.forms.layout import Items
from cases.queries.lookup import Names


@dataclass
class Row:
    """An item of a list on the page."""

    prefix: str
    words: str
    names: list[str]
    evidence: list[list[str]] = field(default_factory=list)
    form: Any = None
    is_new: bool = False
    key: str = ""
    detail: str = ""
    opened: bool = False

    @property
    def fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.names]

    @property
    def passages(self) -> list[list[forms.BoundField]]:
        return [[self.form[name] for name in names] for names in self.evidence]

    @property
    def every(self) -> list[str]:
        return [*self.names, *(name for row in self.evidence for name in row)]

    @property
    def open(self) -> bool:
        """Whether its fields are on the page. A case may have forty rows: those that nobody looks at stay closed."""
        return self.is_new or self.opened or any(name in self.form.errors for name in self.every)

    @property
    def as_hidden(self) -> str:
        """What a closed row sends back."""
        values = ((name, "on" if value is True else value) for name in self.every if (value := self.form.values[name]))
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', values)


@dataclass
class Section:
    """A list on the page with its rows."""

    items: Items
    rows: list[Row]


def words_of_item(item: Json, names: Names) -> str:
    """An item in one line, for the summary of its row."""
    named = [item.get(name) for name in ("code", "from_code", "to_code", "state", "benchmark")]
    codes = [names.code.by_uid[uid].name if uid in names.code.by_uid else uid for uid in named if isinstance(uid, str)]
    parts = (item.get("actor"), item.get("other"))
    actors = [names.actor.by_uid[uid].name for uid in parts if uid in names.actor.by_uid]
    words = [shown(item.get("title")), *actors, *codes]
    return " – ".join(word for word in words if word) or heading(item) or as_text(item.get("ref"))


def known_by(item: Json) -> str:
    """How the item is known, or why it is blank."""
    if reason := item.get("blank"):
        return str(dict(Blank.choices).get(reason, reason))
    marks = [dict(enum.choices).get(as_text(item.get(name))) for name, enum in (("basis", Basis), ("confidence", Confidence))]
    return pgettext("between items", ", ").join(str(mark) for mark in marks if mark)
