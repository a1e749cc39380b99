"""APA, seventh edition: reference list entries as plain text."""

from cases.queries.citation.names import Name
from cases.queries.citation.work import MONTHS, Work, ended

MOST_AUTHORS = 20
DAILY = ("webpage", "article-newspaper", "legislation", "page")
"""Works dated to the day."""
BRACKETS = {"thesis": ("Thesis", "学位论文"), "dataset": ("Data set", "数据集")}


def apa(work: Work) -> str:
    title = work.title
    if work.kind == "page" and work.version:
        title = f"{title}（{work.version}）" if work.language == "zh" else f"{title} ({work.version})"
    if what := work.medium or BRACKETS.get(work.kind, ("", ""))[work.language == "zh"]:
        title = f"{title} [{what}]"
    parts = [_authors(work.authors), f"({_date(work)})."] if work.authors else [ended(title), f"({_date(work)})."]
    if work.authors:
        parts.append(ended(title))
    parts += [_where(work), work.link]
    return " ".join(part for part in parts if part)


def _authors(names: tuple[Name, ...]) -> str:
    written = [name.family if name.whole else f"{name.family}, {name.initials('.')}" for name in names]
    if len(written) > MOST_AUTHORS:
        written = [*written[: MOST_AUTHORS - 1], "…", written[-1]]
        return ended(", ".join(written).replace("…, ", "… "))
    if len(written) == 1:
        return ended(written[0])
    if all(name.chinese for name in names):
        return ended("、".join(written))
    comma = "" if len(written) == 2 and names[0].whole else ","
    return ended(f"{', '.join(written[:-1])}{comma} & {written[-1]}")


def _date(work: Work) -> str:
    chinese = work.language == "zh"
    if work.issued is None:
        return "无日期" if chinese else "n.d."
    year, month, day = work.issued.year, work.issued.month, work.issued.day
    if work.kind not in DAILY or not month:
        return year
    if chinese:
        return f"{year}年{month}月" + (f"{day}日" if day else "")
    return f"{year}, {MONTHS[month - 1]}" + (f" {day}" if day else "")


def _where(work: Work) -> str:
    if work.kind == "article-journal" and work.container:
        numbers = f", {work.volume}" if work.volume else ""
        numbers += f"({work.issue})" if work.issue and work.volume else f", ({work.issue})" if work.issue else ""
        pages = f", {work.pages.replace('-', '–')}" if work.pages else ""
        return f"{work.container}{numbers}{pages}."
    if work.kind == "chapter" and work.container:
        pages = f" (pp. {work.pages.replace('-', '–')})" if work.pages else ""
        return " ".join([f"In {work.container}{pages}.", ended(work.publisher) if work.publisher else ""]).strip()
    places = dict.fromkeys(place for place in (work.container, work.publisher) if place)
    return ended(". ".join(places)) if places else ""
