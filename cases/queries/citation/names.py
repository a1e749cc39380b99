"""Names of authors as sources print them, taken apart as far as that is safe."""

import re
from dataclasses import dataclass

CHINESE = re.compile(r"[\u3400-\u9fff]")
BODY = re.compile(
    r"\b(of|for|and|the|government|office|bureau|committee|commission|council|ministry|department|university|institute|"
    r"centre|center|group|company|association|contributors|editors|news|daily|agency|foundation|nations)\b",
    re.IGNORECASE,
)
MOST_PARTS = 4
"""More words than that are no person's name."""


@dataclass(frozen=True)
class Name:
    """A person's family and given name, or a name that is kept whole: a Chinese one, a body's, a single word."""

    family: str
    given: str = ""

    @property
    def whole(self) -> bool:
        return not self.given

    @property
    def chinese(self) -> bool:
        return bool(CHINESE.search(self.family))

    def initials(self, stop: str) -> str:
        """“Mei-Ling” becomes “M.-L.” with a stop and “M-L” without."""
        parts = [part for part in self.given.split() if part]
        return " ".join("-".join(f"{piece[:1].upper()}{stop}" for piece in part.split("-") if piece) for part in parts)


def parse_name(printed: str, language: str) -> Name:
    """Sources in Chinese print the family name first, also in letters; sources in English print it last."""
    text = " ".join(printed.split())
    if CHINESE.search(text) or BODY.search(text):
        return Name(text)
    family, comma, given = text.partition(",")
    if comma:
        return Name(family.strip(), given.strip())
    parts = text.split()
    if len(parts) < 2 or len(parts) > MOST_PARTS:
        return Name(text)
    if language == "zh":
        return Name(parts[0], " ".join(parts[1:]))
    return Name(parts[-1], " ".join(parts[:-1]))
