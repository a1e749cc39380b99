"""Bring the Chinese catalogue up to the texts in code and templates, without GNU gettext.

Django's own makemessages needs xgettext; Babel reads Python by itself, and templates once Django has rewritten them.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PACKAGES = ("accounts", "advice", "analyses", "api", "casebase", "cases", "exchange")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))
        yield from sorted((ROOT / package).rglob("*.html"))
    yield from sorted((ROOT / "templates").rglob("*.*"))


def used() -> Catalog:
    """Every text that code and templates ask a translation for, with where."""
    catalogue = Catalog()
    for path in sources():
        if path.suffix not in (".py", ".html", ".txt") or "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=str(path))
        for _, message, comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            place = path.relative_to(ROOT).as_posix()
            catalogue.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    return catalogue


def translated() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def missing() -> list[str]:
    """Texts in use that have no Chinese, as `place: text`."""
    known = translated()
    found = []
    for message in used():
        if not message.id:
            continue
        there = known.get(message.id, message.context)
        texts = [] if there is None else [there.string] if isinstance(there.string, str) else list(there.string)
        if there is None or there.fuzzy or not texts or not all(texts):
            found.append(f"{message.locations[0][0]}: {message.id if isinstance(message.id, str) else message.id[0]}")
    return found


def main() -> None:
    catalogue = translated()
    catalogue.update(used(), no_fuzzy_matching=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=False, ignore_obsolete=True, include_lineno=False)
    untranslated = missing()
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(catalogue)} texts, {len(untranslated)} without Chinese")
    print("\n".join(untranslated))
    sys.exit(bool(untranslated))


if __name__ == "__main__":
    main()
