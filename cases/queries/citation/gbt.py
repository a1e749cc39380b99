"""GB/T 7714-2025, numeric: entries as plain text. Since 2025 only what is read on the web carries the day it was read."""

from cases.queries.citation.names import Name
from cases.queries.citation.work import Work, ended

MARKS = {
    "article-journal": "J", "thesis": "D", "report": "R", "book": "M", "chapter": "M", "article-newspaper": "N",
    "dataset": "DS", "webpage": "EB/OL", "legislation": "EB/OL", "page": "DB/OL",
}  # fmt: skip
ON_THE_WEB = ("EB/OL", "DB/OL", "DS/OL", "R/OL", "N/OL")
MOST_AUTHORS = 3


def gbt(work: Work) -> str:
    mark = _mark(work)
    title = f"{work.title}: {work.medium}" if work.medium else work.title
    head = [ended(_authors(work.authors))] if work.authors else []
    parts = [*head, f"{title}[{mark}].", ended(work.version) if work.version else "", _where(work, mark)]
    parts += [
        ended(work.url) if work.url and (mark in ON_THE_WEB or not work.doi) else "",
        f"DOI: {work.doi}." if work.doi else "",
    ]
    return " ".join(part for part in parts if part)


def _mark(work: Work) -> str:
    mark = MARKS.get(work.kind, "Z")
    return f"{mark}/OL" if work.url and mark in ("R", "N", "DS") else mark


def _authors(names: tuple[Name, ...]) -> str:
    """Three names; the family name first and in small letters, the given name as letters without stops."""
    written = [
        name.family if name.whole else f"{name.family} {name.initials('').replace('-', ' ')}" for name in names[:MOST_AUTHORS]
    ]
    if len(names) > MOST_AUTHORS:
        written.append("等" if names[0].chinese else "et al")
    return ", ".join(written)


def _where(work: Work, mark: str) -> str:
    if mark in ON_THE_WEB:
        return _online(work)
    date = work.issued
    if work.kind == "article-journal":
        numbers = (
            f"{work.volume}({work.issue})"
            if work.volume and work.issue
            else work.volume or (f"({work.issue})" if work.issue else "")
        )
        place = ", ".join(part for part in (work.container, date.year if date else "", numbers) if part)
        return ended(f"{place}: {work.pages}" if work.pages else place) if place else ""
    day = date.figures if date and work.kind == "article-newspaper" else date.year if date else ""
    place = ", ".join(part for part in (work.container or work.publisher, day) if part)
    return ended(f"{place}: {work.pages}" if work.pages else place) if place else ""


def _online(work: Work) -> str:
    """The publisher and year, then in brackets the day of the page and the day it was read."""
    date = work.issued
    place = ", ".join(dict.fromkeys(part for part in (work.container, work.publisher, date.year if date else "") if part))
    days = f"({date.figures})" if date and date.month else ""
    days += f"[{work.accessed.isoformat()}]" if work.accessed else ""
    return ended(" ".join(part for part in (place, days) if part)) if place or days else ""
