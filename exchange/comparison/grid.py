"""A comparison as rows of text in the reader's language; every form is written from it, so all say the same."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.enums import Basis, Blank, Confidence, ExcerptKind, Stance, Strength
from cases.queries.citation import apa, gbt, of_source
from cases.queries.citation.pages import language
from cases.templatetags._bilingual import wording
from cases.templatetags._dates import edtf_words


@dataclass
class GridRow:
    group: str
    title: str
    cells: list[str]
    note: str


@dataclass
class Grid:
    title: str
    about: list[str]
    """Data version, address, day."""
    columns: list[str]
    rows: list[GridRow]
    notes: list[str]
    passages: list[tuple[int, str]]
    sources: list[str]

    @property
    def groups(self) -> Iterator[tuple[str, list[GridRow]]]:
        for title in dict.fromkeys(row.group for row in self.rows):
            yield title, [row for row in self.rows if row.group == title]


def grid(table: dict[str, Any], *, title: dict[str, str], version: int, address: str, day: dt.date, frozen: bool) -> Grid:
    """The grid of a snapshot, frozen or made for this moment."""
    state = _("Frozen on %(day)s.") if frozen else _("As it stood on %(day)s; the page itself may change.")
    about = [
        state % {"day": day.isoformat()},
        _("Data version %(number)s.") % {"number": version},
        _("Address: %(address)s") % {"address": address},
    ]
    titles = {source["uid"]: text_of(source["title"]) for source in table["sources"]}
    return Grid(
        title=text_of(title),
        about=about,
        columns=[column_words(column) for column in table["columns"]],
        rows=[_row(group, row) for group in table["groups"] for row in group["rows"]],
        notes=[text_of(note) for note in table["notes"]],
        passages=[(passage["number"], _passage(passage, titles)) for passage in table["passages"]],
        sources=[citation(source, day) for source in table["sources"]],
    )


def text_of(words: Any) -> str:
    """The reader's language, or the original marked as such."""
    found = wording(words)
    if found is None:
        return ""
    if not found.missing:
        return found.text
    mark = _("Chinese original, not yet translated") if found.lang == "zh" else _("English original, not yet translated")
    return f"{found.text} [{mark}]"


def column_words(column: dict[str, Any]) -> str:
    name = text_of(column["name"])
    words = _("version %(number)s") % {"number": column["revision"]}
    said = [words, _("anonymised in the source")] if column["anonymous"] else [words]
    return f"{name} [{_(', ').join(said)}]"


def _row(group: dict[str, Any], row: dict[str, Any]) -> GridRow:
    notes = " ".join(text_of(note) for note in row["notes"])
    return GridRow(text_of(group["title"]), text_of(row["title"]), [cell_words(cell) for cell in row["cells"]], notes)


def cell_words(cell: dict[str, Any]) -> str:
    """Each claim on a line of its own; a blank is a dash and its reason."""
    if not cell["entries"]:
        return f"— {Blank(cell['blank']).label}"
    return "\n".join(_entry(entry) for entry in cell["entries"])


def _entry(entry: dict[str, Any]) -> str:
    words = edtf_words(entry["words"]) if entry["is_date"] else text_of(entry["words"])
    extra = [edtf_words(entry["date"])] if entry["date"] and not entry["is_date"] else []
    extra += [text_of(entry["detail"])] if entry["detail"] else []
    if extra := [part for part in extra if part]:
        words = f"{words} ({pgettext('between items', '; ').join(extra)})"
    if entry["also"]:
        words = f"{_('also reported:')} {words}"
    numbers = "".join(_number(number, stance) for number, _name, stance in entry["passages"])
    return f"{words} [{_marks(entry)}]{numbers}"


def _number(number: int, stance: str) -> str:
    return f"[{number}]" if stance == Stance.SUPPORTS else f"[{number} {Stance(stance).label}]"


def _marks(entry: dict[str, Any]) -> str:
    words = [Basis(entry["basis"]).label]
    if entry["confidence"]:
        words.append(Confidence(entry["confidence"]).label)
    if entry["strength"] and entry["strength"] != Strength.FOUND:
        words.append(Strength(entry["strength"]).label)
    return _(", ").join(str(word) for word in words)


def _passage(passage: dict[str, Any], titles: dict[str, str]) -> str:
    text = f"“{passage['text']}”" if passage["kind"] == ExcerptKind.QUOTATION else passage["text"]
    kind = "" if passage["kind"] == ExcerptKind.QUOTATION else f" ({ExcerptKind(passage['kind']).label})"
    where = ", ".join(part for part in (titles.get(passage["source"], ""), text_of(passage["locator"])) if part)
    return f"{text}{kind} — {where}"


def citation(source: dict[str, Any], day: dt.date) -> str:
    """In the style of the reader's language."""
    work = of_source(source["work"], language(), day)
    return gbt(work) if language() == "zh" else apa(work)
