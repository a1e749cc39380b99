"""What a drawing is made of: boxes, dots, capsules and words with their coordinates. Pure data."""

from dataclasses import dataclass, field
from functools import lru_cache

LATIN, WIDE = 6.2, 12.3
"""Width of a letter and of a Chinese character at 12 px; a little too much, so that words never run into one another."""


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    lang: str = ""
    anchor: str = "start"
    css: str = "tx"


@dataclass(frozen=True)
class Shape:
    """One item of a lane. ``form``: dot, capsule, open, band or result."""

    id: str
    form: str
    x: float
    y: float
    width: float = 0
    height: float = 0
    css: str = ""
    hedged: bool = False
    fill: float = 0
    """Height of the filled part of a band: its share of the whole."""
    unended: bool = False
    title: str = ""
    label: Label | None = None

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def fill_y(self) -> float:
        return self.y + self.height - self.fill

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass
class Lane:
    key: str
    y: float
    height: float = 0
    about: str = ""
    """The company whose owners the lane lists."""
    lang: str = ""
    shapes: list[Shape] = field(default_factory=list)
    triggers: list[Label] = field(default_factory=list)


@dataclass
class Block:
    """One case in the drawing."""

    key: str
    title: Label
    y: float
    height: float = 0
    ordered: bool = False
    """Drawn in the order of phases: lengths mean nothing."""
    phases: list[Shape] = field(default_factory=list)
    columns: list[float] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)


@dataclass
class Drawing:
    """The whole figure, and what has no place in it, by reason."""

    width: float
    height: float = 0
    ticks: list[Label] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    unplaced: dict[str, list[str]] = field(default_factory=dict)
    unlabelled: int = 0

    def leave_out(self, reason: str, item: str) -> None:
        self.unplaced.setdefault(reason, []).append(item)

    @property
    def shapes(self) -> list[Shape]:
        return [shape for block in self.blocks for lane in block.lanes for shape in lane.shapes]


@lru_cache(maxsize=8192)
def breadth(text: str) -> float:
    """How wide the words are, near enough."""
    if text.isascii():
        return len(text) * LATIN
    return sum(WIDE if ord(letter) > 0x2E7F else LATIN for letter in text)


@lru_cache(maxsize=8192)
def cut(text: str, room: float) -> str:
    """The words, shortened to the room with an ellipsis; nothing where there is no room for three letters."""
    if breadth(text) <= room:
        return text
    count, used = 0, breadth("…")
    for letter in text:
        used += WIDE if ord(letter) > 0x2E7F else LATIN
        if used > room:
            break
        count += 1
    return text[:count].rstrip(" ,;，；") + "…" if count > 2 else ""
