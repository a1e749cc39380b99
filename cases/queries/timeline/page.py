"""The timeline of one case or of several: the drawing, its table, what was left out and why, and the open evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.documents.schema import CaseDocument
from cases.models import Actor, Case
from cases.queries.labels import Labels
from cases.queries.timeline import layout, notes
from cases.queries.timeline.options import MOST_ITEMS, Align, Options
from cases.queries.timeline.read import Entry, entries_of, story_of
from cases.queries.timeline.shapes import Drawing
from cases.queries.timeline.story import Story

NATIONAL = "national-policy"
WIDE, NARROW = 770, 620
"""Width of a page of its own, and of the middle column of a case's page, where 12 px are 12 px."""


@dataclass
class TimelinePage:
    """The parts of the page, each ready to be printed."""

    cases: list[Case]
    align: str
    drawing: Drawing
    entries: list[Entry]
    """In the order of the table: case by case, then by date or phase."""
    notes: list[str]
    left_out: list[str]
    actors: list[Actor]
    starts: list[tuple[Case, list[Entry], str]]
    """For each case the dated events that it may be made to start from, and the one it does."""
    every: dict[str, Entry] = field(default_factory=dict)
    labels: Labels | None = None

    @property
    def several(self) -> bool:
        return len({entry.document.uid for entry in self.entries}) > 1

    @property
    def has_states(self) -> bool:
        return any(entry.kind == "state" for entry in self.entries)

    @property
    def has_shares(self) -> bool:
        return any(entry.share is not None for entry in self.entries)

    def opened(self, name: str) -> Entry | None:
        return self.every.get(name)

    def passages(self, entry: Entry | None) -> list[tuple[Any, str]]:
        """The passages under an entry, with the stance of each."""
        excerpts = self.labels.excerpts if self.labels else {}
        uses = entry.item.evidence if entry else ()
        return [(excerpts[use.excerpt], use.stance) for use in uses if use.excerpt in excerpts]


def timeline_page(cases: Sequence[Case], options: Options) -> TimelinePage:
    """Reads the documents of the cases, and of national policy on request."""
    policy = _national(cases) if options.policy else None
    documents = [trimmed(case) for case in (*([policy] if policy else []), *cases)]
    labels = Labels(documents)
    by_case = {document.address: entries_of(document, labels) for document in documents}
    shown = {key: [entry for entry in entries if wanted(entry, options)] for key, entries in by_case.items()}
    if policy:
        shown[policy.slug] = [entry for entry in by_case[policy.slug] if entry.kind == "event" and entry.when.known]
    over = _bound(shown)
    stories = [
        story_of(document, shown[document.address], policy=bool(policy and document.uid == policy.uid)) for document in documents
    ]
    align = _align(options, stories[1 if policy else 0 :])
    starts = _starts(cases, by_case, stories, options) if align == Align.START else []
    drawn = stories if align == Align.CALENDAR or not policy else stories[1:]
    drawing = layout.draw(drawn, align, WIDE, titles=len(drawn) > 1)
    every = {entry.id: entry for entries in by_case.values() for entry in entries}
    page = TimelinePage(
        cases=list(cases),
        align=align,
        drawing=drawing,
        entries=[entry for story in drawn for entry in in_order(shown[story.key])],
        notes=notes.notes(stories[1 if policy else 0 :], align, options),
        left_out=notes.left_out(drawing, every, over, policy_dropped=bool(policy) and len(drawn) < len(stories)),
        actors=sorted(labels.actors.values(), key=lambda actor: (actor.sort_key, actor.uid)),
        starts=starts,
        every=every,
        labels=labels,
    )
    page.left_out += notes.contradictions(page.entries)
    return page


def case_timeline(document: CaseDocument, labels: Labels) -> TimelinePage | None:
    """The figure on the page of a case, from its document; ``None`` where nothing has a date."""
    entries = entries_of(document, labels)[:MOST_ITEMS]
    story = story_of(document, entries)
    if not story.dated:
        return None
    drawing = layout.draw([story], Align.CALENDAR, NARROW, titles=False)
    every = {entry.id: entry for entry in entries}
    out = notes.left_out(drawing, every, 0) + notes.contradictions(entries)
    return TimelinePage([], Align.CALENDAR, drawing, in_order(entries), [], out, [], [], every, labels)


def trimmed(case: Case) -> CaseDocument:
    """The document without what a timeline never shows, so that no names are looked up for it."""
    document = CaseDocument.model_validate(case.revision.document)
    models = [coding for coding in document.codings if coding.code.startswith("model:") and coding.value]
    nothing: dict[str, Any] = {
        name: []
        for name in ("involvements", "findings", "links", "benchmarks", "hypotheses", "process_tests", "sources")
        if hasattr(document, name)
    }
    return document.model_copy(update={**nothing, "codings": models, "place": None})


def _national(cases: Sequence[Case]) -> Case | None:
    if any(case.slug == NATIONAL for case in cases):
        return None
    return Case.objects.live().filter(slug=NATIONAL).select_related("revision").first()


def wanted(entry: Entry, options: Options) -> bool:
    """Whether the reader's filters keep it."""
    if options.kinds and entry.kind not in options.kinds:
        return False
    if options.strands and entry.strand not in options.strands:
        return False
    return not options.actor or any(actor.slug == options.actor for actor in entry.actors)


def _bound(shown: dict[str, list[Entry]]) -> int:
    """Keep the first entries of each case, an equal part each; how many are over."""
    part = MOST_ITEMS // max(len(shown), 1)
    over = 0
    for key, entries in shown.items():
        over += max(0, len(entries) - part)
        shown[key] = in_order(entries)[:part] if len(entries) > part else entries
    return over


def _align(options: Options, stories: Sequence[Story]) -> str:
    dated = any(story.dated for story in stories)
    if options.align == Align.PHASE or not dated:
        return Align.PHASE
    return options.align or Align.CALENDAR


def _starts(
    cases: Sequence[Case], by_case: dict[str, list[Entry]], stories: Sequence[Story], options: Options
) -> list[tuple[Case, list[Entry], str]]:
    """Give each story its start: the chosen event, or else its first."""
    by_key = {story.key: story for story in stories}
    found = []
    for case in cases:
        events = [entry for entry in in_order(by_case[case.slug]) if entry.kind == "event" and entry.when.first]
        chosen = next((entry for entry in events if entry.id in options.starts), events[0] if events else None)
        by_key[case.slug].start = chosen.when.first if chosen else None
        found.append((case, events, chosen.id if chosen else ""))
    return found


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """By date where there is one, the undated after them by phase."""
    return sorted(entries, key=lambda one: (not one.when.known, one.when.start, one.phase if one.phase is not None else 999))
