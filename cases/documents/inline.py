"""What stands inside a line of Markdown, in one pass: time grows with the length of the text and nothing else.

A stack holds what is open: emphasis, strong emphasis, link texts. It stays short (``OPEN_LINKS``, one of each
emphasis inside each), so looking back costs nothing, and what is never closed turns back into the characters typed.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

OPEN_LINKS = 8
EMPHASIS = {1: "em", 2: "strong"}

# Each alternative begins with another character and repeats without overlap, so a failed try costs at most its bounds.
URL = r"(?:https?://|mailto:)(?:[^\s()<>\[\]]|\([^\s()<>\[\]]{0,200}\)){1,500}"
TOKEN = re.compile(
    rf"""
    (?P<escape>\\[!-/:-@\[-`{{-~])
  | (?P<code>`+)
  | <(?P<address>(?:https?://|mailto:)[^\s<>]{{1,500}})>
  | (?P<opening>!?\[)
  | (?P<closing>\](?:\([ ]?<?(?P<url>{URL})>?(?:[ ]"(?P<title>[^"\n]{{0,300}})")?[ ]?\))?)
  | (?P<newline>(?<=[ ][ ])\n)
  | (?P<stars>\*+|_+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
BACKTICKS = re.compile("`+")

Content = list["str | ET.Element"]


@dataclass
class Frame:
    """Something that was opened: its mark as typed, and what came after it so far."""

    mark: str
    content: Content = field(default_factory=list)
    closable: bool = True


def fill(element: ET.Element, content: Content) -> ET.Element:
    """Make text and elements the content of an element."""
    element.text = None
    element[:] = []
    last: ET.Element | None = None
    texts: list[str] = []

    def flush() -> None:
        text = "".join(texts) or None
        if last is None:
            element.text = text
        else:
            last.tail = text
        texts.clear()

    for piece in content:
        if isinstance(piece, str):
            texts.append(piece)
        else:
            flush()
            element.append(piece)
            last = piece
    flush()
    return element


def parse_inline(text: str) -> Content:
    """Text and elements of one paragraph, heading, item or cell."""
    return Line(text).parse() if text else []


class Line:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.frames = [Frame("")]
        self.closing_ticks = _closing_ticks(text)

    def parse(self) -> Content:
        position = 0
        while token := TOKEN.search(self.text, position):
            self.add(self.text[position : token.start()])
            position = self.take(token)
        self.add(self.text[position:])
        self.flatten()
        return self.frames[0].content

    def add(self, piece) -> None:
        if piece != "":
            self.frames[-1].content.append(piece)

    def take(self, token: re.Match[str]) -> int:
        """Handle a token and say where to go on."""
        match token.lastgroup:
            case "escape":
                self.add(token[0][1])
            case "code":
                return self.take_code(token)
            case "address":
                self.add(_link(token["address"], [token["address"]]))
            case "opening":
                self.open_link(token[0])
            case "newline":
                self.add(ET.Element("br"))
            case "stars":
                self.take_stars(token)
            case _:
                self.close_link(token)
        return token.end()

    def take_code(self, token: re.Match[str]) -> int:
        end = self.closing_ticks.get(token.start())
        if end is None:
            self.add(token[0])
            return token.end()
        self.add(fill(ET.Element("code"), [self.text[token.end() : end].strip()]))
        return end + len(token[0])

    def take_stars(self, token: re.Match[str]) -> None:
        mark, rest = token[0][0], len(token[0])
        before, after = self.text[token.start() - 1 : token.start()], self.text[token.end() : token.end() + 1]
        may_open = bool(after.strip()) and not (mark == "_" and _is_word(before))
        may_close = bool(before.strip()) and not (mark == "_" and _is_word(after))
        if rest > 3:
            may_open = may_close = False
        while rest and may_close and (place := self.find_open(mark, rest)):
            rest -= len(self.frames[place].mark)
            self.close(place)
        while rest and may_open:
            length = min(rest, 2)
            if self.find_open(mark * length, length, exactly=True):
                break
            self.frames.append(Frame(mark * length))
            rest -= length
        self.add(mark * rest)

    def find_open(self, mark: str, longest: int, *, exactly: bool = False) -> int:
        """Place of the innermost open emphasis of this mark, or 0; a link text that is open hides what is around it."""
        for place in range(len(self.frames) - 1, 0, -1):
            opened = self.frames[place].mark
            if opened.endswith("["):
                return 0
            if opened == mark or (not exactly and opened[0] == mark and len(opened) <= longest):
                return place
        return 0

    def close(self, place: int) -> None:
        self.flatten(place + 1)
        frame = self.frames.pop()
        if frame.content:
            self.add(fill(ET.Element(EMPHASIS[len(frame.mark)]), frame.content))
        else:
            self.add(frame.mark * 2)

    def open_link(self, mark: str) -> None:
        if sum(frame.mark.endswith("[") for frame in self.frames) == OPEN_LINKS:
            self.flatten()
        self.frames.append(Frame(mark))

    def close_link(self, token: re.Match[str]) -> None:
        place = next((n for n in range(len(self.frames) - 1, 0, -1) if self.frames[n].mark.endswith("[")), 0)
        if not place:
            self.add(token[0])
            return
        self.flatten(place + 1)
        frame = self.frames.pop()
        if token["url"] and frame.closable and frame.content:
            for outer in self.frames:  # no link inside a link
                outer.closable = False
            self.add(_link(token["url"], frame.content, token["title"]))
        else:
            self.frames[-1].content += [frame.mark, *frame.content, token[0]]

    def flatten(self, place: int = 1) -> None:
        """Turn what is open from this place on back into the characters typed."""
        base = self.frames[place - 1].content
        for frame in self.frames[place:]:
            base.append(frame.mark)
            base += frame.content
        del self.frames[place:]


def _closing_ticks(text: str) -> dict[int, int]:
    """For each run of backticks the next run of the same length, if there is one."""
    closing: dict[int, int] = {}
    last: dict[int, int] = {}
    for run in reversed(list(BACKTICKS.finditer(text))):
        length = len(run[0])
        if length in last:
            closing[run.start()] = last[length]
        last[length] = run.start()
    return closing


def _is_word(character: str) -> bool:
    """Whether an underscore beside it belongs to a name, as in tax_office. Chinese has no spaces, so it never does."""
    return character.isascii() and character.isalnum()


def _link(url: str, content: Content, title: str | None = None) -> ET.Element:
    element = ET.Element("a", {"href": url} | ({"title": title} if title else {}))
    return fill(element, content)
