"""BibTeX and RIS: one entry for reference managers."""

import re

from cases.queries.citation.names import Name
from cases.queries.citation.work import Work

BIBTEX = {
    "article-journal": "article", "thesis": "phdthesis", "report": "techreport", "book": "book", "chapter": "incollection",
}  # fmt: skip
RIS = {
    "article-journal": "JOUR", "thesis": "THES", "report": "RPRT", "book": "BOOK", "chapter": "CHAP",
    "article-newspaper": "NEWS", "dataset": "DATA", "legislation": "LEGAL", "webpage": "ELEC", "page": "ELEC",
}  # fmt: skip
SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
SPECIAL |= {sign: f"\\{sign}" for sign in "&%$#_"}


def bibtex(work: Work) -> str:
    kind = BIBTEX.get(work.kind, "misc")
    place = {"article": "journal", "incollection": "booktitle"}.get(kind, "howpublished")
    house = {"phdthesis": "school", "techreport": "institution"}.get(kind, "publisher")
    date = work.issued
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in work.authors),
        "title": f"{{{_escaped(work.title)}}}" if work.title else "",
        "year": date.year.replace("–", "--") if date else "",
        "month": str(date.month) if date and date.month else "",
        "day": str(date.day) if date and date.day else "",
        place: _escaped(work.container),
        "volume": _escaped(work.volume),
        "number": _escaped(work.issue),
        "pages": _escaped(work.pages.replace("-", "--")),
        house: _escaped(work.publisher),
        "doi": work.doi,
        "url": _bare(work.url),
        "urldate": work.accessed.isoformat() if work.accessed and work.url else "",
        "note": _escaped(", ".join(part for part in (work.medium, work.version) if part)),
        "langid": "chinese" if work.language == "zh" else "english",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{_key(work.key)},", *lines, "}", ""])


def _bibtex_name(name: Name) -> str:
    return f"{{{_escaped(name.family)}}}" if name.whole else f"{_escaped(name.family)}, {_escaped(name.given)}"


def _escaped(text: str) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in _line(text))


def _bare(url: str) -> str:
    """An address as it is; braces would end the field."""
    return _line(url).replace("{", "%7B").replace("}", "%7D")


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9:-]", "-", text)


def ris(work: Work) -> str:
    date = work.issued
    start, _dash, end = work.pages.partition("-")
    title_of_whole = "T2" if work.kind in ("article-journal", "chapter", "article-newspaper", "webpage") else "T3"
    pairs = [("TY", RIS.get(work.kind, "GEN")), ("ID", _key(work.key))]
    pairs += [("AU", name.family if name.whole else f"{name.family}, {name.given}") for name in work.authors]
    pairs += [
        ("TI", work.title),
        (title_of_whole, work.container),
        ("PY", date.year[:4] if date else ""),
        ("DA", date.figures.replace("-", "/") if date and date.month else ""),
        ("VL", work.volume),
        ("IS", work.issue),
        ("SP", start),
        ("EP", end),
        ("PB", work.publisher),
        ("ET", work.version),
        ("M3", work.medium),
        ("DO", work.doi),
        ("UR", work.url),
        ("Y2", work.accessed.isoformat().replace("-", "/") if work.accessed and work.url else ""),
        ("LA", "zh" if work.language == "zh" else "en"),
    ]
    return "\r\n".join([*(f"{tag}  - {_line(value)}" for tag, value in pairs if value), "ER  - ", ""])


def _line(text: str) -> str:
    return " ".join(text.split())
