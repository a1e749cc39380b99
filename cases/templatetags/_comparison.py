"""The rows of a comparison as HTML. A large table has hundreds of cells: a template would look the same words up in each."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries.comparison.table import Cell, Column, Entry, Row, Words
from cases.templatetags import _bilingual as bilingual
from cases.templatetags import _marks, casebase

Link = Callable[[str], str]
NO_SIGNS = str.maketrans("", "", ":/.#")


def number_id(entry: Entry) -> str:
    """The id of the first link that opens an entry's evidence; where closing it leads back to."""
    name = f"o-{entry.id.translate(NO_SIGNS)}"
    return f"{name}-{entry.numbers[0][0]}" if entry.numbers else name


class Rows:
    """What recurs from cell to cell is put into words once."""

    def __init__(self, columns: Iterable[Column], link: Link, opened: str, panel: str = ""):
        self.names = [escape(casebase.plain(column.name)) for column in columns]
        self.panel = panel
        self.link, self.opened, self.language = link, opened, bilingual.reader_language()
        self.marks: dict[tuple[str, ...], str] = {}
        self.blanks: dict[str, str] = {}
        self.judgement = casebase.judgement()
        self.also, self.reasoning, self.note = _("also reported:"), escape(_("reasoning")), escape(_("Note on the row above:"))
        self.evidence = _("evidence %(number)s")

    def html(self, groups: Iterable[tuple[str, list[Row]]]) -> SafeString:
        wide = len(self.names) + 1
        parts = []
        for title, rows in groups:
            parts.append(f'<tbody><tr class="group"><th colspan="{wide}" scope="colgroup">{escape(title)}</th></tr>')
            parts += [self.row(row) for row in rows]
            parts.append("</tbody>")
        return mark_safe("".join(parts))

    def row(self, row: Row) -> str:
        same = ' class="same"' if row.same else ""
        title = self.t(row.title)
        head = f'<a href="{escape(row.url)}">{title}</a>' if row.url else title
        cells = "".join(self.cell(cell, name, row.detailed) for cell, name in zip(row.cells, self.names, strict=True))
        made = f'\n<tr{same}><th scope="row">{head}</th>{cells}</tr>'
        if row.notes:
            notes = f'<span class="vh">{self.note} </span>{escape(" ".join(row.notes))}'
            made += f'<tr class="rownote"><td></td><td colspan="{len(self.names)}">{notes}</td></tr>'
        if self.panel and any(entry.id == self.opened for cell in row.cells for entry in cell.entries):
            made += f'<tr class="opened"><td colspan="{len(self.names) + 1}"><div class="rail">{self.panel}</div></td></tr>'
        return made

    def cell(self, cell: Cell, name: str, detailed: bool) -> str:
        current = ' class="is-open"' if self.opened and any(entry.id == self.opened for entry in cell.entries) else ""
        said = "".join(self.entry(entry, detailed) for entry in cell.first) or self.blank(cell.blank or "not-reported")
        if more := cell.more:
            unfold = " open" if any(entry.id == self.opened for entry in more) else ""
            words = ngettext("%(number)s more", "%(number)s more", len(more)) % {"number": len(more)}
            rest = "".join(self.entry(entry, detailed) for entry in more)
            said += f'<details class="morecell"{unfold}><summary>{escape(words)}</summary>{rest}</details>'
        return f'<td data-l="{name}"{current}>{said}</td>'

    def entry(self, entry: Entry, detailed: bool) -> str:
        words = casebase.edtf(str(entry.words)) if entry.is_date else self.t(entry.words)
        if entry.url and not entry.is_date:
            words = f'<a href="{escape(entry.url)}">{words}</a>'
        head = f'<div class="claim also">{self.also} ' if entry.also else '<div class="claim">'
        tail = f'<span class="nowrap">{self.mark(entry.claim)}{self.links(entry)}</span>' if entry.claim else self.judgement
        made = f"{head}{words} {tail}"
        if entry.date and not entry.is_date:
            made += f'<span class="also">{casebase.edtf(entry.date)}</span>'
        if detailed and entry.detail and (detail := self.t(entry.detail)):
            made += f'<span class="also">{detail}</span>'
        return f"{made}</div>"

    def t(self, words: Words) -> str:
        """The words in the reader's language, which is asked for once; what is missing, as everywhere."""
        text = words if isinstance(words, str) else words.get(self.language)
        return escape(text) if text else casebase.t(words)

    def links(self, entry: Entry) -> str:
        """The numbers of the passages; each opens them under the row, or beside the table where there is room."""
        opens, name = self.link(entry.id), number_id(entry)
        if not entry.numbers:
            return f'<a class="open" id="{name}" {opens}>{self.reasoning}</a>'
        stem = name.rpartition("-")[0]
        return "".join(
            f'<a class="ev" id="{stem}-{number}" {opens} aria-label="{self.evidence % {"number": number}}">{number}</a>'
            for number, _name, _stance in entry.numbers
        )

    def mark(self, claim: Any) -> str:
        key = (str(claim.basis), str(claim.confidence), str(claim.strength))
        if key not in self.marks:
            self.marks[key] = _marks.marks_html(claim)
        return self.marks[key]

    def blank(self, reason: str) -> str:
        if reason not in self.blanks:
            self.blanks[reason] = _marks.blank_html(reason)
        return self.blanks[reason]
