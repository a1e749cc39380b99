"""Where a quotation stands in a text: offsets in characters, sentences, the words around, and finding it again. Pure.

Offsets count Unicode characters, as Python does. A browser counts UTF-16 units; its script converts before it sends.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from cases.documents.difference import Json

AROUND = 40
"""Characters of context on either side: enough to tell two occurrences apart, too few to stand for the text."""
LONGEST = 700
"""Characters of a quotation, as the document schema has it."""
STOP = re.compile(
    r"[。！？；!?]+[”’」』）)\"]*\s*"
    r"|(?<=[a-z0-9)\]%])\.[”’)\"]*(?:\s+(?=[“‘(\"A-Z\u3400-\u9fff])|(?=[A-Z][a-z]|[\u3400-\u9fff]))"
    r"|\n+|\f"
)
"""What ends a sentence in either language; a line break always does."""
SPACE = re.compile(r"\s+")


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


def normal(text: str) -> str:
    """The text as it is kept: composed characters, line feeds, plain spaces, no byte order mark; otherwise as it came."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))
    return text.replace("\xa0", " ")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digests(text: str) -> set[str]:
    """The hashes that the same words may have: with and without the line break that editors put at the end."""
    return {digest(text), digest(text.rstrip("\n")), digest(text.rstrip("\n") + "\n")}


def sentences(text: str) -> list[Span]:
    """The text cut into sentences without a gap, white space at the end of each; together they are the whole text."""
    ends = [match.end() for match in STOP.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    found, start = [], 0
    for end in ends:
        if text[start:end].strip():
            found.append(Span(start, end))
            start = end
        elif found:
            found[-1] = Span(found[-1].start, end)
            start = end
    return found


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def occurrences(text: str, quotation: str) -> list[Span]:
    """Every place where the words stand, however their lines were broken."""
    parts = quotation.split()
    if not parts:
        return []
    # Between Chinese characters a line break is nothing, and elsewhere it is a space.
    pattern = r"\s*".join(r"\s*".join(map(re.escape, _pieces(part))) for part in parts)
    return [Span(*match.span()) for match in re.finditer(pattern, text)]


def _pieces(part: str) -> list[str]:
    """Runs within which no line can have been broken: words, and single Chinese characters."""
    return re.findall(r"[\u3400-\u9fff]|[^\u3400-\u9fff]+", part)


def around(text: str, span: Span) -> tuple[str, str]:
    """The words before and after within the same paragraph, cut at whole words."""
    left, right = text[max(span.start - AROUND, 0) : span.start], text[span.end : span.end + AROUND]
    before, after = left.rpartition("\n")[2], right.partition("\n")[0]
    if "\n" not in left and span.start > AROUND and " " in before.strip():
        before = before.partition(" ")[2]
    if "\n" not in right and span.end + AROUND < len(text) and " " in after.strip():
        after = after.rpartition(" ")[0]
    return before.strip(), after.strip()


def place_of(text: str, start: int) -> Json:
    """Where a reader of the source looks: the page if the text has pages, or else the paragraph."""
    if "\f" in text:
        number = text.count("\f", 0, start) + 1
        return {"en": f"p. {number}", "zh": f"第{number}页", "original": "en"}
    number = len(re.findall(r"\S[^\n]*\n\s*(?=\S)", text[:start] + "x")) + 1
    return {"en": f"paragraph {number}", "zh": f"第{number}段", "original": "en"}


def find(text: str, quotation: str, before: str = "", after: str = "") -> list[Span]:
    """Where the quotation stands: one span if it is clear which, every candidate if it is not, none if it is gone."""
    found = occurrences(text, quotation)
    if len(found) < 2 or not (before or after):
        return found
    scores = [_likeness(text, span, before, after) for span in found]
    best = [span for span, score in zip(found, scores, strict=True) if score == max(scores)]
    return best if len(best) == 1 and max(scores) > 0 else found


def _likeness(text: str, span: Span, before: str, after: str) -> int:
    """How many characters of the remembered context stand around this occurrence."""
    left, right = SPACE.sub("", text[max(span.start - 400, 0) : span.start]), SPACE.sub("", text[span.end : span.end + 400])
    return _common(SPACE.sub("", before)[::-1], left[::-1]) + _common(SPACE.sub("", after), right)


def _common(one: str, other: str) -> int:
    number = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        number += 1
    return number


def reanchor(excerpts: Sequence[Json], text: str, version: str) -> tuple[list[Json], list[Json]]:
    """The excerpts as they stand in a corrected text, and those that could not be placed there (left as they were)."""
    moved, lost = [], []
    for excerpt in excerpts:
        found = find(text, excerpt["text"], excerpt.get("before") or "", excerpt.get("after") or "")
        if excerpt.get("excerpt_kind") == "quotation" and len(found) == 1:
            before, after = around(text, found[0])
            kept = {name: value for name, value in excerpt.items() if name not in ("before", "after")}
            context = {name: words for name, words in (("before", before), ("after", after)) if words}
            moved.append({**kept, "version": version, **context})
        else:
            moved.append(excerpt)
            lost.append(excerpt)
    return moved, lost
