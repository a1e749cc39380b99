"""From the bytes of a file to rows: CSV, XLSX, JSON. What cannot be read says where, and what to do."""

import codecs
import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from exchange.case_files.table import digits
from exchange.comparison.csv import LIVE
from exchange.imports.encodings import decoded
from exchange.imports.unreadable import Unreadable

ENDINGS = (".csv", ".xlsx", ".json", ".jsonl")
LARGEST = 20_000_000
LARGEST_DOCUMENTS = 100_000_000
"""They are read one by one, and a table as a whole."""
LONGEST_DOCUMENT = 5_000_000
LARGEST_UNPACKED = 100_000_000
MOST_COLUMNS = 2_000
MOST_ROWS = 20_000
"""Rows of one file: ten thousand cases with a source each."""
LAST_ROW = 1_048_576
"""Of a spreadsheet."""
LONGEST_CELL = 100_000


class Line(NamedTuple):
    """A row of the file by column, or a whole document by field; with its number in the file."""

    number: int
    cells: dict[str, Any]
    whole: bool = False


def read_rows(name: str, data: bytes) -> list[Line]:
    ending = ending_of(name)
    if too_large := size_words(name, len(data)):
        raise Unreadable(too_large)
    if not data.strip():
        raise Unreadable(_("This file is empty."))
    if ending == ".csv":
        return _table(_csv(decoded(data)))
    if ending == ".xlsx":
        return _table(_xlsx(data))
    if ending == ".json":
        return _json(decoded(data))
    if ending == ".jsonl":
        return list(documents([data]))
    raise Unreadable(_("This kind of file cannot be read here. Bring .csv, .xlsx or .json."))


def ending_of(name: str) -> str:
    return next((one for one in ENDINGS if name.lower().endswith(one)), "")


def size_words(name: str, size: int) -> str:
    """What is said of a file that is too large."""
    if ending_of(name) in (".json", ".jsonl"):
        return _("This file has more than 100 MB. Divide it into several.") if size > LARGEST_DOCUMENTS else ""
    return _("This file has more than 20 MB. Divide it into several.") if size > LARGEST else ""


def refuse_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Unreadable(_("At most 20,000 rows can be read from one file. Divide it into several."))


# Tables -------------------------------------------------------------------------------------------


def _csv(text: str) -> list[tuple[int, list[str]]]:
    if "\x00" in text:
        raise Unreadable(_("The file contains a character that cannot be stored. Save it anew as CSV in UTF-8."))
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise Unreadable(
            _("Near line %(line)s a quotation mark is not closed, or a cell is too long. Mend the line, or save the file anew.")
            % {"line": reader.line_num}
        ) from error
    finally:
        csv.field_size_limit(before)


def _xlsx(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The first sheet; no formula is computed and none is believed, nor how far the sheet says that it reaches."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise Unreadable(_("Unpacked, this file has more than 100 MB. Divide it into several."))
            sheet: Any = load_workbook(io.BytesIO(data), read_only=True, data_only=False).worksheets[0]
            if b"<mergeCell " in archive.read(sheet._worksheet_path):
                raise Unreadable(_("Some cells are merged, so that rows have no value of their own. Undo the merging."))
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > LAST_ROW:
                raise ValueError(number)
            _refuse_wide(len(row))
            if number == 1 or any(cell.value is not None for cell in row):
                yield number, [_plain(cell) for cell in row]
    except Unreadable:
        raise
    except Exception as error:  # whatever the library trips over, the file is not a spreadsheet that can be read
        words = _("This file is not a spreadsheet that can be read. Save it anew as XLSX, or as CSV in UTF-8.")
        raise Unreadable(words) from error


def _plain(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        words = _("Cell %(cell)s holds a formula. Put its value in its place (copy, then paste as values).")
        raise Unreadable(words % {"cell": cell.coordinate})
    return value.date().isoformat() if hasattr(value, "date") else value


def _table(rows: Iterable[tuple[int, list[Any]]]) -> list[Line]:
    found = iter(rows)
    _number, head = next(found, (0, []))
    columns = [str(cell or "").strip() for cell in head]
    while columns and not columns[-1]:
        columns.pop()
    _check_columns(columns)
    lines = []
    for number, row in found:
        texts = [_text(cell) for cell in row]
        if not any(texts):
            continue
        if any(texts[len(columns) :]):
            raise Unreadable(_("Row %(row)s has more cells than there are columns. Mend the row.") % {"row": number})
        lines.append(Line(number, dict(zip(columns, texts + [""] * (len(columns) - len(texts)), strict=False))))
        refuse_many(len(lines))
    if not lines:
        raise Unreadable(_("Below the names of the columns there is no row."))
    return lines


def _refuse_wide(columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise Unreadable(_("This file has more than 2,000 columns. Take out those that are not to be read."))


def _check_columns(columns: list[str]) -> None:
    _refuse_wide(len(columns))
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if "" in twice or "" in columns:
        raise Unreadable(_("A column in the middle has no name. Name each column in the first row."))
    if twice:
        raise Unreadable(_("Two columns have the same name: %(names)s. Keep one of them.") % {"names": ", ".join(twice[:5])})
    if "uid" not in columns:
        raise Unreadable(_("There is no column “uid”, by which cases are known. Take a list as data to see the columns."))


def _text(cell: Any) -> str:
    """As the list as data writes it; the apostrophe that keeps a cell text is taken off."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, int | float):
        return digits(cell)
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and text[1:].lstrip(" \n").startswith(LIVE) else text


# Documents ----------------------------------------------------------------------------------------


def _json(text: str) -> list[Line]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" ({error.lineno}:{error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(_("This cannot be read as JSON.") + where) from error
    taken = isinstance(said, dict)  # a list that was taken as data
    found = said.get("cases") if taken else said
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise Unreadable(_("Bring a list of documents, or a list of cases that was taken from here as JSON."))
    return [Line(number, _exported(one) if taken else one, whole=not taken) for number, one in enumerate(found, start=1)]


BETWEEN = re.compile(r"[\s,]*")


def documents(pieces: Iterable[bytes]) -> Iterator[Line]:
    """Documents one by one, from a JSON list of them or from lines of JSON, without holding the whole file."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    number, text, begun, ended = 0, "", "", False
    for piece in chain(pieces, [b""]):
        try:
            text += decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            words = _("The characters of this file cannot be read for certain. Save it as UTF-8 and bring it again.")
            raise Unreadable(words) from error
        at = 0 if ended else _behind(text, 0)
        if not begun:
            begun = text[at : at + 1]
            at += begun == "["
        if not ended:
            for found, at in _next(text, at, number + 1, last=not piece):  # noqa: B007, B020 - where the next piece goes on
                number += 1
                yield Line(number, found, whole=True)
            at = _behind(text, at)
        if begun == "[" and not ended and text[at : at + 1] == "]":
            ended, at = True, at + 1
        text = text[at:]
        if ended and text.strip():
            raise Unreadable(_("Behind the “]” at which the list ends there is more. Bring one list of documents."))
    if not number:
        raise Unreadable(_("Bring a list of documents, or a list of cases that was taken from here as JSON."))
    if begun != "[" and text:
        raise Unreadable(_("This cannot be read as JSON.") + " " + _("Document %(number)s.") % {"number": number + 1})
    if begun == "[" and not ended:
        raise Unreadable(_("The list does not end with “]”: a part of the file is missing. Bring the whole file."))


def _behind(text: str, at: int) -> int:
    """The place behind white space and commas."""
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def _next(text: str, at: int, number: int, last: bool) -> Iterator[tuple[dict[str, Any], int]]:
    """The documents that are whole in the text, each with the place behind it."""
    reader = json.JSONDecoder()
    while True:
        at = _behind(text, at)
        if at == len(text) or text[at] == "]":
            return
        try:
            found, at = reader.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            if last or len(text) - at > LONGEST_DOCUMENT:
                where = " " + _("Document %(number)s.") % {"number": number}
                raise Unreadable(_("This cannot be read as JSON.") + where) from error
            return
        if not isinstance(found, dict):
            raise Unreadable(_("Bring a list of documents, or a list of cases that was taken from here as JSON."))
        number += 1
        yield found, at


def _exported(one: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {name: _said(value) for name, value in one.items()}
    if not isinstance(one.get("uid"), str):
        row["uid"] = ""  # asked for at the row
    studies = one.get("studies")
    row["studies"] = "; ".join(map(_said, studies)) if isinstance(studies, list) else _said(studies)
    row["codings"] = one.get("codings", [])
    return row


def _said(value: Any) -> str:
    return "…" if isinstance(value, dict | list) else _text(value)
