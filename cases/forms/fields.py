"""Form fields of drafts. They keep whatever was typed: what is wrong with it, the document's own rules say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.documents.difference import Json
from cases.documents.messages import message_for, where
from cases.documents.parts import fingerprint
from cases.documents.rules import Problem
from cases.documents.walk import Location

CHOOSE = ("", _("Choose …"))
LANGUAGES = [("en", "English"), ("zh", "中文")]


class Plain(forms.Field):
    """A field without rules of its own. ``required`` only says so beside the label.

    ``pair`` is the language of one of two fields that stand beside each other,
    ``row`` what to call the entry of a list that the field is part of.
    """

    pair = ""
    row = ""

    def clean(self, value: Any) -> Any:
        return value


def line(label, hint="", *, required: bool = False, **attributes: Any) -> Plain:
    return Plain(
        label=label, help_text=hint, required=required, widget=forms.TextInput(attrs={"autocomplete": "off", **attributes})
    )


def area(label, hint="", *, required: bool = False, rows: int = 3, **attributes) -> Plain:
    return Plain(label=label, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": rows, **attributes}))


def select(label, choices: Iterable, hint="", *, required: bool = False, **attributes: Any) -> Plain:
    """One of the choices, none chosen before the person does."""
    return Plain(
        label=label, help_text=hint, required=required, widget=forms.Select(choices=[CHOOSE, *choices], attrs=attributes)
    )


def radio(label, choices: Iterable, hint="", *, required: bool = False) -> Plain:
    return Plain(label=label, help_text=hint, required=required, widget=forms.RadioSelect(choices=list(choices)))


def tick(label, hint="", **attributes) -> Plain:
    return Plain(label=label, help_text=hint, required=False, widget=forms.CheckboxInput(attrs=attributes))


def hidden() -> Plain:
    return Plain(required=False, widget=forms.HiddenInput)


def words_of(enum) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in enum.choices]


class DraftForm(forms.Form):
    """A form over a document. Data and errors come from the document, so that nothing typed is ever lost."""

    use_required_attribute = False

    def keep_values(self) -> None:
        """Let a list that does not know a value offer it all the same: sending the form must not lose it."""
        for name, field in self.fields.items():
            value = self.data.get(name)
            if (
                isinstance(field.widget, forms.Select)
                and value
                and str(value) not in {str(key) for key, _words in field.widget.choices}
            ):
                field.widget.choices = [*field.widget.choices, (value, value)]

    def show(self, problems: Iterable[Problem]) -> None:
        """Put every problem at its field, or above the form if it has none."""
        self.full_clean()
        for problem in problems:
            self.add_error(self.field_for(where(problem)), message_for(problem))

    def field_for(self, location: Location) -> str | None:
        """The name of the field that stands for a location in the document."""
        raise NotImplementedError

    def located(self, problems: Iterable[Problem]) -> list[tuple[forms.BoundField | None, str]]:
        """The problems with the fields that they belong to, without showing them there."""
        named = [(self.field_for(where(problem)), message_for(problem)) for problem in problems]
        return [(self[name] if name else None, words) for name, words in dict.fromkeys(named)]

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields with something wrong, in the order of the page: for the summary above it."""
        return [self[name] for name in self.fields if name in self.errors]

    def group(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


# Texts in two languages ---------------------------------------------------------------------------


def one_language(old: Any, typed: str, language: str) -> Json | None:
    """A text typed in one language; the other one is left to be translated."""
    if not typed:
        return None
    if isinstance(old, dict) and old.get(old.get("original", "")) == typed:
        return old
    return {language: typed, "original": language}


def two_languages(old: Any, en: str, zh: str, language: str) -> Json | None:
    """A text typed in either or both languages, with the memory of which was first and what the other translates."""
    if not en and not zh:
        return None
    before: Json = old if isinstance(old, dict) else {}
    typed = {"en": en, "zh": zh}
    original = before.get("original")
    if original not in typed or not typed[original]:
        original = language if typed.get(language) else ("en" if en else "zh")
    other = "zh" if original == "en" else "en"
    text: Json = {name: value for name, value in typed.items() if value} | {"original": original}
    same_translation = before.get("original") == original and before.get(other) == typed[other]
    if typed[other] and same_translation and isinstance(before.get(original), str):
        # Only the original was touched, so the translation still renders the earlier wording.
        text["of"] = before.get("of") or fingerprint(before[original])
    return text


def fitting(text: Json) -> Json:
    """The text, whose translation somebody found to fit the present wording."""
    return {**text, "of": fingerprint(str(text.get(text["original"])))}


def is_stale(text: Any) -> bool:
    """Whether the original has changed since the other language was written."""
    if not isinstance(text, dict) or not text.get("of"):
        return False
    other = "zh" if text.get("original") == "en" else "en"
    return bool(text.get(other)) and text["of"] != fingerprint(str(text.get(text.get("original"), "")))


def shown(text: Any, language: str = "") -> str:
    """The text in the language, or as it was written first."""
    if not isinstance(text, dict):
        return text if isinstance(text, str) else ""
    found = text.get(language) if language else text.get(str(text.get("original")))
    return found if isinstance(found, str) else ""


def heading(item: Json, language: str = "") -> str:
    """What an item is called that has no code and no actor: its title, what a test expects, or its text."""
    named = (shown(item.get(name), language) for name in ("title", "expected", "text"))
    return next((words for words in named if words), "")


# Shapes that a stored draft may lack ---------------------------------------------------------------


def as_dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def as_items(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def as_text(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
