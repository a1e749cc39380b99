"""What is cited: a publication, or a page of this site in a certain version."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.queries.citation.names import Name, parse_name

POINT = re.compile(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)$")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SOURCE_FIELDS = (
    "uid", "title", "source_type", "authors", "issued", "container", "publisher", "volume", "issue", "pages", "doi", "url",
    "language",
)  # fmt: skip
"""What a citation needs of a source's document."""


@dataclass(frozen=True)
class Date:
    """A date as far as it is known; for a range, its years as they stand."""

    year: str
    month: int = 0
    day: int = 0

    @property
    def figures(self) -> str:
        return "-".join([self.year, *(f"{part:02d}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True)
class Work:
    """A work in one language: every text is already the one to print."""

    key: str
    kind: str
    """CSL's type, or ``page`` for a page of this site."""
    title: str
    authors: tuple[Name, ...] = ()
    issued: Date | None = None
    container: str = ""
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""
    version: str = ""
    medium: str = ""
    """What a page of this site is: case, governance model, comparison …"""
    language: str = "en"
    """The language of the citation."""
    accessed: dt.date | None = None

    @property
    def link(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def date_of(edtf: str | None) -> Date | None:
    """The beginning of a date; a range of years keeps both, a season its year alone. What cannot be read is no date."""
    if not edtf:
        return None
    start, slash, end = edtf.partition("/")
    match = POINT.match(start)
    if match is None:
        return None
    year, month, day, _mark = match.groups()
    if slash:
        until = POINT.match(end)
        return Date(f"{year}–{until[1]}" if until and until[1] != year else year)
    return Date(year, int(month), int(day or 0)) if month and int(month) <= len(MONTHS) else Date(year)


def _in(words: Any, language: str) -> str:
    if not words:
        return ""
    other = "en" if language == "zh" else "zh"
    return words.get(language) or words.get(other) or ""


def of_source(document: dict[str, Any], language: str, accessed: dt.date | None = None) -> Work:
    """A publication, from its document; its names are read in the language that it is written in."""
    written = document.get("language") or "en"
    return Work(
        key=document["uid"],
        kind=document["source_type"],
        title=_in(document["title"], language),
        authors=tuple(parse_name(name, written) for name in document.get("authors") or ()),
        issued=date_of(document.get("issued")),
        container=_in(document.get("container"), language),
        publisher=_in(document.get("publisher"), language),
        volume=document.get("volume") or "",
        issue=document.get("issue") or "",
        pages=(document.get("pages") or "").replace("–", "-"),
        doi=document.get("doi") or "",
        url=document.get("url") or "",
        language=language,
        accessed=accessed,
    )


def of_page(
    key: str, title: str, medium: str, version: str, published: dt.date | None, url: str, language: str, accessed: dt.date | None
) -> Work:
    """A page of this site. Who wrote it stands on the page; cited are all who contribute."""
    date = Date(str(published.year), published.month, published.day) if published else None
    return Work(
        key=f"casebase-{key}",
        kind="page",
        title=title,
        authors=(Name(_("Casebase contributors")),),
        issued=date,
        publisher=_("Casebase"),
        url=url,
        version=version[:1].upper() + version[1:],
        medium=medium[:1].upper() + medium[1:],
        language=language,
        accessed=accessed,
    )


def ended(text: str) -> str:
    """The text with a full stop, unless it ends in one or in a question or exclamation mark."""
    return text if text.endswith((".", "?", "!", "。", "？", "！", ".”")) else f"{text}."
