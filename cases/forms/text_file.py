"""Reading the text out of a file: plain text, Markdown, DOCX, PDF. Nothing of the file is kept but its words."""

import io
import zipfile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from cases.documents.anchoring import normal

MOST_CHARACTERS = 1_000_000
"""Of a text. A long book has fewer."""
LARGEST_FILE = 20_000_000
LARGEST_UNPACKED = 100_000_000
"""Bytes of a DOCX when it is unpacked; one that claims more was made to fill the memory."""
MOST_PAGES = 1_000
ENDINGS = (".txt", ".md", ".docx", ".pdf")

WRONG = {
    "kind": _("This kind of file cannot be read here. Bring .txt, .md, .docx or .pdf, or paste the text."),
    "not_what_it_says": _("This file is not what its name says. Open it, save it anew as %(kind)s, or paste the text."),
    "too_large": _("This is %(size)s MB, and at most %(limit)s MB can be taken. Bring the chapter that you code, or paste it."),
    "too_long": _("This text has %(size)s characters, and at most %(limit)s can be taken. Bring the part that you code."),
    "locked": _("This PDF is locked with a password. Open it with the password, copy the text and paste it here."),
    "no_words": _(
        "There are no words in this file: it may hold pictures of pages. Have its text recognised, or type what you quote."
    ),
    "empty": _("Bring a file, or paste the text."),
    "unstorable": _("The text contains a character that cannot be stored. Save the file as UTF-8, or paste the text."),
}


def wrong(code: str, **details: Any) -> ValidationError:
    return ValidationError(WRONG[code], code=code, params=details)


def read_text(name: str, data: bytes) -> str:
    """The text of the file, or a ValidationError that says what to do."""
    ending = next((one for one in ENDINGS if name.lower().endswith(one)), "")
    if not ending:
        raise wrong("kind")
    if len(data) > LARGEST_FILE:
        raise wrong("too_large", size=len(data) // 1_000_000, limit=LARGEST_FILE // 1_000_000)
    return sound({".docx": _docx, ".pdf": _pdf}.get(ending, _plain)(data))


def sound(text: str) -> str:
    """The text as it is kept, if it can be."""
    text = normal(text)
    if "\x00" in text or not _encodable(text):
        raise wrong("unstorable")
    if not text.strip():
        raise wrong("no_words")
    if len(text) > MOST_CHARACTERS:
        raise wrong("too_long", size=f"{len(text):,}", limit=f"{MOST_CHARACTERS:,}")
    return text


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the encoding of Chinese systems."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (b"\x00" in data and not marked) or data.startswith((b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise wrong("not_what_it_says", kind="UTF-8")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise wrong("not_what_it_says", kind="UTF-8")


def _docx(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise wrong("too_large", size=LARGEST_UNPACKED // 1_000_000, limit=LARGEST_FILE // 1_000_000)
        document = Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise wrong("not_what_it_says", kind="DOCX") from error
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            blocks.append(block.text)
    return "\n".join(blocks)


def _pdf(data: bytes) -> str:
    """The text of each page, pages parted by form feeds, by which a passage later knows its page."""
    if not data.lstrip()[:5] == b"%PDF-":
        raise wrong("not_what_it_says", kind="PDF")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise wrong("locked")
        if len(reader.pages) > MOST_PAGES:
            raise wrong("too_long", size=len(reader.pages), limit=MOST_PAGES)
        return "\f".join(page.extract_text() for page in reader.pages).strip("\f")
    except DependencyError as error:  # a cipher that this machine cannot undo
        raise wrong("locked") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise wrong("not_what_it_says", kind="PDF") from error


class SourceFile(forms.FileField):
    """A file that becomes its text."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if not found:
            return ""
        if found.size > LARGEST_FILE:
            raise wrong("too_large", size=found.size // 1_000_000, limit=LARGEST_FILE // 1_000_000)
        found.seek(0)
        return read_text(found.name, found.read())
