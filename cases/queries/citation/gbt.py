"""GB/T 7714-2025, numeric, as plain text. The chapters below are the standard's.

Since 2025 family names keep small letters and hyphens their place, names in pinyin stand in full (7.1.1), a web page names
no publisher (8.11), and only what has no fixed form (web pages, data sets) carries the day on which it was read (7.6).
"""

import re

from cases.queries.citation.names import Name
from cases.queries.citation.work import Work, ended

MARKS = {
    "article-journal": "J", "thesis": "D", "report": "R", "book": "M", "chapter": "M", "article-newspaper": "N",
    "dataset": "DS", "webpage": "EB", "legislation": "EB", "page": "DB",
}  # fmt: skip
"""Kinds of document (A.1); official documents are read as web pages, pages of this site are entries of a database."""
ALWAYS_ONLINE = ("webpage", "page")
MOST_AUTHORS = 3
SYLLABLE = (
    "(?:er|(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iu]ang|iong|ang|eng|ing|ong|ia[no]|ua[in]|[aeu]i|ao|[aeiu]n|ou|i[aeu]|[uü][aoe]|[aeiouüv]))"
)
PINYIN = re.compile(rf"{SYLLABLE}(?:['-]?{SYLLABLE}){{0,2}}", re.IGNORECASE)


def gbt(work: Work) -> str:
    title = f"{work.title}: {work.medium}" if work.medium else work.title
    parts = [ended(_authors(work.authors)) if work.authors else "", f"{title}[{_mark(work)}]{_where(work)}"]
    held = bool(work.doi) and work.doi.casefold() in work.url.casefold()  # an address that holds it already (7.9.1)
    parts += [ended(work.url) if work.url else "", f"DOI:{work.doi}." if work.doi and not held else ""]
    return " ".join(part for part in parts if part)


def _mark(work: Work) -> str:
    """The kind of document and, for what is read on the net, the carrier (7.3)."""
    online = bool(work.url or work.doi)
    if work.kind == "legislation" and not online:
        return "Z"
    mark = MARKS.get(work.kind, "Z")
    return f"{mark}/OL" if online or work.kind in ALWAYS_ONLINE else mark


def _authors(names: tuple[Name, ...]) -> str:
    """Three names at most, each with the family name first (7.1)."""
    written = [_name(name) for name in names[:MOST_AUTHORS]]
    if len(names) > MOST_AUTHORS:
        written.append("等" if names[0].chinese else "et al")
    return ", ".join(written)


def _name(name: Name) -> str:
    if name.whole:
        return name.family
    if PINYIN.fullmatch(name.family) and PINYIN.fullmatch(name.given.replace(" ", "")):
        return f"{name.family} {name.given}"
    return f"{name.family} {name.initials('')}"


def _where(work: Work) -> str:
    """Everything between the mark and the address, with the sign before it."""
    if work.kind == "chapter" and work.container:
        return f"//{ended(work.container)} {_imprint(work, work.publisher, _year(work))}".rstrip()
    if work.kind in ("webpage", "dataset", "page") or (work.kind == "legislation" and work.url):
        said = [ended(work.version) if work.version else "", _undated_form(work)]
    elif work.kind == "article-journal":
        said = [_in_journal(work)]
    elif work.kind in ("article-newspaper", "report") and work.issued:
        said = [_imprint(work, work.container or work.publisher, work.issued.figures)]
    else:
        said = [_imprint(work, work.publisher or work.container, _year(work))]
    return " ".join([".", *(part for part in said if part)])


def _year(work: Work) -> str:
    return work.issued.year if work.issued else ""


def _imprint(work: Work, place: str, date: str) -> str:
    """Publisher, date: pages (7.5)."""
    said = ", ".join(part for part in (place, date) if part)
    return ended(f"{said}: {work.pages}" if work.pages and said else said) if said else ""


def _in_journal(work: Work) -> str:
    """Title, year, volume(issue): pages; an issue without a volume follows the year at once (8.5.1)."""
    issue = f"({work.issue})" if work.issue else ""
    when = ", ".join(part for part in (_year(work), work.volume) if part)
    return _imprint(work, work.container, f"{when}{issue}")


def _undated_form(work: Work) -> str:
    """(day of the page)[day on which it was read], after the platform of a data set (8.11, 8.14).

    A page whose address is not known is told by who published it.
    """
    named = work.kind in ("dataset", "page") or not work.url
    platform = (work.publisher or work.container) if named else ""
    days = f"({work.issued.figures})" if work.issued else ""
    days += f"[{work.accessed.isoformat()}]" if work.accessed and work.url else ""
    return ended(f"{platform}{days}") if platform or days else ""
