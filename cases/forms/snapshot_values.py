"""From a draft's document to the values of the short form, and from places in the one to fields of the other."""

from typing import Any

from cases.documents.bundle import BESIDE, beside, is_new
from cases.documents.difference import Json
from cases.documents.walk import Location
from cases.forms.beside import passages_of
from cases.forms.fields import as_dict, as_items, as_text, shown
from cases.models import Excerpt
from cases.queries.labels import read_excerpts

MOST_PROBLEMS = 20
"""That the short form adds. Those that a draft has, however many, it shows and reads."""


def is_model(coding: Json) -> bool:
    return as_text(coding.get("code")).startswith("model:")


def flat(form: Any, document: Json, language: str, rows: int) -> tuple[dict[str, Any], list[str]]:
    pseudonym = document.get("pseudonym")
    place = form.places.get(document.get("place"))
    sources = document.get("sources") or []
    source = sources[0] if isinstance(sources, list) and sources else ""
    new = next((one for one in beside(document) if is_new(one)), None)
    written = as_dict(document.get("summary")).get("original") or as_dict(document.get("label")).get("original")
    data: dict[str, Any] = {
        "language": written or language,
        "place": place.label if place else as_text(document.get("place")),
        "anonymous": pseudonym is not None,
        "printed": as_text(as_dict(pseudonym).get("as_printed")),
        "level": as_text(as_dict(pseudonym).get("level")),
        "title": shown(document.get("label")),
        "unit": as_text(document.get("unit")),
        "period": as_text(document.get("period")),
        "period_blank": bool(document.get("period_blank")),
        "summary": shown(document.get("summary")),
        "source": form.names.source.label(as_text(source)),
    }
    if new:
        data |= {
            "source": as_text(new.get("doi") or new.get("url")) or shown(new.get("title")),
            "source_title": shown(new.get("title")),
            "source_type": as_text(new.get("source_type")),
            "source_language": as_text(new.get("language")),
            "source_completeness": as_text(new.get("completeness")),
        }
        index = beside(document).index(new)
        named = {
            "title": "source_title",
            "source_type": "source_type",
            "language": "source_language",
            "completeness": "source_completeness",
        }
        form.at |= {(BESIDE, index): "source"} | {(BESIDE, index, field): name for field, name in named.items()}
    own, codings = passages_of(document), as_items(document.get("codings"))
    published = read_excerpts({_quoted(coding) for coding in codings} - own.keys())
    prefixes: list[str] = []
    for index, coding in enumerate(codings):
        if is_model(coding):
            prefix = "model"
        else:
            prefix = f"problem-{len(prefixes)}"
            prefixes.append(prefix)
        data |= _flat_claim(form, coding, ("codings", index), prefix, own, published)
    prefixes += [f"problem-{number}" for number in range(len(prefixes), min(max(rows, 1), MOST_PROBLEMS))]
    return data, prefixes


def _quoted(coding: Json) -> str:
    """The passage that the short form shows: the first."""
    use = next(iter(as_items(coding.get("evidence"))), {})
    return as_text(use.get("excerpt"))


def _flat_claim(form: Any, coding: Json, here: Location, prefix: str, own: dict, published: dict[str, Excerpt]) -> dict[str, Any]:
    name = _quoted(coding)
    passage, locator = name, ""
    if name in own:
        source, position, excerpt = own[name]
        passage, locator = as_text(excerpt.get("text")), shown(excerpt.get("locator"))
        form.at[BESIDE, source, "excerpts", position] = f"{prefix}-passage"
        form.at[BESIDE, source, "excerpts", position, "locator"] = f"{prefix}-locator"
    elif found := published.get(name):
        passage, locator = found.text, found.locator_en or found.locator_zh
    fields = {
        "code": "code",
        "value": "code",
        "blank": "code",
        "basis": "basis",
        "confidence": "confidence",
        "strength": "strength",
        "evidence": "passage",
        "reasoning": "reasoning",
    }
    form.at[here] = f"{prefix}-code"
    form.at |= {(*here, field): f"{prefix}-{shown_at}" for field, shown_at in fields.items()}
    return {
        f"{prefix}-ref": as_text(coding.get("ref")),
        f"{prefix}-code": as_text(coding.get("blank") or coding.get("code")),
        f"{prefix}-basis": as_text(coding.get("basis")),
        f"{prefix}-confidence": as_text(coding.get("confidence")),
        f"{prefix}-strength": as_text(coding.get("strength")),
        f"{prefix}-passage": passage,
        f"{prefix}-locator": locator,
        f"{prefix}-reasoning": shown(coding.get("reasoning")),
    }
