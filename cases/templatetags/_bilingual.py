"""Which words of a bilingual value the reader sees, and what must be said about them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

LANG_TAGS = {"en": "en", "zh": "zh-Hans"}
NAME_STEMS = ("name", "label", "title")


@dataclass(frozen=True)
class Wording:
    """The words to show and the language they are in; ``missing`` when that is not the reader's."""

    text: str
    lang: str
    missing: bool = False
    stale: bool = False


def reader_language() -> str:
    """``zh`` on a Chinese page, ``en`` on any other."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def part(value: Any, name: str, default: Any = None) -> Any:
    """A field of an item, whether it is a dict, a document's item or a row."""
    if isinstance(value, dict):
        return value.get(name, default)
    return getattr(value, name, default)


def is_bilingual(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value.keys() & LANG_TAGS.keys())
    return hasattr(value, "en") and hasattr(value, "zh")


def wording(value: Any) -> Wording | None:
    """The reader's language of ``value``, or else what there is, marked as missing a translation."""
    if value is None or value == "":
        return None
    if not is_bilingual(value):
        return Wording(str(value), reader_language())
    wanted = reader_language()
    original = part(value, "original") or next((lang for lang in LANG_TAGS if part(value, lang)), wanted)
    if text := part(value, wanted):
        return Wording(text, wanted, stale=wanted != original and bool(part(value, "stale", False)))
    if text := part(value, original):
        return Wording(text, original, missing=True)
    return None


def name_of(thing: Any, stem: str = "") -> Any:
    """The bilingual name of a document, or of a row that carries ``name_en`` and ``name_zh`` (or label, title)."""
    for candidate in (stem,) if stem else NAME_STEMS:
        english, chinese = part(thing, f"{candidate}_en"), part(thing, f"{candidate}_zh")
        if english or chinese:
            return {"en": english, "zh": chinese}
        if named := part(thing, candidate):
            return named
    return None
