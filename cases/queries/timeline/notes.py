"""What a reader must know of a timeline: how it is aligned, and what it leaves out, with the reason."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.queries.timeline.options import Align, Options
from cases.queries.timeline.read import Entry, in_words, phase_when
from cases.queries.timeline.shapes import Drawing
from cases.queries.timeline.story import Story

NAMED = 4
"""How many of those left out are named; the table marks none of them, so all are counted."""


def notes(stories: Sequence[Story], align: str, options: Options) -> list[str]:
    """How far the drawing can be read."""
    said = []
    undated = [story for story in stories if not story.dated]
    if len(undated) == len(stories) and stories:
        if not options.narrowed:
            said.append(_("The sources give no dates: phases stand in their order, and lengths mean nothing."))
        elif any(story.items for story in stories):
            said.append(_("What is chosen has no dates: phases stand in their order, and lengths mean nothing."))
    else:
        for story in undated:
            words = _("%(case)s: the source gives no dates. It is drawn in the order of its phases, and lengths mean nothing.")
            said.append(words % {"case": story.title.text})
    if align == Align.START:
        words = _("%(case)s has no dated event to start from.")
        said.extend(words % {"case": story.title.text} for story in stories if story.dated and story.start is None)
    if align == Align.PHASE:
        if len(stories) > 1:
            said.append(_("Phases are matched by their place in the order; standing beside each other does not make them alike."))
        for story in stories:
            if not story.stages and story.items:
                words = _("%(case)s has no phases in the record: what happened there is listed by date.")
                said.append(words % {"case": story.title.text})
    return said


def left_out(drawing: Drawing, every: dict[str, Entry], over: int, *, policy_dropped: bool = False) -> list[str]:
    """What has no place in the drawing; except what is over the bound, the table has it."""
    said = []
    reasons = {
        "relation-undated": _("Ties without dates are in the table and not in the drawing: %(names)s."),
        "no-phase": _("What belongs to no phase is in the table and not in the drawing: %(names)s."),
        "too-many": _("More than fits into one phase; in the table and not in the drawing: %(names)s."),
        "phase-undated": _("Phases without dates are not drawn: %(names)s."),
    }
    for reason, words in reasons.items():
        if items := drawing.unplaced.get(reason):
            said.append(words % {"names": _names(items, every)})
    if drawing.unlabelled:
        words = ngettext(
            "%(number)s event is drawn without its words, for want of room; the table has them.",
            "%(number)s events are drawn without their words, for want of room; the table has them.",
            drawing.unlabelled,
        )
        said.append(words % {"number": drawing.unlabelled})
    if over:
        words = ngettext(
            "%(number)s entry is left out: choose fewer cases, a strand or an actor.",
            "%(number)s entries are left out: choose fewer cases, a strand or an actor.",
            over,
        )
        said.append(words % {"number": over})
    if policy_dropped:
        said.append(_("National policy is drawn by the calendar only."))
    return said


def _names(items: Sequence[str], every: dict[str, Entry]) -> str:
    separator = pgettext("between items", "; ")
    known = [in_words(every[item].words).text if item in every else item.partition("/")[2] for item in items[:NAMED]]
    more = len(items) - len(known)
    if more:
        known.append(ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more})
    return separator.join(known)


def contradictions(entries: Iterable[Entry]) -> list[str]:
    """Events that are dated before or after the phase in which they are placed: drawn by their date, and said."""
    said = []
    for entry in entries:
        if entry.phase is None or not entry.when.known:
            continue
        phase = entry.document.phases[entry.phase]
        names = {"event": in_words(entry.words).text, "phase": in_words(phase.title).text}
        stage = phase_when(entry.document, phase)
        if stage.first and entry.when.last and entry.when.last < stage.first:
            said.append(_("“%(event)s” is dated before “%(phase)s”, the phase it is placed in; it stands at its date.") % names)
        elif stage.last and entry.when.first and entry.when.first > stage.last:
            said.append(_("“%(event)s” is dated after “%(phase)s”, the phase it is placed in; it stands at its date.") % names)
    return said
