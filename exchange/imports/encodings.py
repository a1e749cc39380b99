"""In which encoding the characters of a file make sense."""

from django.utils.translation import gettext as _

from exchange.imports.unreadable import Unreadable

SURE = 0.7
"""Share of Chinese characters that must be everyday ones before an encoding is believed."""


def decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, GB 18030 or Big5: the one in which the Chinese makes sense."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _as(data, "utf-16")
    elif b"\x00" in data or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")):
        raise Unreadable(_("This file is not what its name says. Save it anew as CSV in UTF-8."))
    else:
        text = _as(data, "utf-8-sig") or _guessed(data)
    if text is None:
        raise Unreadable(_("The characters of this file cannot be read for certain. Save it as UTF-8 and bring it again."))
    return text


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str | None:
    tried = [(text, _everyday(text, *test)) for text, test in ((_as(data, "gb18030"), GB), (_as(data, "big5"), BIG5)) if text]
    best = max(tried, key=lambda pair: pair[1], default=None)
    return best[0] if best and best[1] >= SURE else None


GB, BIG5 = ("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)
"""Codec, and the first and last lead byte of its everyday characters, which both order by use."""


def _everyday(text: str, codec: str, first: int, last: int) -> float:
    """The share of everyday ones among the characters beyond ASCII."""
    beyond = [character for character in text[:200_000] if ord(character) > 0x2E80]
    wide = [one for one in beyond if not 0x3000 <= ord(one) <= 0x303F and not 0xFF00 <= ord(one) <= 0xFFEF]
    if not wide:
        return 0.0
    return sum(first <= (character.encode(codec, "ignore") or b"\x00")[0] <= last for character in wide) / len(wide)
