"""The page of a draft as its reviewer and its author see it: every change beside what is live, with checks and comments."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cases.actions.draft import live_revision
from cases.actions.examine import examine
from cases.documents.bundle import beside, live_sources, unpack
from cases.documents.difference import Json, difference
from cases.documents.messages import message_for
from cases.documents.normal import normal
from cases.documents.rules import Problem
from cases.documents.wording import places
from cases.forms.changes import Row, Wording, compared, languages_of, quoted
from cases.forms.checks import Check, giveaway_words, giveaways
from cases.forms.field_words import label_of
from cases.forms.fields import as_dict, as_text
from cases.forms.review_checks import ReviewChecks
from cases.models import Comment, Revision
from cases.queries.labels import passages_in
from cases.queries.lookup import Gazetteer

HIDDEN = {"kind", "uid", "beside"}
"""Fields that nobody decides on."""
HIDDEN_WHEN_NEW = HIDDEN | {"origin", "former_slugs", "slug"}
HIDDEN_IN_SOURCES = HIDDEN | {"access", "authors_blank", "issued_blank", "versions"}


class Target(NamedTuple):
    """A text for which other words may be suggested."""

    key: str
    label: str
    text: str


@dataclass
class SheetRow:
    """A change with everything that is said of it."""

    row: Row
    checks: list[Check]
    number: int
    threads: list[Comment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    decision: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def path(self) -> str:
        return self.row.shown.path

    @property
    def id(self) -> str:
        return f"row-{self.number}"

    @property
    def targets(self) -> list[Target]:
        """What of the change may be worded differently."""
        tongues = {"en": _("English"), "zh": _("Chinese")}
        value, name = self.row.shown.change.after, self.row.shown.change.list
        return [
            Target(
                f"{place.path}|{place.language}",
                f"{label_of(place.path.rpartition('/')[2], name)}, {tongues[place.language]}",
                place.text,
            )
            for place in places(self.path, value)
        ]


class Group(NamedTuple):
    """The changes of one document: the record's own, or those of a source that comes along."""

    title: Any
    before: Json | None
    rows: list[SheetRow]


class Sheet:
    """One draft beside what is live."""

    def __init__(self, draft: Revision, decisions: Mapping[str, str] | None = None):
        self.draft, self.decisions = draft, decisions or {}
        document, base = draft.document, draft.base.document if draft.base else None
        self.places = Gazetteer()
        self.passages = passages_in(_sources(document) | _sources(base or {}))
        self.wording = Wording(document, base, passages=self.passages, also=[(draft.kind, draft.uid)])
        head = self.wording.heads.get((draft.kind, draft.uid))
        self.live_pk = head.revision if head else None
        self.live = self._readable(draft.base) if self.live_pk == draft.base_id else self._read_live()
        self.beside = live_sources(document)
        *self.sources, self.record = map(normal, unpack(document, self.beside))
        self.checks = ReviewChecks(document, self.places, passages=self.passages, level=self._level())
        known = examine(document, live=self.beside, passages=self.passages) if draft.state != "published" else ([], [])
        self.found = known[1]

    def _read_live(self) -> Json | None:
        """What readers see, when it is not what the draft began from."""
        live = self._readable(live_revision(self.draft.kind, self.draft.uid))
        self.wording = Wording(self.draft.document, live)
        return live

    @staticmethod
    def _readable(revision: Revision | None) -> Json | None:
        """The document, unless it was withheld: whoever wrote or reviews a draft is no editor for that."""
        return revision.document if revision and not revision.withheld else None

    def _level(self) -> str:
        """Of the case's place."""
        pseudonym = as_dict(self.draft.document.get("pseudonym"))
        place = self.wording.heads.get(("place", as_text(self.draft.document.get("place"))))
        return as_text(pseudonym.get("level")) if pseudonym else place.detail if place else ""

    @cached_property
    def groups(self) -> list[Group]:
        hidden = HIDDEN if self.live else HIDDEN_WHEN_NEW
        groups = [Group("", self.live, self._rows(self.live, self.record, hidden, 0))]
        for source in self.sources:
            old = self.beside.get(str(source.get("uid")))
            count = sum(len(group.rows) for group in groups)
            rows = self._rows(old, source, HIDDEN_IN_SOURCES, count)
            groups.append(Group(source.get("title") or source.get("uid"), old, rows))
        return [group for group in groups if group.rows]

    def _rows(self, before: Json | None, after: Json, hidden: set[str], start: int) -> list[SheetRow]:
        rows = compared(self.wording, before, after, unshown=hidden)
        found = [
            SheetRow(row, self.checks.at(row.shown.change), start + number, self._threads.get(row.shown.path, []))
            for number, row in enumerate(rows, 1)
        ]
        for row in found:
            row.decision = self.decisions.get(row.path, "")
            if after is self.record:
                row.problems = [message_for(one) for one in self.found if self.path_of(one) == row.path]
        return found

    @property
    def rows(self) -> list[SheetRow]:
        """The rows that somebody decides on: sources and passages go along with what names them."""
        return next((group.rows for group in self.groups if not group.title), [])

    @property
    def size(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @cached_property
    def hidden_paths(self) -> set[str]:
        """Changes that are not shown, and go with any part that is accepted."""
        return set() if self.live else HIDDEN_WHEN_NEW - HIDDEN

    # Comments

    @cached_property
    def comments(self) -> list[Comment]:
        """Every thread with its answers."""
        found = list(Comment.objects.filter(revision=self.draft).select_related("author", "resolved_by"))
        by_thread = defaultdict(list)
        for one in found:
            by_thread[one.answers_id].append(one)
        threads = by_thread[None]
        for thread in threads:
            thread.talk = by_thread[thread.pk]  # type: ignore[attr-defined]
            thread.where = self.name_of(thread.path)  # type: ignore[attr-defined]
        return threads

    @cached_property
    def _threads(self) -> dict[str, list[Comment]]:
        found = defaultdict(list)
        for thread in self.comments:
            found[thread.path].append(thread)
        return found

    @property
    def elsewhere(self) -> list[Comment]:
        """Threads about fields that are not, or no longer, among the changes."""
        shown = {row.path for group in self.groups for row in group.rows}
        return [thread for thread in self.comments if thread.path not in shown]

    @property
    def unsettled(self) -> int:
        return sum(thread.resolved_at is None for thread in self.comments)

    # What stands in the way

    def path_of(self, problem: Problem) -> str:
        """The row at which a problem of the draft is shown."""
        name, *rest = [*problem.location, ""]
        value = self.record.get(str(name))
        if (
            isinstance(value, list)
            and rest
            and isinstance(rest[0], int)
            and rest[0] < len(value)
            and isinstance(value[rest[0]], dict)
        ):
            ref = value[rest[0]].get("ref")
            inside = str(rest[1]) if len(rest) > 1 else ""
            return f"{ref}/{inside}" if f"{ref}/{inside}" in self._paths else f"{ref}/"
        return str(name)

    @cached_property
    def _paths(self) -> set[str]:
        return {change.path for change in difference(self.live, self.record)}

    @property
    def problems(self) -> list[str]:
        """What stands in the way of the whole and belongs to no row."""
        shown = {row.path for row in self.rows}
        return [message_for(one) for one in self.found if self.path_of(one) not in shown]

    def named(self, problem: Problem, document: Json) -> str:
        """A problem of a part of the draft, with the field that it is about."""
        name, *rest = [str(one) if isinstance(one, str) else one for one in problem.location] or [""]
        value = document.get(str(name))
        if (
            isinstance(value, list)
            and rest
            and isinstance(rest[0], int)
            and rest[0] < len(value)
            and isinstance(value[rest[0]], dict)
        ):
            item = self.wording.item_name(str(name), str(value[rest[0]].get("ref", "")))
            where = [item, label_of(str(rest[1]), str(name)) if len(rest) > 1 else ""]
        else:
            where = [label_of(str(name)) if name else ""]
        words = _(", ").join(part for part in where if part)
        return _("%(field)s: %(message)s") % {"field": words, "message": message_for(problem)} if words else message_for(problem)

    def name_of(self, path: str) -> str:
        """A path in words."""
        ref, slash, name = path.rpartition("/")
        if not slash:
            return label_of(name)
        for document in (self.record, self.live or {}):
            for items, value in document.items():
                if isinstance(value, list) and any(isinstance(one, dict) and one.get("ref") == ref for one in value):
                    parts = [self.wording.item_name(items, ref), label_of(name, items) if name else ""]
                    return _(", ").join(part for part in parts if part)
        return path

    @property
    def stale(self) -> bool:
        return self.draft.state != "published" and self.live_pk != self.draft.base_id

    @property
    def languages(self) -> list[str]:
        return languages_of(self.draft.document)

    @property
    def giveaways(self) -> str:
        named = giveaways(self.draft.document, self.places)
        return giveaway_words(named) if named else ""


def _sources(document: Json) -> set[str]:
    """The sources that a document lists, cites, quotes or brings along."""
    sources = document.get("sources")
    listed = [*(sources if isinstance(sources, list) else ()), *(one.get("uid") for one in beside(document))]
    return {uid for uid in listed if isinstance(uid, str)} | {name.partition("#")[0] for name in quoted(document)}
