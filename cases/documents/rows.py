"""From a document to the rows of its projection. Pure: the keys of other records come in ready."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Model
from pypinyin import lazy_pinyin

from cases.documents.markup import render_markdown
from cases.documents.parts import Bilingual, Prose
from cases.documents.schema import (
    ActorDocument,
    CaseDocument,
    CodebookDocument,
    CodeDocument,
    DataSetDocument,
    PlaceDocument,
    Record,
    SourceDocument,
    StudyDocument,
)
from cases.models import (
    BenchmarkUse,
    Coding,
    DataUnit,
    Event,
    Excerpt,
    Involvement,
    Link,
    Observation,
    Phase,
    PublishedResult,
    RelationState,
    SourceVersion,
    StudyMember,
    Variable,
)
from cases.validators import date_bounds

Row = dict[str, Any]
Rows = dict[type[Model], list[Row]]
Ids = Mapping[str, Mapping[str, int]]
"""Primary keys by kind and uid; ``level`` has the places' levels."""


class Later(NamedTuple):
    """The key of a row that is written just before this one: an item of the same document."""

    model: type[Model]
    ref: str


def both(prefix: str, text: Bilingual | None) -> Row:
    """The two columns of a bilingual text."""
    return {f"{prefix}_en": (text.en if text else None) or "", f"{prefix}_zh": (text.zh if text else None) or ""}


def html(prefix: str, text: Prose | None) -> Row:
    """The two columns of a Markdown text, rendered."""
    shown = both(prefix, text)
    return {name: render_markdown(written) if written else "" for name, written in shown.items()}


def sort_key(text: Bilingual, override: str | None = None) -> str:
    """Pinyin of the Chinese name, or the English one, so that both databases sort alike."""
    if override:
        return override.lower()
    if text.zh:
        return " ".join(lazy_pinyin(text.zh)).lower()[:300]
    return text.en.lower()


def aliases(document: Any) -> list[Row]:
    return [alias.model_dump(mode="json") for alias in document.aliases]


# Heads --------------------------------------------------------------------------------------------


def head(document: Any, ids: Ids) -> Row:
    """The columns that lists need, without the revision."""
    return {"uid": document.uid, "slug": document.address, "state": "live", **_HEADS[type(document)](document, ids)}


def _place(d: PlaceDocument, ids: Ids) -> Row:
    return {
        **both("name", d.name),
        "sort_key": sort_key(d.name, d.sort_key),
        "aliases": aliases(d),
        "level": d.level,
        "division_code": d.division_code or "",
        "tile_row": d.tile.row if d.tile else None,
        "tile_column": d.tile.column if d.tile else None,
        "tile_letters": d.tile.letters if d.tile else "",
    }


def _actor(d: ActorDocument, ids: Ids) -> Row:
    return {
        **both("name", d.name),
        "sort_key": sort_key(d.name),
        "aliases": aliases(d),
        "actor_type": d.actor_type,
        "generic": d.generic,
        "place_id": ids["place"][d.place] if d.place else None,
        "founded": d.founded or "",
    }


def _source(d: SourceDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        **both("container", d.container),
        "sort_key": sort_key(d.title),
        "source_type": d.source_type,
        "authors": d.authors,
        "issued": d.issued or "",
        "doi": d.doi or "",
        "url": d.url or "",
        "language": d.language,
        "completeness": d.completeness,
        "access": d.access,
    }


def _codebook(d: CodebookDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        "sort_key": d.uid,
        "codebook_state": d.codebook_state,
        "released": d.released or "",
    }


def _code(d: CodeDocument, ids: Ids) -> Row:
    return {
        **both("name", d.name),
        **both("short", d.short_definition),
        **both("unit", d.unit),
        **html("body", d.body),
        "sort_key": sort_key(d.name, d.sort_key),
        "code_kind": d.code_kind,
        "aliases": aliases(d),
        "scale": d.scale,
        "levels": [level.model_dump(mode="json") for level in d.levels],
        "since_id": ids["codebook"][d.since],
        "retired_in_id": ids["codebook"][d.retired_in] if d.retired_in else None,
        "order": d.order,
    }


def _case(d: CaseDocument, ids: Ids) -> Row:
    first, last = date_bounds(d.period) if d.period else (None, None)
    return {
        **both("label", d.label),
        **both("subject", d.subject),
        **both("lede", d.lede or d.summary),
        "sort_key": sort_key(d.label),
        "origin": d.origin,
        "place_id": ids["place"][d.place] if d.place else None,
        "anonymous": d.anonymous,
        "level": d.pseudonym.level if d.pseudonym else ids["level"][d.place or ""],
        "unit": d.unit,
        "period": d.period or "",
        "period_min": first,
        "period_max": last,
        "period_blank": d.period_blank or "",
    }


def _study(d: StudyDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        **both("design", d.design),
        "sort_key": f"{d.number:04}",
        "source_id": ids["source"][d.source],
        "number": d.number,
        "outcome_id": ids["code"][d.outcome] if d.outcome else None,
        "theories": d.theories,
    }


def _dataset(d: DataSetDocument, ids: Ids) -> Row:
    return {
        **both("title", d.title),
        "sort_key": sort_key(d.title),
        "source_id": ids["source"][d.source],
        "edition": d.edition,
        "sha256": d.sha256 or "",
        "basis": d.basis,
        "confidence": d.confidence,
    }


PARENTS = {"place": ("parent_id", "parent"), "code": ("broader_id", "broader")}
"""Column and field by which a record hangs below another of its own kind; written when all have a key."""

_HEADS: dict[type[Record], Callable[[Any, Ids], Row]] = {
    PlaceDocument: _place,
    ActorDocument: _actor,
    SourceDocument: _source,
    CodebookDocument: _codebook,
    CodeDocument: _code,
    CaseDocument: _case,
    StudyDocument: _study,
    DataSetDocument: _dataset,
}


# Children -----------------------------------------------------------------------------------------


def children(document: Any, ids: Ids) -> Rows:
    """The rows of a document's items, in tables that may be written in this order."""
    owner = ids[document.kind][document.uid]
    rows: Rows = defaultdict(list)
    for model, row in _CHILDREN.get(document.kind, _nothing)(document, ids, owner):
        rows[model].append(row)
    return rows


def _nothing(document: Any, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    yield from ()


def _claim(item: Any, ids: Ids, order: int) -> Row:
    return {
        "ref": item.ref,
        "order": order,
        "basis": item.basis or "",
        "confidence": item.confidence or "",
        "strength": item.strength or "",
        "codebook_id": ids["codebook"][item.codebook],
        "coder": item.coder,
        **both("reasoning", item.reasoning),
    }


def _of_source(d: SourceDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, version in enumerate(d.versions):
        yield (
            SourceVersion,
            {
                "source_id": owner,
                "ref": version.ref,
                "order": order,
                **both("label", version.label),
                "sha256": version.sha256 or "",
                "read_on": version.read_on or "",
            },
        )
    for order, excerpt in enumerate(d.excerpts):
        yield (
            Excerpt,
            {
                "source_id": owner,
                "ref": excerpt.ref,
                "order": order,
                "version_id": Later(SourceVersion, excerpt.version),
                "excerpt_kind": excerpt.excerpt_kind,
                "language": excerpt.language,
                "text": excerpt.text,
                **both("locator", excerpt.locator),
            },
        )


def _of_code(d: CodeDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, link in enumerate(d.links):
        yield (
            Link,
            {
                **_claim(link, ids, order),
                **_link(link, ids),
                "case_id": None,
                "owner_id": owner,
                "from_code_id": owner,
                "study_id": ids["study"][link.study] if link.study else None,
                "actor_id": None,
                **both("text", None),
            },
        )


def _link(link: Any, ids: Ids) -> Row:
    return {"link_kind": link.link_kind, "to_code_id": ids["code"][link.to_code], "degree": link.degree or ""}


def _of_case(d: CaseDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, phase in enumerate(d.phases):
        yield (
            Phase,
            {
                "case_id": owner,
                "ref": phase.ref,
                "order": order,
                **both("title", phase.title),
                "starts": phase.starts or "",
                "ends": phase.ends or "",
                "dates_blank": phase.dates_blank or "",
            },
        )
    for order, coding in enumerate(d.codings):
        yield (
            Coding,
            {
                **_claim(coding, ids, order),
                "case_id": owner,
                "code_id": ids["code"][coding.code],
                "phase": coding.phase or "",
                "period": coding.period or "",
                "slot": coding.slot,
                "accepted": coding.accepted,
                "value": coding.value,
                "level": coding.level or "",
                "blank": coding.blank or "",
                **both("text", coding.text),
            },
        )
    for order, link in enumerate(d.links):
        yield (
            Link,
            {
                **_claim(link, ids, order),
                **_link(link, ids),
                "case_id": owner,
                "owner_id": None,
                "from_code_id": ids["code"][link.from_code],
                "study_id": None,
                "actor_id": ids["actor"][link.actor] if link.actor else None,
                **both("text", link.text),
            },
        )
    for order, event in enumerate(d.events):
        first, last = date_bounds(event.date) if event.date else (None, None)
        yield (
            Event,
            {
                **_claim(event, ids, order),
                "case_id": owner,
                **both("title", event.title),
                "date": event.date or "",
                "date_min": first,
                "date_max": last,
                "date_blank": event.date_blank or "",
                "phase": event.phase or "",
                "strand": event.strand or "",
            },
        )
    for order, part in enumerate(d.involvements):
        yield (
            Involvement,
            {
                **_claim(part, ids, order),
                "case_id": owner,
                "actor_id": ids["actor"][part.actor],
                **both("role", part.role),
                "phase": part.phase or "",
                "period": part.period or "",
            },
        )
    for order, tie in enumerate(d.relation_states):
        yield (
            RelationState,
            {
                **_claim(tie, ids, order),
                "case_id": owner,
                "actor_id": ids["actor"][tie.actor],
                "other_id": ids["actor"][tie.other],
                "tie": tie.tie,
                "interaction_id": ids["code"][tie.state] if tie.state else None,
                "phase": tie.phase or "",
                "period": tie.period or "",
                "share": tie.share,
                **both("trigger", tie.trigger),
                "trigger_blank": tie.trigger_blank or "",
            },
        )
    for order, use in enumerate(d.benchmarks):
        yield (
            BenchmarkUse,
            {
                **_claim(use, ids, order),
                "case_id": owner,
                "benchmark_id": ids["case"][use.benchmark],
                "code_id": ids["code"][use.code] if use.code else None,
                "blank": use.blank or "",
                **both("text", use.text),
            },
        )


def _of_study(d: StudyDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, member in enumerate(d.members):
        yield (
            StudyMember,
            {
                "study_id": owner,
                "ref": member.ref,
                "order": order,
                "case_id": ids["case"][member.case] if member.case else None,
                "place_id": ids["place"][member.place] if member.place else None,
                "role": member.role,
            },
        )
    for order, result in enumerate(d.results):
        yield (
            PublishedResult,
            {
                **_claim(result, ids, order),
                "study_id": owner,
                "result_kind": result.result_kind,
                **both("label", result.label),
                "outcome_id": ids["code"][result.outcome] if result.outcome else None,
                "direction": result.direction or "",
                "code_id": ids["code"][result.code] if result.code else None,
                "conditions_blank": result.conditions_blank or "",
                "units_blank": result.units_blank or "",
                "value": result.value,
                **both("text", result.text),
            },
        )


def _of_dataset(d: DataSetDocument, ids: Ids, owner: int) -> Iterator[tuple[type[Model], Row]]:
    for order, variable in enumerate(d.variables):
        yield (
            Variable,
            {
                "dataset_id": owner,
                "ref": variable.ref,
                "order": order,
                **both("name", variable.name),
                **both("unit", variable.unit),
                "printed": variable.printed,
                "code_id": ids["code"][variable.code] if variable.code else None,
                "year": variable.year,
                "direction": variable.direction,
            },
        )
    for order, unit in enumerate(d.units):
        yield (
            DataUnit,
            {
                "dataset_id": owner,
                "ref": unit.ref,
                "order": order,
                **both("label", unit.label),
                "place_id": ids["place"][unit.place] if unit.place else None,
                "case_id": ids["case"][unit.case] if unit.case else None,
            },
        )
    for order, seen in enumerate(d.observations):
        yield (
            Observation,
            {
                "dataset_id": owner,
                "ref": f"{seen.unit}:{seen.variable}",
                "order": order,
                "unit_id": Later(DataUnit, seen.unit),
                "variable_id": Later(Variable, seen.variable),
                "value": seen.value,
                "blank": seen.blank or "",
                **both("flag", seen.flag),
                "locator": seen.locator or "",
            },
        )


Children = Callable[[Any, Ids, int], Iterator[tuple[type[Model], Row]]]
_CHILDREN: dict[str, Children] = {
    "source": _of_source,
    "code": _of_code,
    "case": _of_case,
    "study": _of_study,
    "dataset": _of_dataset,
}


# Evidence and other joins -------------------------------------------------------------------------


class Foundation(NamedTuple):
    """One passage under one claim; ``target`` names Evidence's column."""

    target: str
    ref: str
    excerpt: str
    stance: str
    order: int


TARGETS: dict[str, list[tuple[str, str]]] = {
    "code": [("link", "links")],
    "case": [
        ("coding", "codings"),
        ("link", "links"),
        ("event", "events"),
        ("involvement", "involvements"),
        ("relation_state", "relation_states"),
        ("benchmark", "benchmarks"),
    ],
    "study": [("result", "results")],
}
"""By kind of record: Evidence's column, and the list in the document that it serves."""


def evidence(document: Any) -> Iterator[Foundation]:
    for target, name in TARGETS.get(document.kind, []):
        for item in getattr(document, name):
            for order, use in enumerate(item.evidence):
                yield Foundation(target, item.ref, use.excerpt, use.stance, order)


def words(document: CaseDocument, names: Mapping[str, str]) -> str:
    """Everything written in a case, and the names of its codes and place, for the keyword search."""
    written = _strings(document.model_dump(mode="json", exclude={"uid", "slug", "former_slugs", "kind"}))
    used = sorted({coding.code for coding in document.codings} | {document.place or ""})
    return "\n".join([*written, *(names.get(uid, "") for uid in used)]).lower()


SKIPPED = {"ref", "of", "original", "basis", "confidence", "strength", "codebook", "excerpt", "stance", "coder"}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in SKIPPED:
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
