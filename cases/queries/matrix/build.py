"""The matrix that was asked for, with what must be said about it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.enums import CodeKind
from cases.models import Code
from cases.queries.case_list import chosen_words, found_cases
from cases.queries.code_kinds import kind_title
from cases.queries.facets import EMPTY
from cases.queries.matrix.ask import ATTRIBUTES, COLUMNS, ROWS, Asked
from cases.queries.matrix.evidence import Opened, opened
from cases.queries.matrix.gaps import attribute_table, joining, link_table
from cases.queries.matrix.of_cases import case_table
from cases.queries.matrix.table import Table
from cases.queries.narrower import families


@dataclass
class Matrix:
    """A table of cases or codes against codes, or codes against levels."""

    asked: Asked
    table: Table
    total_cases: int
    chips: list[tuple[str, str, str, Any]]
    """Facet, its title, value, its words: the choice of cases."""
    left_out: list[str]
    notes: list[str]
    variables: list[tuple[str, list[Code]]]
    """Codes by which cases may be ordered, by kind."""
    choices: list[Code]
    """Codes that may stand in the columns."""
    opened: Opened | None = None
    by: Code | None = None


def matrix(asked: Asked) -> Matrix:
    """One page of the matrix: the same few queries at any size."""
    index, found = found_cases(asked.selection, asked.words)
    chips, unknown = chosen_words(asked.selection)
    left_out = [
        _("%(title)s: nothing here is called “%(value)s”.") % {"title": title, "value": value} for title, value in unknown
    ]
    codes = {code.uid: code for code in Code.objects.filter(state="live").defer("body_en", "body_zh", "aliases").in_order()}
    choices = [code for code in codes.values() if code.code_kind == asked.columns]
    columns = [code for code in choices if not asked.only or code.uid in asked.only] or choices
    by = codes.get(asked.by)
    left_out += _unanswered(asked, codes, by)
    if asked.coded and asked.of_cases:
        columns = [code for code in columns if index.bitmaps.get((code.code_kind, code.uid), EMPTY) & found]
    notes = _bounds(len(columns), len(found), asked)
    columns = columns[:COLUMNS]
    rows = [code for code in codes.values() if code.code_kind == asked.rows]
    below = families(codes.values(), codes.values())
    if asked.of_cases:
        table = case_table(asked, columns, by, found, index, below)
    elif asked.columns in ATTRIBUTES:
        table = attribute_table(asked, rows, found, index, below)
    else:
        table = link_table(asked, rows, columns, found, index)
        notes += _about_links(asked)
    if table.total > ROWS:
        notes.append(_("%(rows)s of %(all)s rows stand on a page, in this order.") % {"rows": ROWS, "all": table.total})
    kept = opened(asked, codes, found, below) if asked.open else None
    return Matrix(asked, table, len(found), chips, left_out, notes, _variables(codes), choices, kept, by)


def _unanswered(asked: Asked, codes: dict[str, Code], by: Code | None) -> list[str]:
    """What the address names and the codebook does not have."""
    wrong = [uid for uid in asked.only if uid not in codes or codes[uid].code_kind != asked.columns]
    said = [_("“%(uid)s” is no code of the kind in the columns.") % {"uid": uid} for uid in wrong]
    if asked.of_cases and asked.order in ("variable", "outcome") and by is None:
        said.append(
            _("No code is called “%(uid)s”, so the cases are ordered by name. Choose a variable below.") % {"uid": asked.by}
            if asked.by
            else _("Choose the variable by which the cases are to be ordered; until then they are ordered by name.")
        )
    return said


def _bounds(columns: int, cases: int, asked: Asked) -> list[str]:
    if columns <= COLUMNS:
        return []
    words = ngettext(
        "Only the first %(shown)s of %(all)s columns are shown. Choose columns to see others.",
        "Only the first %(shown)s of %(all)s columns are shown. Choose columns to see others.",
        columns,
    )
    return [words % {"shown": COLUMNS, "all": columns}]


def _about_links(asked: Asked) -> list[str]:
    kinds = joining(asked.rows, asked.columns)
    if not kinds:
        return [_("No kind of link joins these two kinds of code, so that every cell is empty. Choose others.")]
    names = pgettext("between items", "; ").join(str(kind.label) for kind in kinds)
    return [
        _("A cell is filled by links: %(kinds)s. Where a case has both codes and no source ties them, it says so: n.r.")
        % {"kinds": names}
    ]


def _variables(codes: dict[str, Code]) -> list[tuple[str, list[Code]]]:
    groups: dict[str, list[Code]] = {}
    for code in codes.values():
        groups.setdefault(code.code_kind, []).append(code)
    return [(str(kind_title(kind)), groups[kind]) for kind in CodeKind if kind in groups]
