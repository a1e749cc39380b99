"""The page of a case's actors: the figure, a step of the process, and the same as tables."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.documents.schema import CaseDocument
from cases.enums import ActorType, CodeKind, Tie
from cases.models import Actor, Case, Code
from cases.queries.comparison.table import named
from cases.queries.labels import Labels
from cases.queries.network import layout
from cases.queries.timeline.read import Entry, entries_of, in_words
from cases.queries.timeline.story import When

T = ActorType
COLUMN = {
    **dict.fromkeys((T.PARTY, T.GOVERNMENT, T.LEAD_BUREAU, T.DEPARTMENT, T.DATA_BUREAU), 0),
    **dict.fromkeys((T.STATE_COMPANY, T.JOINT_COMPANY), 1),
}
"""Which column an actor stands in; private enterprises and everybody else in the third."""
MOST_STEPS = 60


@dataclass
class NetworkPage:
    """The parts of the page, each ready to be printed."""

    case: Case
    document: CaseDocument
    figure: layout.Figure
    parts: list[Entry]
    """Each actor's role in the case."""
    others: list[Actor]
    """Actors that only events or ties name."""
    untied: int
    """How many actors of the case no tie is reported of."""
    ties: list[Entry]
    phases: list[Any]
    years: list[int]
    phase: str
    year: int | None
    structures: list[tuple[Code, Entry]]
    left_out: list[str]
    every: dict[str, Entry] = field(default_factory=dict)
    labels: Labels | None = None

    def address(self, uid: str) -> str:
        """Where an actor is read."""
        actor = self.labels.actors.get(uid) if self.labels else None
        return actor.get_absolute_url() if actor else ""

    def opened(self, name: str) -> Entry | None:
        return self.every.get(name)

    def passages(self, entry: Entry | None) -> list[tuple[Any, str]]:
        excerpts = self.labels.excerpts if self.labels else {}
        uses = entry.item.evidence if entry else ()
        return [(excerpts[use.excerpt], use.stance) for use in uses if use.excerpt in excerpts]


def network_page(case: Case, phase: str = "", year: str = "") -> NetworkPage:
    """One case, at one step of its process or over the whole of it."""
    document = _trimmed(case)
    labels = Labels([document])
    entries = entries_of(document, labels)
    parts = _parts(document, labels)
    ties = [entry for entry in entries if entry.kind in ("state", "tie", "ownership")]
    events = [entry for entry in entries if entry.kind == "event"]
    years = _years([*ties, *events])
    at_phase = next((place for place, one in enumerate(document.phases) if one.ref == phase), None)
    at_year = int(year) if at_phase is None and year.isascii() and year.isdigit() and int(year[:5]) in years else None
    shown = [tie for tie in ties if holds(tie, at_phase, at_year)]
    present = {
        actor.uid for entry in (*shown, *(one for one in events if holds(one, at_phase, at_year))) for actor in entry.actors
    }
    if at_phase is None and at_year is None:
        present |= set(labels.actors)
    involved = list(dict.fromkeys(actor.uid for entry in (*ties, *parts, *events) for actor in entry.actors))
    tied = dict.fromkeys(actor.uid for tie in ties for actor in tie.actors)
    figure = layout.arrange([_actor(labels.actors[uid], uid in present) for uid in tied], _lines(ties, shown))
    named_in_parts = {entry.actors[0].uid for entry in parts if entry.actors}
    structures = _structures(document, labels)
    page = NetworkPage(
        case=case,
        document=document,
        figure=figure,
        parts=parts,
        untied=len(involved) - len(tied),
        others=[labels.actors[uid] for uid in involved if uid not in named_in_parts],
        ties=shown,
        phases=document.phases,
        years=years,
        phase=phase if at_phase is not None else "",
        year=at_year,
        structures=structures,
        left_out=_left_out(ties, figure, at_phase is not None or at_year is not None),
        every={entry.id: entry for entry in (*entries, *parts, *(entry for _code, entry in structures))},
        labels=labels,
    )
    if (phase and at_phase is None) or (year and at_year is None and at_phase is None):
        page.left_out.append(_("There is no step “%(step)s” in this case: all of it is shown.") % {"step": (phase or year)[:60]})
    return page


def _trimmed(case: Case) -> CaseDocument:
    """The document without what the page never shows."""
    document = CaseDocument.model_validate(case.revision.document)
    codings = [coding for coding in document.codings if coding.code.startswith("structure:") and coding.value and coding.accepted]
    nothing: dict[str, Any] = {name: [] for name in ("findings", "links", "benchmarks", "process_tests", "sources")}
    return document.model_copy(update={**nothing, "codings": codings, "place": None})


def _parts(document: CaseDocument, labels: Labels) -> list[Entry]:
    order = {phase.ref: place for place, phase in enumerate(document.phases)}
    return [
        Entry(
            f"case:{document.address}/{part.ref}", "part", part.role, part, document, When.of(part.period),
            phase=order.get(part.phase or ""), actors=[labels.actors[part.actor]],
        )
        for part in document.involvements
        if part.actor in labels.actors
    ]  # fmt: skip


def holds(entry: Entry, phase: int | None, year: int | None) -> bool:
    """Whether it is of the chosen phase, or of the chosen year as far as its date can tell."""
    if phase is not None:
        return entry.phase == phase
    if year is None:
        return True
    when = entry.when
    if not when.known:
        return False
    return (when.first is None or when.first.year <= year) and (when.last is None or when.last.year >= year)


def _years(entries: list[Entry]) -> list[int]:
    """From the first year that is named to the last."""
    named_years = [day.year for entry in entries for day in (entry.when.first, entry.when.last) if day]
    return list(range(min(named_years), max(named_years) + 1))[:MOST_STEPS] if named_years else []


def _actor(actor: Actor, present: bool) -> layout.Actor:
    return layout.Actor(actor.uid, in_words(named(actor)), COLUMN.get(T(actor.actor_type), 2), present)


def _lines(ties: list[Entry], shown: list[Entry]) -> list[layout.Line]:
    """One line for each pair of actors, with all that ties them at the step in the order of time."""
    pairs: dict[frozenset[str], list[Entry]] = {}
    for tie in ties:
        pairs.setdefault(frozenset(actor.uid for actor in tie.actors), []).append(tie)
    now = {tie.id for tie in shown}
    return [_line(pair, [tie for tie in pair if tie.id in now]) for pair in pairs.values()]


def _line(pair: list[Entry], held: list[Entry]) -> layout.Line:
    """What ties two actors in the whole process, and what of it holds at the step."""
    first = held[0] if held else pair[0]
    comma, semicolon = pgettext("between items", ", "), pgettext("between items", "; ")
    said = [_said(tie) for tie in held]
    states = {tie.code.slug for tie in held if tie.code}
    one, two = pair[0].actors[:2]
    start, end = (in_words(named(actor)).text for actor in first.actors[:2])
    return layout.Line(
        first.id,
        one.uid,
        two.uid,
        words=tuple(words for one in said for words in one),
        full=f"{start} – {end}: {semicolon.join(comma.join(one) for one in said)}",
        room=tuple(words for tie in pair for words in _said(tie)),
        hedged=any(tie.drawn.hedged for tie in held if tie.drawn),
        state=states.pop() if len(states) == 1 else "",
    )


def _said(tie: Entry) -> tuple[str, ...]:
    """“49%” and “2017–2021”: the state or the share, and the years where they are known."""
    if tie.code:
        words = in_words(tie.words).text
    elif tie.share is not None:
        words = f"{tie.share:g}%"
    else:
        words = str(Tie(tie.item.tie).label)
    first, last = tie.when.first, tie.when.last
    if not tie.when.known:
        return (words,)
    if first and last and first.year == last.year:
        return words, str(first.year)
    return words, f"{first.year if first else ''}–{last.year if last else ''}"


def _structures(document: CaseDocument, labels: Labels) -> list[tuple[Code, Entry]]:
    found = []
    for coding in document.codings:
        code = labels.codes.get(coding.code)
        if code and code.code_kind == CodeKind.STRUCTURE:
            words = coding.text or named(code)
            entry = Entry(f"case:{document.address}/{coding.ref}", "structure", words, coding, document, When(), code=code)
            found.append((code, entry))
    return found


def _left_out(ties: list[Entry], figure: layout.Figure, stepped: bool) -> list[str]:
    said = []
    separator = pgettext("between items", "; ")
    nowhere = [in_words(tie.words).text for tie in ties if not tie.when.known and tie.phase is None]
    if stepped and nowhere:
        said.append(_("Ties without dates belong to no step: %(names)s.") % {"names": separator.join(nowhere[:6])})
    if figure.left_out:
        words = _("Actors for whom there is no room; the tables have them: %(names)s.")
        said.append(words % {"names": separator.join(figure.left_out[:6])})
    return said
