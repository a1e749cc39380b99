"""The table of a timeline as HTML: written here and not in a template, for the same reason as the drawing."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.enums import Strand
from cases.queries.timeline.options import Kind
from cases.queries.timeline.read import Entry
from cases.templatetags import _bilingual as bilingual
from cases.templatetags import _dates, _marks, casebase


class Rows:
    """What recurs from row to row is put into words once."""

    def __init__(self, link: Callable[[str], str], opened: str, *, several: bool):
        self.link, self.opened, self.several = link, opened, several
        self.marks: dict[tuple[str, ...], str] = {}
        self.actors: dict[str, str] = {}
        self.strands = {strand.value: escape(strand.label) for strand in Strand}
        self.kinds = kind_words()
        self.trigger, self.share, self.open, self.evidence = _("trigger:"), _("share:"), _("evidence"), _("evidence: %(what)s")
        self.separator = escape(pgettext("between items", "; "))
        self.silent = _marks.blank_html("not-reported")

    def html(self, entries: Iterable[Entry]) -> SafeString:
        parts = []
        for _uid, some in groupby(entries, key=lambda entry: entry.document.uid):
            rows = list(some)
            parts.append("<tbody>")
            if self.several:
                document = rows[0].document
                anon = _marks.anon_html() if document.pseudonym else ""
                parts.append(f'<tr class="group"><th colspan="5" scope="rowgroup">{casebase.t(document.label)}{anon}</th></tr>')
            parts.extend(self.row(entry) for entry in rows)
            parts.append("</tbody>")
        return mark_safe("".join(parts))

    def row(self, entry: Entry) -> str:
        current = ' class="is-open"' if entry.id == self.opened else ""
        strand = self.strands.get(entry.item.strand or "", "") if entry.kind == Kind.EVENT else ""
        also = f'<span class="also">{strand}</span>' if strand else ""
        who = self.separator.join(map(self.actor, entry.actors)) or self.silent
        name = escape(self.evidence % {"what": casebase.plain(entry.words)})
        return (
            f'<tr{current}><td class="d">{when(entry)}</td><td class="text">{self.what(entry)}</td>'
            f"<td>{self.kinds[entry.kind]}{also}</td><td>{who}</td>"
            f'<td><a class="open" {self.link(entry.id)} aria-label="{name}">{self.open}</a></td></tr>'
        )

    def what(self, entry: Entry) -> str:
        """The words and the marks of the claim; of owners, who, of what, and how much."""
        if entry.kind == Kind.OWNERSHIP:
            held = f"<b>{entry.share:g}%</b>" if entry.share is not None else f"{self.share} {self.silent}"
            words = f"{' → '.join(map(self.actor, entry.actors))} {held} {self.tail(entry.item)}"
        else:
            words = self.marked(entry)
        if entry.trigger:
            words += f'<span class="also">{self.trigger} {casebase.t(entry.trigger)}</span>'
        return words

    def marked(self, entry: Entry) -> str:
        said = bilingual.wording(entry.words)
        if said is None or said.missing or said.stale:
            return f"{casebase.t(entry.words)} {self.tail(entry.item)}"
        head, last = casebase.last_word(said.text)
        return f'{escape(head)}<span class="nowrap">{escape(last)}&nbsp;{self.tail(entry.item)}</span>'

    def tail(self, item: Any) -> str:
        key = (str(item.basis), str(item.confidence), str(item.strength))
        if key not in self.marks:
            self.marks[key] = _marks.marks_html(item)
        return self.marks[key]

    def actor(self, actor: Any) -> str:
        if actor.uid not in self.actors:
            self.actors[actor.uid] = f'<a href="{escape(actor.get_absolute_url())}">{casebase.label(actor)}</a>'
        return self.actors[actor.uid]


def when(entry: Entry) -> str:
    """The date in figures; else the phase; else why there is neither."""
    if not entry.when.text:
        return casebase.t(entry.phase_title) if entry.phase_title else _marks.blank_html(entry.blank)
    words = escape(_dates.edtf_compact(entry.when.text))
    return f'<time datetime="{escape(entry.when.text)}">{words}</time>' if _dates.is_plain(entry.when.text) else words


def kind_words() -> dict[str, str]:
    """What an entry of the table is."""
    return {
        "event": _("Event"),
        "state": _("State of a relation"),
        "tie": _("Tie"),
        "ownership": _("Ownership"),
        "result": _("Resulting model"),
        "part": _("Part in the case"),
        "structure": _("Organisational structure"),
    }
