"""Chicago, author–date: reference list entries as plain text."""

from cases.queries.citation.names import Name
from cases.queries.citation.work import MONTHS, Work, ended

MOST_AUTHORS, FIRST_AUTHORS = 6, 3
WHOLE = ("book", "report", "dataset")
"""Works whose title stands without quotation marks."""


def chicago(work: Work) -> str:
    chinese = work.language == "zh"
    year = work.issued.year if work.issued else "无日期" if chinese else "n.d."
    title = ended(work.title) if work.kind in WHOLE else f"“{ended(work.title)}”"
    head = [ended(_authors(work)), ended(year), title] if work.authors else [title, ended(year)]
    link = ended(work.link) if work.link else ""
    return " ".join(part for part in [*head, *_where(work), link] if part)


def _authors(work: Work) -> str:
    names = work.authors
    if len(names) > MOST_AUTHORS:
        names = names[:FIRST_AUTHORS]
    written = [_inverted(names[0]), *(_straight(name) for name in names[1:])]
    if len(work.authors) > MOST_AUTHORS:
        return f"{', '.join(written)}, {'等' if names[0].chinese else 'et al.'}"
    if len(written) == 1:
        return written[0]
    if all(name.chinese for name in names):
        return "、".join(written)
    comma = "" if len(written) == 2 and names[0].whole else ","
    return f"{', '.join(written[:-1])}{comma} and {written[-1]}"


def _inverted(name: Name) -> str:
    return name.family if name.whole else f"{name.family}, {name.given}"


def _straight(name: Name) -> str:
    return name.family if name.whole else f"{name.given} {name.family}"


def _where(work: Work) -> list[str]:
    if work.kind == "article-journal" and work.container:
        numbers = f" {work.volume}" if work.volume else ""
        numbers += f" ({work.issue})" if work.issue else ""
        pages = f": {work.pages.replace('-', '–')}" if work.pages else ""
        return [f"{work.container}{numbers}{pages}."]
    if work.kind == "thesis":
        what = "学位论文" if work.language == "zh" else "Thesis"
        return [f"{what}, {work.publisher}." if work.publisher else f"{what}."]
    if work.kind == "page":
        said = [work.medium, work.publisher, _day(work)]
        return [ended(work.version) if work.version else "", ended(", ".join(part for part in said if part))]
    where = [*dict.fromkeys(place for place in (work.container, work.publisher) if place), _day(work)]
    return [ended(", ".join(part for part in where if part))] if any(where) else []


def _day(work: Work) -> str:
    """The day, where one is known: the year alone has been said."""
    date = work.issued
    if date is None or not date.month or work.kind in WHOLE:
        return ""
    if work.language == "zh":
        return f"{date.month}月{date.day}日" if date.day else f"{date.month}月"
    return f"{MONTHS[date.month - 1]} {date.day}" if date.day else MONTHS[date.month - 1]
