"""Rules for single values: what a reference, an address part and a date may look like."""

import datetime as dt
import math
import re
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
CODE = r"^[a-z]+:[a-z0-9]+(?:-[a-z0-9]+)*$"
EXCERPT = r"^[a-z0-9]+(?:-[a-z0-9]+)*#[a-z0-9]+(?:-[a-z0-9]+)*$"
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What a text may hold and no XML can: documents of offices and spreadsheets leave it away."""


class NotADate(ValueError):
    """The text is not a date of the Extended Date/Time Format, level 1."""


@lru_cache(maxsize=4096)
def date_bounds(text: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that an EDTF level 1 date may mean; ``None`` where it is open.

    ``2019~`` gives the whole of 2019, ``2018/2021`` the four years, ``../2020`` an open start.
    Cached, because the parser takes milliseconds and a few hundred dates recur.
    """
    try:
        parsed = parse_edtf(text)
    except EDTFParseException as error:
        raise NotADate(text) from error
    lower, upper = _day(parsed, "lower"), _day(parsed, "upper")
    if text.startswith("/"):  # an unknown start is no bound; the parser would guess ten years
        lower = None
    if text.endswith("/"):
        upper = None
    if lower and upper and lower > upper:
        raise NotADate(text)
    return lower, upper


def _day(parsed, side: str) -> dt.date | None:
    end = getattr(parsed, side, parsed)  # an interval has two ends, anything else is its own
    if isinstance(end, str) or end is None:
        return None
    try:
        moment = getattr(end, f"{side}_strict")()
    except (TypeError, ValueError, OverflowError) as error:
        raise NotADate(str(parsed)) from error
    if isinstance(moment, float) and math.isinf(moment):
        return None
    try:
        return dt.date(moment[0], moment[1], moment[2])
    except (TypeError, ValueError, IndexError) as error:  # 2019-02-30, year 0, ...
        raise NotADate(str(parsed)) from error
