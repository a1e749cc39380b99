"""From documents to stories: what each case's record says, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.documents.schema import CaseDocument
from cases.enums import CodeKind, Strand, Strength, Tie
from cases.models import Actor, Code
from cases.queries.comparison.table import hedged, named
from cases.queries.labels import Labels
from cases.queries.timeline.options import Kind
from cases.queries.timeline.story import (
    GOVERNANCE,
    INTERACTION,
    OTHER,
    OWNERSHIP,
    POLICY,
    TIES,
    Moment,
    Stage,
    Story,
    Stretch,
    When,
    Words,
)  # fmt: skip

TAGS = {"en": "en", "zh": "zh-Hans"}


@dataclass
class Entry:
    """One row of the table, and one item of the drawing."""

    id: str
    kind: str
    words: Any
    """In both languages."""
    item: Any
    """The event, relation state or coding of the document: it carries the marks and the evidence."""
    document: CaseDocument
    when: When
    phase: int | None = None
    lane: str = ""
    actors: list[Actor] = field(default_factory=list)
    code: Code | None = None
    drawn: Moment | Stretch | None = None

    @property
    def strand(self) -> str:
        """The strand it belongs to; ties and owners belong to none."""
        if self.kind == Kind.EVENT:
            return self.item.strand or ""
        return {Kind.STATE: Strand.INTERACTION.value, Kind.RESULT: Strand.GOVERNANCE.value}.get(Kind(self.kind), "")

    @property
    def phase_title(self) -> Any:
        return self.document.phases[self.phase].title if self.phase is not None else None

    @property
    def share(self) -> float | None:
        return getattr(self.item, "share", None)

    @property
    def trigger(self) -> Any:
        return getattr(self.item, "trigger", None)

    @property
    def blank(self) -> str:
        """Why there is no date."""
        return getattr(self.item, "date_blank", None) or "not-reported"


def in_words(value: Any) -> Words:
    """The reader's language of a bilingual value, or the one there is with its tag."""
    if value is None or isinstance(value, str):
        return Words(value or "")
    wanted = "zh" if (get_language() or "").startswith("zh") else "en"
    read = value.get if isinstance(value, dict) else lambda name: getattr(value, name, None)
    if text := read(wanted):
        return Words(text)
    other = "en" if wanted == "zh" else "zh"
    return Words(read(other) or "", TAGS[other])


def entries_of(document: CaseDocument, labels: Labels) -> list[Entry]:
    """Everything that has or might have a time: events, ties and their states, resulting models."""
    order = {phase.ref: place for place, phase in enumerate(document.phases)}
    return [*_events(document, labels, order), *_relations(document, labels, order), *_results(document, labels, order)]


def _id(document: CaseDocument, ref: str) -> str:
    return f"case:{document.address}/{ref}"


def _hedged(item: Any) -> bool:
    return item.strength == Strength.MAY or item.basis == "inferred"


def _events(document: CaseDocument, labels: Labels, order: dict[str, int]) -> Iterator[Entry]:
    for event in document.events:
        actors = [labels.actors[one.actor] for one in event.participants if one.actor in labels.actors]
        entry = Entry(_id(document, event.ref), Kind.EVENT, event.title, event, document, When.of(event.date), actors=actors)
        entry.phase = order.get(event.phase or "")
        entry.lane = event.strand or OTHER
        entry.drawn = _moment(entry)
        yield entry


def _results(document: CaseDocument, labels: Labels, order: dict[str, int]) -> Iterator[Entry]:
    for coding in document.codings:
        code = labels.codes.get(coding.code)
        if code is None or code.code_kind != CodeKind.MODEL or not coding.value or not coding.accepted:
            continue
        words = named(code)
        entry = Entry(_id(document, coding.ref), Kind.RESULT, words, coding, document, When.of(coding.period), code=code)
        entry.phase = order.get(coding.phase or "")
        entry.lane = GOVERNANCE
        entry.drawn = _moment(entry, result=True)
        yield entry


def _moment(entry: Entry, *, result: bool = False) -> Moment:
    words = in_words(entry.words)
    return Moment(entry.id, words, entry.lane, entry.when, entry.phase, hedged=_hedged(entry.item), result=result)


def _relations(document: CaseDocument, labels: Labels, order: dict[str, int]) -> Iterator[Entry]:
    for tie in document.relation_states:
        actor, other = labels.actors.get(tie.actor), labels.actors.get(tie.other)
        if actor is None or other is None:
            continue
        code = labels.codes.get(tie.state or "")
        kind = Kind.STATE if code else Kind.OWNERSHIP if tie.tie == Tie.OWNERSHIP else Kind.TIE
        words: Any = hedged(named(code), tie) if code else _pair(actor, other, str(Tie(tie.tie).label))
        entry = Entry(_id(document, tie.ref), kind, words, tie, document, When.of(tie.period), actors=[actor, other], code=code)
        entry.phase = order.get(tie.phase or "")
        lane = {Kind.STATE: INTERACTION, Kind.OWNERSHIP: OWNERSHIP}.get(kind, TIES)
        entry.lane = INTERACTION if tie.tie == Tie.INTERACTION else lane
        entry.drawn = Stretch(
            id=entry.id,
            words=_owner(actor, tie.share) if kind == Kind.OWNERSHIP else in_words(words),
            lane=entry.lane,
            row=f"{tie.actor}/{tie.other}/{'' if code else tie.tie}",
            when=entry.when,
            phase=entry.phase,
            hedged=_hedged(tie),
            state=code.slug if code else "",
            share=tie.share,
            trigger=in_words(tie.trigger) if tie.trigger else None,
            company=in_words(named(other)) if kind == Kind.OWNERSHIP else None,
        )
        yield entry


def _pair(actor: Actor, other: Actor, tie: str) -> dict[str, str]:
    """“Tencent – Digital Guangdong: contract”, in each language that both have a name in."""
    one, two = named(actor), named(other)
    if isinstance(one, str) or isinstance(two, str):
        return {"en": f"{one} – {two}: {tie}"}
    separator = {"en": (" – ", ": "), "zh": ("—", "：")}
    return {
        lang: f"{one[lang]}{dash}{two[lang]}{colon}{tie}" if one[lang] and two[lang] else ""
        for lang, (dash, colon) in separator.items()
    }


def _owner(actor: Actor, share: float | None) -> Words:
    name = in_words(named(actor))
    if share is None:
        return Words(_("share not reported: %(owner)s") % {"owner": name.text}, name.lang)
    return Words(f"{share:g}% {name.text}", name.lang)


def story_of(document: CaseDocument, entries: list[Entry], *, policy: bool = False) -> Story:
    """The case as the drawing takes it."""
    story = Story(document.address, in_words(document.label))
    if not policy:
        story.stages = [Stage(phase.ref, in_words(phase.title), phase_when(document, phase)) for phase in document.phases]
    for entry in entries:
        if isinstance(entry.drawn, Stretch):
            story.stretches.append(entry.drawn)
        elif entry.drawn:
            moment = entry.drawn
            if policy:
                moment = Moment(moment.id, moment.words, POLICY, moment.when, None, moment.hedged)
            story.moments.append(moment)
    return story


def phase_when(document: CaseDocument, phase: Any) -> When:
    """From the phase's own dates, or those of the events that open and close it."""
    dates = {event.ref: event.date for event in document.events}
    starts = When.of(phase.starts or dates.get(phase.starts_with or ""))
    ends = When.of(phase.ends or dates.get(phase.ends_with or ""))
    return When(f"{starts.text}/{ends.text}".strip("/"), starts.first, ends.last)
