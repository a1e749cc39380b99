"""Periods as people write them, to EDTF: “about 2019”, “2019 to 2020-12-22”, “2020年以前”."""

import re

DAY = re.compile(r"^(\d{4})\s*[年/.]\s*(\d{1,2})(?:\s*[月/.]\s*(\d{1,2})\s*日?|\s*月)?$")
YEAR = re.compile(r"^(\d{4})\s*年$")
ABOUT = re.compile(r"^(?:about|around|circa|c\.|ca\.|约|大约)\s*(.+)$|^(.+?)\s*(?:左右|前后)$", re.IGNORECASE)
BEFORE = re.compile(r"^(?:before|until|up to|至|截至)\s*(.+)$|^(.+?)\s*(?:以前|之前)$", re.IGNORECASE)
SINCE = re.compile(r"^(?:since|after|from)\s*([^至到]+?)$|^(?:自\s*)?([^至到]+?)\s*(?:以来|之后|以后|起)$", re.IGNORECASE)
SPAN = re.compile(r"^(?:from\s+|自\s*)?(.+?)\s*(?:\bto\b|\buntil\b|至|到|—+|–| - |～)\s*(.+)$", re.IGNORECASE)


def read_period(text: str) -> str:
    """The period in EDTF, or the text as it is when it is not understood (the schema then says so)."""
    typed = " ".join(text.split())
    if span := SPAN.match(typed):
        return f"{_moment(span[1])}/{_moment(span[2])}"
    if before := BEFORE.match(typed):
        return f"../{_moment(before[1] or before[2])}"
    if since := SINCE.match(typed):
        return f"{_moment(since[1] or since[2])}/.."
    return _moment(typed)


def _moment(text: str) -> str:
    typed = text.strip()
    if about := ABOUT.match(typed):
        return f"{_moment(about[1] or about[2])}~"
    if year := YEAR.match(typed):
        return year[1]
    if day := DAY.match(typed):
        return "-".join([day[1], *(part.zfill(2) for part in day.groups()[1:] if part)])
    return typed
