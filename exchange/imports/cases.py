"""From rows to the cases that they ask for: columns of the list as data, or whole documents."""

import copy
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pyroaring import BitMap

from cases.actions.batch import Wanted
from cases.actions.draft import refuse_unstorable
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.enums import RecordKind
from cases.models import Case
from cases.models.revision import TITLES
from exchange.case_files.table import FIXED, Table, coding_line, digits
from exchange.imports.files import Line
from exchange.imports.unreadable import Unreadable

TEXTS = ("label", "subject", "summary", "lede")
PLAIN = {"place": "place", "unit": "unit", "origin": "origin", "period": "period", "period:blank": "period_blank"}
WRITTEN = {f"{name}_{lang}" for name in TEXTS for lang in ("en", "zh")} | PLAIN.keys()
"""Columns that change a case. The others of the list as data must say what is there."""
FOLLOWING = ("level", "place_en", "place_zh", "period_first", "period_last")
"""Columns that follow from others."""
ADDED = {"summary_en", "summary_zh", "lede_en", "lede_zh"}
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""U+0000 and halves of a character: no database holds them, and no page shows them."""


def wanted(lines: Sequence[Line]) -> list[Wanted]:
    if lines[0].whole:
        return [_unstorable(line) or _whole(line) for line in lines]
    table = Table(BitMap(), ("sort_key", "uid"), "", 0, dt.date.min)
    known = {*FIXED, *ADDED, "codings", *table.columns}
    names = dict.fromkeys(name for line in lines for name in line.cells)
    if strange := [f"“{_shown(name)[:60]}”" for name in names if name not in known]:
        words = _("Nothing here is called %(names)s. Take the column out, or name it as the list as data does.")
        raise Unreadable(words % {"names": ", ".join(strange[:5])})
    broken = {line.number: row for line in lines if (row := _unstorable(line))}
    uids = {line.cells["uid"] for line in lines if line.number not in broken}
    cases = {case.uid: case for case in Case.objects.filter(uid__in=uids).select_related("revision", "place")}
    table.found = BitMap([case.pk for case in cases.values()])
    here = {case.uid: _cells(table, case, codings, studies) for case, codings, studies in table.rows()}
    return [broken.get(line.number) or _row(line, cases.get(line.cells["uid"]), here) for line in lines]


def _unstorable(line: Line) -> Wanted | None:
    """The row that is refused because a database cannot hold it, with the columns at which that is so."""
    if not (whole := _refused(line.cells)):
        return None
    cells = line.cells
    uid = cells.get("uid")
    label = _label(cells.get("label")) if line.whole else cells.get("label_en") or cells.get("label_zh") or ""
    row = Wanted(line.number, _shown(uid) if isinstance(uid, str) else "", _shown(label))
    row.wrong = [(_shown(name), words) for name, value in cells.items() if (words := _refused({name: value}))] or [("", whole)]
    return row


def _refused(cells: Mapping[str, Any]) -> str:
    try:
        refuse_unstorable(cells, "case", "")
    except Refusal as refusal:
        return message_for(refusal.problems[0])
    return ""


def _shown(text: str) -> str:
    return UNSTORABLE.sub("\ufffd", text)


def _cells(table: Table, case: Case, codings: list[Any], studies: list[str]) -> dict[str, Any]:
    """What the list as data says of the case now."""
    texts: dict[str, Any] = {}
    for name, value in zip(table.columns, table.cells(case, codings, studies), strict=True):
        texts[name] = digits(value) if isinstance(value, int | float) else (value or "").strip()
    texts["codings"] = [coding_line(coding, case.uid) for coding in codings]
    return texts


def _whole(line: Line) -> Wanted:
    """A document as it stands."""
    document = line.cells
    uid, kind = document.get("uid"), document.get("kind")
    label = next((label for name in TITLES if (label := _label(document.get(name)))), "")
    row = Wanted(line.number, uid.strip() if isinstance(uid, str) else "", label, document)
    if not row.uid:
        row.wrong.append(("uid", _no_uid()))
    if kind in RecordKind.values:
        row.kind = kind
    else:
        words = _("Say what kind of record this is: %(kinds)s.")
        row.wrong.append(("kind", words % {"kinds": ", ".join(RecordKind.values)}))
    if document.get("files"):
        row.wrong.append(("files", _("The files of a data set come as content, not by an import. Take them out.")))
    return row


def _label(label: Any) -> str:
    said = (label.get("en") or label.get("zh")) if isinstance(label, dict) else ""
    return said if isinstance(said, str) else ""


def _no_uid() -> str:
    return _("Give each record an identity: small letters, figures and hyphens.")


def _row(line: Line, case: Case | None, here: dict[str, dict[str, Any]]) -> Wanted:
    cells = line.cells
    row = Wanted(line.number, cells["uid"], cells.get("label_en") or cells.get("label_zh") or "")
    if not row.uid:
        row.wrong.append(("uid", _no_uid()))
        return row
    now = here.get(row.uid, {})
    document: dict[str, Any] = copy.deepcopy(case.revision.document) if case else {"kind": "case", "uid": row.uid}
    for name, said in cells.items():
        if name not in WRITTEN:
            if name != "uid" and said != now.get(name, said if _silent(name, said) else ""):
                row.wrong.append((name, _fixed_words(name)))
        elif case is None or said != _now(name, now, document):
            _write(document, name, said)
    row.document = document
    return row


def _silent(name: str, said: Any) -> bool:
    """Whether the cell of a new case says nothing that would have to be believed."""
    return said in ("", [], "0") or name.endswith(":blank") or name in FOLLOWING


def _fixed_words(name: str) -> str:
    if ":" in name or name == "codings":
        return _("What is coded is not changed by a table: each claim needs its passage. Edit the case, or leave this as it is.")
    return _("This column follows from others and cannot be changed here. Leave it as it is, or take the column out.")


def _now(name: str, now: dict[str, Any], document: dict[str, Any]) -> str:
    if name in ADDED:
        stem, _sign, lang = name.rpartition("_")
        return str((document.get(stem) or {}).get(lang) or "")
    return str(now.get(name, ""))


def _write(document: dict[str, Any], name: str, said: str) -> None:
    if name in PLAIN:
        document.pop(PLAIN[name], None)  # what is missing is asked for
        document |= {PLAIN[name]: said} if said else {}
        return
    stem, _sign, lang = name.rpartition("_")
    text = dict(document.get(stem) or {"en": None, "zh": None, "original": lang if said else "en"})
    if said and text.get(text["original"]) is None:
        text["original"] = lang
    text[lang] = said or None
    if lang != text["original"]:
        text["of"] = None  # translated anew, from what stands beside it
    document.pop(stem, None)
    document |= {stem: text} if text["en"] or text["zh"] else {}
