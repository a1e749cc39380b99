"""Text to tokens: the same for what is searched and for what is typed, in English and Chinese, on every database.

Runs of Chinese become overlapping pieces of two characters and their last character alone (数字政府 → 数字 字政 政府 府),
so that a run of any length is found as a phrase of pieces and one character as the beginning of a piece. Latin words
and numbers become their Snowball stems. Full-width letters, compatibility characters and case do not count, nor do quotation
marks inside a run of Chinese: “放管服”改革 is found as 放管服改革.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer
from pypinyin import lazy_pinyin

VERSION = 2
"""To be raised when tokens change: the index of another version is not ready (``manage.py reindex``)."""
BREAK = "¶"
"""Stands between lines, so that no phrase is found across them."""
LONGEST = 64
"""Characters of a word; what is longer is cut, here and in what is typed."""
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af々〇"
PART = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+(?:'[^\W_{HAN}]+)*)")
QUOTES = "\"'“”‘’「」『』《》〈〉"
QUOTED = re.compile(rf"(?<=[{HAN}])[{QUOTES}]+(?=[{HAN}])")
LATIN = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*")
"""The words of a folded text in ASCII: what ``PART`` finds there."""
SHORT = 300
MOST_SYLLABLES = 12
"""Names of more characters than this are titles: nobody types them in pinyin."""


class _Own(threading.local):
    """A stemmer for each thread: one at work holds its word, and a second thread would write over it."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("english")


_own = _Own()


class Part(NamedTuple):
    """A run of Chinese, or a word, with its place in the folded text."""

    text: str
    han: bool
    start: int
    end: int


def fold(text: str) -> str:
    """What two spellings have in common: width, compatibility forms and case do not count."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def parts(folded: str) -> Iterator[Part]:
    for found in PART.finditer(folded):
        yield Part(found[0], found["han"] is not None, found.start(), found.end())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The Snowball stem of a folded word, without apostrophes."""
    return _own.stemmer.stemWord(word[:LONGEST]).replace("'", "")


def pieces(run: str) -> list[str]:
    """Overlapping pieces of two characters."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


class Analysed(NamedTuple):
    """The tokens of one line in their order, and its Latin words as they stand."""

    tokens: tuple[str, ...]
    words: tuple[str, ...]


def _analysed(line: str) -> Analysed:
    if line.isascii():
        words = LATIN.findall(line.lower())
        return Analysed(tuple(map(stem, words)), tuple(words))
    found: list[str] = []
    words = []
    for han, word in PART.findall(QUOTED.sub("", fold(line))):
        if han:
            found += [*pieces(han), han[-1]]
        else:
            found.append(stem(word))
            words.append(word)
    return Analysed(tuple(found), tuple(words))


_again = lru_cache(maxsize=2_000)(_analysed)


def analysed(line: str) -> Analysed:
    """What there is in a line. A short one is kept a while: events stand in their case, names of codes in many cases."""
    return _again(line) if len(line) <= SHORT else _analysed(line)


def joined(lines: Iterable[Analysed]) -> list[str]:
    """The tokens of several lines, with a break between them."""
    found: list[str] = []
    for line in lines:
        if found:
            found.append(BREAK)
        found += line.tokens
    return found


def tokens_of(lines: Iterable[str]) -> list[str]:
    return joined(map(analysed, lines))


def suggestible(words: Iterable[str]) -> set[str]:
    """Those of the words that are worth a suggestion, and what begins with some letters."""
    return {word for word in words if 3 <= len(word) <= 40 and not word.isdigit()}


def is_han(text: str) -> bool:
    return bool(text) and all(part.han and len(part.text) == len(text) for part in parts(text))


def pinyin(name: str, reading: str | None = None) -> list[str]:
    """Pinyin of a Chinese name: each run of two or more syllables in one word (德清县 → deqing, qingxian, deqingxian)."""
    runs = [reading.split()] if reading else [lazy_pinyin(part.text) for part in parts(fold(name)) if part.han]
    found: dict[str, None] = {}
    for syllables in runs:
        if len(syllables) <= MOST_SYLLABLES:
            for start in range(len(syllables)):
                for end in range(start + 2, len(syllables) + 1):
                    found["".join(syllables[start:end]).lower()] = None
    return list(found)


def seems_traditional(text: str) -> bool:
    """Whether some character is only written in traditional Chinese: known to Big5 and not to GB 2312."""
    return any(
        not _encodable(character, "gb2312") and _encodable(character, "big5")
        for part in parts(fold(text))
        if part.han
        for character in part.text
    )


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
