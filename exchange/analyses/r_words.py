"""Text and numbers as R reads them."""

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

WIDE = 100
RESERVED = {"TRUE", "FALSE", "NULL", "NA"}
NOT_IN_R = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def comment(words: str) -> Iterator[str]:
    """Words on lines of their own, none of which can end the comment."""
    for line in wrap(" ".join(NOT_IN_R.sub(" ", words).split()), WIDE, break_on_hyphens=False):
        yield f"# {line}"


def column(frame: str, name: str) -> str:
    """A column of a data frame; a name that R keeps for itself stands between backticks."""
    return f"{frame}$`{name}`" if name in RESERVED else f"{frame}${name}"


def text(value: str) -> str:
    escaped = NOT_IN_R.sub(" ", value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    return f'"{escaped}"'


def texts(values: Iterable[str]) -> str:
    return f"c({', '.join(text(value) for value in values)})"


def number(value: float | None) -> str:
    """With every digit that it has: the same double again."""
    return "NA" if value is None else repr(value)


def numbers(values: Iterable[float | None]) -> str:
    return f"c({', '.join(number(value) for value in values)})"
