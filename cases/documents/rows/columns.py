"""What rows are made of."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db.models import Model
from pypinyin import lazy_pinyin

from cases.documents.markup import render_markdown
from cases.documents.parts import Bilingual, Prose

Row = dict[str, Any]
Rows = dict[type[Model], list[Row]]
Ids = Mapping[str, Mapping[str, int]]
"""Primary keys by kind and uid; ``level`` has the places' levels."""


class Later(NamedTuple):
    """The key of a row that is written just before this one: an item of the same document."""

    model: type[Model]
    ref: str


def _nothing(item: Any, document: Any, ids: Ids) -> Row:
    return {}


class ItemTable(NamedTuple):
    """A list of a document: the table that it is written to, and the columns that an item of it has beside the shared ones."""

    name: str
    model: type[Model]
    columns: Callable[[Any, Ids], Row]
    owner: tuple[str, ...] = ("case_id",)
    """The columns that hold the record's own key; the first of them and the item's reference name a row."""
    inherited: Callable[[Any, Any, Ids], Row] = _nothing
    """What an item takes from its document."""


def both(prefix: str, text: Bilingual | None) -> Row:
    """The two columns of a bilingual text."""
    return {f"{prefix}_en": (text.en if text else None) or "", f"{prefix}_zh": (text.zh if text else None) or ""}


def html(prefix: str, text: Prose | None) -> Row:
    """The two columns of a Markdown text, rendered."""
    shown = both(prefix, text)
    return {name: render_markdown(written) if written else "" for name, written in shown.items()}


def sort_key(text: Bilingual, override: str | None = None) -> str:
    """Pinyin of the Chinese name, or the English one, so that both databases sort alike."""
    words = override or (" ".join(lazy_pinyin(text.zh)) if text.zh else text.en)
    return words.lower()[:300]  # pinyin is longer than the name, and so are a few capitals in small letters


def aliases(document: Any) -> list[Row]:
    return [alias.model_dump(mode="json") for alias in document.aliases]
