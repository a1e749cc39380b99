"""Two texts beside each other: which pieces of each have changed."""

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

PIECE = re.compile(r"[\u3400-\u9fff]|\w+|\s+|[^\w\s]")


class Line(NamedTuple):
    """One line of a value: what it is called, its words, and their language where it is known."""

    label: str
    text: str
    lang: str = ""


def pieces(before: str, after: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Both texts in pieces, each with whether it changed; whole texts where little is left of the old one."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False) if len(old) * len(new) < 4_000_000 else None
    if matcher is None or matcher.ratio() < 0.4:
        return [(True, before)] if before else [], [(True, after)] if after else []
    left: list[tuple[bool, str]] = []
    right: list[tuple[bool, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if a < b:
            left.append((kind != "equal", "".join(old[a:b])))
        if c < d:
            right.append((kind != "equal", "".join(new[c:d])))
    return left, right


def marked(before: list[Line], after: list[Line]) -> tuple[list[tuple[Line, Any]], list[tuple[Line, Any]]]:
    """The lines of both sides with their pieces, lines of one label beside each other."""
    old = {line.label: line for line in before}
    new = {line.label: line for line in after}
    paired = len(old) == len(before) and len(new) == len(after)

    def side(lines: list[Line], other: dict[str, Line], index: int) -> list[tuple[Line, Any]]:
        found = []
        for line in lines:
            twin = other.get(line.label) if paired else None
            texts = (line.text, twin.text if twin else "") if index == 0 else (twin.text if twin else "", line.text)
            found.append((line, pieces(*texts)[index]))
        return found

    return side(before, new, 0), side(after, old, 1)
