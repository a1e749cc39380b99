"""Names and passages for everything that documents refer to, read in bulk: one query per kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from cases.documents.walk import references
from cases.models import Actor, Case, Code, Excerpt, Place, Source, Study
from cases.queries.withheld import taken_down

LONG = ("body_en", "body_zh", "aliases", "broader__body_en", "broader__body_zh", "broader__aliases", "broader__levels")
"""What no page shows beside the name of a code."""


class Labels:
    """The heads of all records that the documents name: ``labels.codes["model:administrative"].name_en``."""

    def __init__(self, documents: Iterable[BaseModel], codes: Iterable[str] = (), excerpts: Mapping[str, Excerpt] | None = None):
        """``excerpts`` are passages that are not stored yet: a draft brings them along."""
        wanted: dict[str, set[str]] = defaultdict(set)
        wanted["code"].update(codes)
        for document in documents:
            for reference in references(document):
                wanted[reference.mark.to].add(reference.name)
        self.codes: dict[str, Code] = _by_uid(Code.objects.select_related("broader").defer(*LONG), wanted["code"])
        self.actors: dict[str, Actor] = _by_uid(Actor.objects.all(), wanted["actor"])
        self.places: dict[str, Place] = _by_uid(Place.objects.select_related("parent__parent"), wanted["place"])
        self.cases: dict[str, Case] = _by_uid(Case.objects.live(), wanted["case"])
        self.studies: dict[str, Study] = _by_uid(Study.objects.all(), wanted["study"])
        self.excerpts = read_excerpts(wanted["excerpt"]) | dict(excerpts or {})
        self.sources: dict[str, Source] = {excerpt.source.uid: excerpt.source for excerpt in self.excerpts.values()}
        self.sources |= _by_uid(Source.objects.all(), wanted["source"] - self.sources.keys())

    def ordered(self, codes: Iterable[str]) -> list[Code]:
        """Codes in the order of the codebook."""
        return sorted((self.codes[uid] for uid in codes), key=lambda code: (code.order, code.uid))


def _by_uid(queryset: Any, uids: set[str]) -> dict[str, Any]:
    """Without those that were taken down: an earlier version of a document may still name them."""
    found = list(queryset.filter(uid__in=uids)) if uids else []
    closed = taken_down(found)
    return {record.uid: record for record in found if record.revision_id not in closed}


def read_excerpts(names: Iterable[str]) -> dict[str, Excerpt]:
    """Excerpts with their sources, by ``source#ref``. Those of sources out of circulation are in no table."""
    parts = [(source, ref) for source, mark, ref in (name.partition("#") for name in names) if mark]
    if not parts:
        return {}
    rows = Excerpt.objects.filter(source__uid__in={source for source, _ in parts}, ref__in={ref for _, ref in parts})
    wanted = set(parts)
    return {f"{one.source.uid}#{one.ref}": one for one in rows.select_related("source") if (one.source.uid, one.ref) in wanted}


def passages_in(sources: Iterable[str]) -> dict[str, str]:
    """The words of every passage of these sources, by ``source#ref``."""
    wanted = [uid for uid in sources if isinstance(uid, str)]
    rows = Excerpt.objects.filter(source__uid__in=wanted).values_list("source__uid", "ref", "text") if wanted else ()
    return {f"{source}#{ref}": text for source, ref, text in rows}


@dataclass
class Passage:
    """An excerpt on a page: its number there and how many claims it serves, by stance."""

    number: int
    excerpt: Excerpt
    uses: dict[str, int]


class Passages:
    """Numbers the passages of a page in the order in which claims first name them."""

    def __init__(self, labels: Labels):
        self.labels = labels
        self.by_name: dict[str, Passage] = {}

    def numbers(self, claim: Any) -> list[tuple[int, str, str]]:
        """(number, excerpt, stance) of each passage under the claim."""
        return [self.number(use.excerpt, use.stance) for use in claim.evidence if use.excerpt in self.labels.excerpts]

    def number(self, name: str, stance: str) -> tuple[int, str, str]:
        passage = self.by_name.setdefault(name, Passage(len(self.by_name) + 1, self.labels.excerpts[name], {}))
        passage.uses[stance] = passage.uses.get(stance, 0) + 1  # a defaultdict would answer to “.items” in a template
        return passage.number, name, stance

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.by_name.values())

    def __len__(self) -> int:
        return len(self.by_name)


@dataclass
class Shown:
    """A claim as a page shows it: the item of the document, what it is about, and its passages' numbers."""

    item: Any
    numbers: Sequence[tuple[int, str, str]]
    code: Code | None = None
    to_code: Code | None = None
    actor: Actor | None = None
    other: Actor | None = None
    case: Case | None = None
    phase_title: Any = None

    @property
    def words(self) -> Any:
        """The claim in its own words, or else the name of its code."""
        if getattr(self.item, "text", None):
            return self.item.text
        return {"en": self.code.name_en, "zh": self.code.name_zh} if self.code else None

    @property
    def level_words(self) -> Any:
        """The label of the level on the code's scale."""
        steps = self.code.levels if self.code else []
        return next((step["label"] for step in steps if step["key"] == self.item.level), self.item.level)

    def __getattr__(self, name: str) -> Any:
        """Fields of the claim itself: basis, confidence, strength, blank, text, reasoning …"""
        if name == "item":  # not yet set: while unpickling or copying
            raise AttributeError(name)
        return getattr(self.item, name)


def show(item: Any, labels: Labels, passages: Passages) -> Shown:
    """The claim with the names of what it refers to."""
    start = getattr(item, "from_code", None) or getattr(item, "code", None) or getattr(item, "state", None)
    return Shown(
        item,
        passages.numbers(item),
        code=labels.codes.get(start) if start else None,
        to_code=labels.codes.get(getattr(item, "to_code", None) or ""),
        actor=labels.actors.get(getattr(item, "actor", None) or ""),
        other=labels.actors.get(getattr(item, "other", None) or ""),
        case=labels.cases.get(getattr(item, "benchmark", None) or ""),
    )
