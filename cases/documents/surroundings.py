"""The records that documents refer to: in the tables, in the same list, and in other parts of a batch."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.db.models import CharField, Value

from cases.documents.referrers import NAMED
from cases.documents.schema import CodeDocument, Record, SourceDocument
from cases.documents.walk import references
from cases.enums import CodeKind, RecordState
from cases.models import Code, Excerpt
from cases.models.heads import HEADS


class CodeFacts(NamedTuple):
    """What rules need to know about a code, wherever it stands: in the tables or in the batch."""

    kind: CodeKind
    scale: str
    levels: frozenset[str]
    since: str
    retired_in: str | None


def room(kind: str, uid: str) -> str:
    """Where an address may stand once: a kind of record, or a kind of code."""
    return uid.partition(":")[0] if kind == "code" else kind


class Beside:
    """What documents say that are about to be published: a batch too long to be held at once is added one by one."""

    def __init__(self) -> None:
        self.known: dict[str, set[str]] = defaultdict(set)
        self.codes: dict[str, CodeFacts] = {}
        self.gone: dict[tuple[str, str], str] = {}
        """Records that are out of circulation, with what took their place."""
        self.levels: dict[str, str] = {}
        """Of places."""
        self.addresses: dict[tuple[str, str], str] = {}
        """Who has an address first, by its room."""
        self.names: set[tuple[str, str]] = set()
        """Kind and uid of each."""

    def add(self, document: Any) -> None:
        self.names.add((document.kind, document.uid))
        self.addresses.setdefault((room(document.kind, document.uid), document.address), document.uid)
        if isinstance(document, CodeDocument):
            levels = frozenset(level.key for level in document.levels)
            self.codes[document.uid] = CodeFacts(document.code_kind, document.scale, levels, document.since, document.retired_in)
            return
        self.known[document.kind].add(document.uid)
        self.gone.pop((document.kind, document.uid), None)
        if document.retired and document.kind in NAMED:
            self.gone[document.kind, document.uid] = document.retired.into or ""
        if document.kind == "place":
            self.levels[document.uid] = document.level
        if document.kind == "source" and not document.retired:
            self.known["excerpt"].update(f"{document.uid}#{excerpt.ref}" for excerpt in document.excerpts)


class Surroundings(Beside):
    """The records that a list refers to, from the list itself, from what stands beside it and from the tables."""

    def __init__(self, documents: Sequence[Record], passages: Collection[str] | None = None, beside: Beside | None = None):
        super().__init__()
        self.wanted: dict[str, set[str]] = defaultdict(set)
        self.references = [references(document) for document in documents]
        """What each document names, in their order."""
        for found in self.references:
            for _location, mark, name in found:
                self.wanted[mark.to].add(name)
        self._read_tables(passages)
        # The batch's version of a source is the one that counts: its dropped excerpts are gone.
        again = {document.uid for document in documents if isinstance(document, SourceDocument)}
        if beside:
            again |= beside.known["source"] & {name.partition("#")[0] for name in self.wanted["excerpt"]}
        if again:
            self.known["excerpt"] = {name for name in self.known["excerpt"] if name.partition("#")[0] not in again}
        if beside:
            self._join(beside)
        for document in documents:
            self.add(document)

    def _join(self, beside: Beside) -> None:
        """Only what is asked for: a batch may be long."""
        for kind, names in self.wanted.items():
            there = names & beside.known[kind]
            self.known[kind] |= there
            for name in there:
                self.gone.pop((kind, name), None)
        self.gone |= beside.gone
        self.codes |= {uid: beside.codes[uid] for uid in self.wanted["code"] & beside.codes.keys()}

    def _read_tables(self, passages: Collection[str] | None) -> None:
        """One query for records, one for codes, one for passages."""
        others = [kind for kind in HEADS if kind != "code" and self.wanted[kind]]
        parts = [
            HEADS[kind]
            ._default_manager.filter(uid__in=self.wanted[kind])
            .order_by()
            .values_list(Value(kind, CharField()), "uid", "state")
            for kind in others
        ]
        gone = defaultdict(list)
        for kind, uid, state in parts[0].union(*parts[1:], all=True) if parts else ():
            self.known[kind].add(uid)
            if state != RecordState.LIVE:
                gone[kind].append(uid)
        for kind, uids in gone.items():
            self._read_gone(kind, uids)
        if names := self.wanted["code"]:
            for code in Code.objects.filter(uid__in=names).select_related("since", "retired_in"):
                levels = frozenset(level["key"] for level in code.levels)
                retired = code.retired_in.uid if code.retired_in else None
                self.codes[code.uid] = CodeFacts(CodeKind(code.code_kind), code.scale, levels, code.since.uid, retired)
        if passages is not None:
            self.known["excerpt"] = set(passages)
        elif names := self.wanted["excerpt"]:
            sources = {name.partition("#")[0] for name in names}
            pairs = Excerpt.objects.filter(source__uid__in=sources).values_list("source__uid", "ref")
            self.known["excerpt"] = {f"{source}#{ref}" for source, ref in pairs}

    def _read_gone(self, kind: str, uids: list[str]) -> None:
        if not uids or kind not in NAMED:
            return
        rows = HEADS[kind]._default_manager.filter(uid__in=uids).values_list("uid", "revision__document__retired")
        self.gone |= {(kind, uid): (retired or {}).get("into") or "" for uid, retired in rows}
