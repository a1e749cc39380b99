"""Comparing the codings of several coders, and making one set of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.documents.bundle import beside
from cases.documents.coding_desk import ANSWERS, Quoted, items, with_passage
from cases.documents.difference import Json

CONTESTED = "contested"


@dataclass
class Slot:
    """One question that at least one coder has answered, and the answer of each in their order."""

    name: str
    code: str
    codings: list[Json | None] = field(default_factory=list)

    @property
    def agreed(self) -> bool:
        return len({answer(one) for one in self.codings}) == 1


def answer(coding: Json | None) -> tuple[str, str] | None:
    """What a coding says: kind of answer and answer; nothing where the coder did not code it."""
    if coding is None:
        return None
    return next(((name, str(coding[name])) for name in ANSWERS if coding.get(name) is not None), None)


def slot_name(coding: Json) -> str:
    return ":".join([str(coding.get("code")), coding.get("phase") or "", coding.get("period") or ""])


def slots(documents: Sequence[Json]) -> list[Slot]:
    """Every question that somebody answered, in the order in which the first coder came to it."""
    answers = [
        {slot_name(one): one for one in reversed(items(document.get("codings"))) if one.get("code") and one.get("accepted", True)}
        for document in documents
    ]
    names = dict.fromkeys(name for found in answers for name in reversed(found))
    found = []
    for name in names:
        codings = [one.get(name) for one in answers]
        code = next(str(one["code"]) for one in codings if one)
        found.append(Slot(name, code, codings))
    return found


def settled(case: Json, layers: Sequence[Json], decisions: dict[str, str], lead: str, live: dict[str, Json]) -> Json:
    """The case with one answer to each question: what the coders agree on, and what was decided where they do not.

    A decision is the number of the coder whose answer holds (who may have left the question out), or ``contested``.
    """
    document = dict(case)
    for slot in slots(layers):
        choice = decisions.get(slot.name, "0" if slot.agreed else CONTESTED)
        if choice == CONTESTED:
            like = next(one for one in slot.codings if one)
            kept = {name: like[name] for name in ("code", "phase", "period", "codebook") if like.get(name)}
            document = _put(document, {**kept, "ref": like["ref"], "blank": CONTESTED, "coder": lead, "accepted": True})
            continue
        chosen = slot.codings[int(choice)]
        if chosen is None:
            continue
        same = [(one, layer) for one, layer in zip(slot.codings, layers, strict=True) if one and answer(one) == answer(chosen)]
        coders = "; ".join(dict.fromkeys(str(one["coder"]) for one, _layer in same))[:300]
        uses: list[Json] = []
        for coding, layer in same:
            for use in items(coding.get("evidence")):
                document, name = _carried(document, use["excerpt"], layer, live)
                if name not in {one["excerpt"] for one in uses}:
                    uses.append({**use, "excerpt": name})
        made = {**chosen, "coder": coders, **({"evidence": uses} if uses else {})}
        document = _put(document, made)
    return document


def _carried(document: Json, name: str, layer: Json, live: dict[str, Json]) -> tuple[Json, str]:
    """The passage put beside the case as well, unless the source has it already."""
    uid, _hash, ref = name.partition("#")
    own = next((one for one in beside(layer) if one.get("uid") == uid), {})
    excerpt = next((one for one in items(own.get("excerpts")) if one.get("ref") == ref), None)
    if excerpt is None:
        return document, name
    return with_passage(document, Quoted(uid, {key: part for key, part in excerpt.items() if key != "ref"}), live.get(uid))


def _put(document: Json, coding: Json) -> Json:
    """The coding in place of the case's accepted answer to the same question, or as a new one."""
    codings = items(document.get("codings"))
    old = next((one for one in codings if slot_name(one) == slot_name(coding) and one.get("accepted", True)), None)
    if old is not None:
        made = {**coding, "ref": old["ref"]}
        return {**document, "codings": [made if one is old else one for one in codings]}
    taken = {one.get("ref") for name in document for one in items(document[name])}
    ref = coding["ref"] if coding["ref"] not in taken else f"{coding['ref']}-s"
    return {**document, "codings": [*codings, {**coding, "ref": ref}]}
