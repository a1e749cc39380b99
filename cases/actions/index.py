"""Writing the search index, in the transaction that publishes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils import translation

from cases.actions.sync import differs, insert, write
from cases.documents.parts import Bilingual
from cases.documents.rows import Row
from cases.documents.schema import CaseDocument
from cases.enums import PATH_OF, CodeKind
from cases.models import Case, Code, Event, Excerpt, Place, SearchEntry, SearchWord
from cases.models.heads import HEADS
from cases.search import analyser
from cases.search.adapters import engine
from cases.search.engine import Tokens
from cases.search.entries import Entry, Names, entries
from cases.search.keys import key
from cases.search.syntax import Kind

ITEMS: dict[str, tuple[type[Model], str]] = {Kind.EVENT: (Event, "case"), Kind.EXCERPT: (Excerpt, "source")}
"""Tables of the items that are found by themselves, and the kind of their owners."""
BATCH, MANY = 250, 2_000


Keys = Mapping[tuple[str, type[Model]], Mapping[tuple[int, str], int]]
"""Keys of items by the kind of their record and their table, then by owner and ref."""


def names_of(codes: Iterable[str], places: Iterable[str]) -> dict[str, str]:
    """Names of codes (whose uid has a colon) and places, a line for each name."""
    names = {uid: f"{en}\n{zh}" for uid, en, zh in Code.objects.filter(uid__in=codes).values_list("uid", "name_en", "name_zh")}
    for place in Place.objects.filter(uid__in=places):
        names[place.uid] = "\n".join([place.name_en, place.name_zh, *(alias["text"] for alias in place.aliases)])
    return names


def project_search(
    by_kind: Mapping[str, Sequence[Any]],
    ids: Mapping[str, Mapping[str, int]],
    keys: Keys,
    there: Mapping[str, Collection[int]],
    renamed: set[str],
) -> None:
    """Write the entries of the documents, and of cases beyond them that name something which has a new name."""
    documents = [document for kind in HEADS for document in by_kind.get(kind, ()) if kind != "codebook"]
    cases = by_kind.get("case", ())
    names = _named_in(cases)
    rows: list[Row] = []
    for document in documents:
        if document.retired:
            continue
        kind, owner = document.kind, ids[document.kind][document.uid]
        rows += _rows(document, key(kind, owner), lambda table, ref, at=kind, own=owner: keys[at, table][own, ref], names)
    owners = [key(kind, owner) for kind, some in there.items() if kind != "codebook" for owner in some]
    _write(rows, {"owner__in": owners} if owners else None)
    if renamed:
        _write_naming(renamed, {case.uid for case in cases})


def _write_naming(renamed: set[str], here: set[str]) -> None:
    """Write the entries of cases beyond the batch that name one of these: they may be very many."""
    named = Q(codings__code__uid__in=renamed) | Q(place__uid__in=renamed)
    beyond = list(Case.objects.live().filter(named).exclude(uid__in=here).distinct().values_list("pk", flat=True))
    for start in range(0, len(beyond), BATCH):
        found = Case.objects.filter(pk__in=beyond[start : start + BATCH]).values_list("pk", "revision__document")
        cases = {pk: CaseDocument.model_validate(document) for pk, document in found}
        names = _named_in(cases.values())
        rows = [row for pk, case in cases.items() for row in _rows(case, key("case", pk), None, names)]
        _write(rows, {"id__in": [row["id"] for row in rows]})


def _named_in(cases: Collection[CaseDocument]) -> dict[str, str]:
    return names_of({coding.code for case in cases for coding in case.codings}, {case.place for case in cases if case.place})


def _rows(document: Any, owner: int, item_key: Any, names: Names) -> list[Row]:
    """The entries of one document; without keys for its items, its own alone."""
    path = _path(document)
    rows = []
    for entry in entries(document, names):
        if not entry.ref:
            rows.append(_row(entry, owner, owner, path))
        elif item_key is not None:
            pk = item_key(ITEMS[entry.kind][0], entry.ref)
            rows.append(_row(entry, key(entry.kind, pk), owner, f"{path}#{entry.anchor}"))
    return rows


def _row(entry: Entry, own: int, owner: int, path: str) -> Row:
    return {
        "id": own,
        "owner": owner,
        "kind": str(entry.kind),
        "part": str(entry.part),
        **_both("name", entry.name),
        **_both("about", entry.about),
        "path": path,
        "names": "\n".join(entry.names),
        "text": "\n".join(entry.said),
    }


def _both(stem: str, text: Bilingual | None) -> Row:
    return {f"{stem}_en": (text.en if text else None) or "", f"{stem}_zh": (text.zh if text else None) or ""}


def _path(document: Any) -> str:
    """The address without its language."""
    with translation.override("en"):
        if document.kind == "code":
            return reverse("cases:code", args=[PATH_OF[CodeKind(document.code_kind)], document.address])
        return reverse(f"cases:{HEADS[document.kind]._meta.model_name}", args=[document.address])


def _write(rows: Sequence[Row], scope: Mapping[str, Any] | None) -> None:
    """Make the entries within the scope equal to the rows, and the tokens of those that differ. No scope: none are there."""
    found: dict[int, Row] = {}
    if scope:
        found = {row["id"]: {"pk": row["id"], **row} for row in SearchEntry.objects.filter(**scope).values()}
    wanted = {row["id"]: row for row in rows}
    vanished = list(found.keys() - wanted.keys())
    changed = [row for row in rows if row["id"] not in found or differs(found[row["id"]], row)]
    if vanished:
        SearchEntry.objects.filter(pk__in=vanished).delete()
        engine().drop(vanished)
    if changed:
        write(
            SearchEntry,
            ["id"],
            {(row["id"],): row for row in changed if row["id"] in found},
            {(pk,): row for pk, row in found.items()},
        )
        insert(SearchEntry, [row for row in changed if row["id"] not in found])
        _index(changed)


def _index(rows: Sequence[Row]) -> None:
    """Write the tokens of the entries, and learn their words: as they stand, and whole Chinese names.

    No word is ever taken away but by writing the index again.
    """
    tokens: list[Tokens] = []
    found: set[str] = set()
    whole: set[str] = set()
    for row in rows:
        lines = row["names"].split("\n")
        whole.update(lines)
        names, text = [analyser.analysed(line) for line in lines], [analyser.analysed(line) for line in row["text"].split("\n")]
        tokens.append(Tokens(row["id"], analyser.joined(names), analyser.joined(text)))
        found.update(*(line.words for line in names), *(line.words for line in text))
    engine().put(tokens)
    words = analyser.suggestible(found) | {line for line in whole if 2 <= len(line) <= 12 and analyser.is_han(line)}
    held = set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
    insert(SearchWord, [{"word": word} for word in sorted(words - held)])


def put_tokens() -> None:
    """Write the tokens of entries that have come from another database, where they were written otherwise."""
    entries = SearchEntry.objects.order_by("pk").values("id", "names", "text").iterator(chunk_size=MANY)
    while rows := [dict(entry) for entry in islice(entries, MANY)]:
        _index(rows)


def drop_entries(owners: Sequence[int]) -> None:
    """Take the entries of these records out of the index, and those of their items."""
    for start in range(0, len(owners), MANY):
        some = SearchEntry.objects.filter(owner__in=owners[start : start + MANY])
        gone = list(some.values_list("pk", flat=True))
        some.delete()
        engine().drop(gone)
