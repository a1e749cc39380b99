"""The Chinese texts of the interface: collect them from the sources, list what lacks Chinese, compile.

    python scripts/catalogue.py extract    bring locale/zh_Hans/LC_MESSAGES/django.po up to date with the sources
    python scripts/catalogue.py missing    print what lacks Chinese; status 1 if there is any
    python scripts/catalogue.py compile    write django.mo

Babel does it all, so that no gettext programs are needed.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PACKAGES = ("accounts", "advice", "analyses", "api", "casebase", "cases", "exchange")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
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
LEADING = re.compile(r"^[ \t]+", re.MULTILINE)


def sources() -> Iterator[tuple[Path, str]]:
    """Every source file as Python: a template becomes a row of calls, without the indentation that would confuse a parser."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    templates = [ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES)]
    for path in sorted(file for folder in templates for file in folder.rglob("*.*") if file.suffix in (".html", ".txt")):
        yield path, LEADING.sub("", templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def collected() -> Catalog:
    """All texts of the sources, without Chinese."""
    catalogue = Catalog(locale="zh_Hans", domain="django", charset="utf-8")
    for _path, text in sources():
        for _line, message, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, ["Translators:"]):
            if message not in ("", ("", "")):
                catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def stored() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def update() -> Catalog:
    """The stored texts brought up to date: new ones without Chinese, vanished ones gone."""
    fresh = collected()
    if PO.exists():
        old = stored()
        for message in fresh:
            known = old.get(message.id, message.context) if message.id else None
            if known is not None and _whole(known):
                message.string = known.string
    return fresh


def _whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(strings) and not message.fuzzy


def missing(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and not _whole(message)]


def write(catalogue: Catalog) -> None:
    PO.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True, width=120)
    header = (
        '# Chinese texts of the interface. scripts/catalogue.py keeps the list up to date.\nmsgid ""\nmsgstr ""\n'
        '"Language: zh_Hans\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    PO.write_text(header + buffer.getvalue().decode("utf-8"), encoding="utf-8")


def compile_catalogue() -> None:
    """In one move: another run of the tests may be reading it."""
    new = PO.with_name(f"django.mo.{os.getpid()}")
    with new.open("wb") as file:
        write_mo(file, stored())
    new.replace(PO.with_suffix(".mo"))


def main(command: str) -> int:
    if command == "extract":
        write(update())
    if command == "compile":
        compile_catalogue()
        return 0
    if command not in ("extract", "missing"):
        print(__doc__)
        return 2
    lacking = missing(update())
    for message in lacking:
        print(f"[{message.context}] {message.id}" if message.context else message.id)
    print(f"{len(lacking)} texts lack Chinese.")
    return 1 if lacking and command == "missing" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
