"""EDTF dates in words, per language: “about 2019”, “2018–2021”, “until 2020”, “2017 年 1 月 25 日”."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

POINT = re.compile(r"^(?P<year>-?\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?(?P<mark>[~?%]?)$")


@dataclass(frozen=True)
class Point:
    """One end of a date: how much of it is known, and how surely."""

    year: str
    month: int | None
    day: int | None
    mark: str


def edtf_words(text: str) -> str:
    """The date as a reader says it; an unreadable one is given back as it stands."""
    start, slash, end = text.strip().partition("/")
    if not slash:
        return _point_words(start) or text
    open_start, open_end = start in ("", ".."), end in ("", "..")
    if open_start and open_end:
        return text
    if open_start:
        return _("until %(date)s") % {"date": _point_words(end) or end}
    if open_end:
        pattern = _("from %(date)s") if end == ".." else _("from %(date)s, end not known")
        return pattern % {"date": _point_words(start) or start}
    return _range_words(start, end)


def edtf_compact(text: str) -> str:
    """The date for a table: figures only (2017-01-25, 2018–2021), with “c.” for about."""
    start, slash, end = text.strip().partition("/")
    sides = ["" if side in ("", "..") else _compact_point(side) for side in ((start, end) if slash else (start,))]
    return "–".join(sides)


def is_plain(text: str) -> bool:
    """Whether the date can stand in a ``datetime`` attribute."""
    return re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", text) is not None


def _compact_point(text: str) -> str:
    point = _point(text)
    if point is None:
        return text
    bare = text.rstrip("~?%")
    return {
        "~": pgettext("about a date", "c. %s") % bare,
        "?": f"{bare}?",
        "%": pgettext("about a date", "c. %s") % f"{bare}?",
    }.get(point.mark, bare)


def _point(text: str) -> Point | None:
    found = POINT.match(text)
    if found is None:
        return None
    month, day = (int(found[name]) if found[name] and found[name] != "XX" else None for name in ("month", "day"))
    return Point(found["year"], month, day, found["mark"])


def _point_words(text: str) -> str | None:
    point = _point(text)
    if point is None or (point.month or 1) > 24:
        return None
    words = _day_words(point)
    if point.mark in ("~", "%"):
        words = _("about %(date)s") % {"date": words}
    if point.mark in ("?", "%"):
        words = _("%(date)s (uncertain)") % {"date": words}
    return words


def _day_words(point: Point) -> str:
    if point.year.endswith("X"):
        return _("the %(decade)ss") % {"decade": point.year.replace("X", "0")}
    if point.month is None:
        return _year_words(point.year)
    if point.month > 20:
        return _("%(season)s %(year)s") % {"season": _season(point.month), "year": point.year}
    names = {"year": point.year, "month": _month(point.month), "day": point.day}
    return _("%(month)s %(year)s") % names if point.day is None else _("%(day)s %(month)s %(year)s") % names


def _year_words(year: str) -> str:
    # Translators: a year that stands alone; Chinese adds 年.
    return pgettext("a year", "%(year)s") % {"year": year}


def _range_words(start: str, end: str) -> str:
    first, last = _point(start), _point(end)
    if first and last and not (first.month or last.month or first.mark or last.mark) and (first.year + last.year).isdigit():
        return pgettext("years", "%(start)s–%(end)s") % {"start": first.year, "end": last.year}
    # Translators: two dates of more than a year each, for instance May 2018 to 1 June 2020.
    return pgettext("dates", "%(start)s to %(end)s") % {
        "start": _point_words(start) or start,
        "end": _point_words(end) or end,
    }


def _month(number: int) -> str:
    return [
        pgettext("month", "January"), pgettext("month", "February"), pgettext("month", "March"),
        pgettext("month", "April"), pgettext("month", "May"), pgettext("month", "June"),
        pgettext("month", "July"), pgettext("month", "August"), pgettext("month", "September"),
        pgettext("month", "October"), pgettext("month", "November"), pgettext("month", "December"),
    ][number - 1]  # fmt: skip


def _season(number: int) -> str:
    return {
        21: pgettext("season", "spring"),
        22: pgettext("season", "summer"),
        23: pgettext("season", "autumn"),
        24: pgettext("season", "winter"),
    }[number]
