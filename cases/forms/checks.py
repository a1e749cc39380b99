"""What makes an entry useful, and what a reviewer should look at: worked out from the draft, never scored."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.documents.bundle import beside, is_new
from cases.documents.difference import Json
from cases.forms.fields import as_dict, as_items
from cases.forms.layout import CLAIMS
from cases.queries.lookup import Gazetteer, Names, in_reader_language, places_of_cases


class Check(NamedTuple):
    good: bool
    words: str


def meter(draft: Json, names: Names, places: Gazetteer) -> list[Check]:
    """The side bar of the entry. Evidence counts, length does not."""
    claims = [one for one in _claims(draft) if not one.get("blank")]
    sources = [uid for uid in draft.get("sources") or [] if isinstance(uid, str)]
    new = [one for one in beside(draft) if is_new(one)]
    opens = any(uid in names.source.by_uid for uid in sources) or any(one.get("url") or one.get("doi") for one in new)
    place = _("Anonymised, with its level") if draft.get("pseudonym") else _("Place matched to a code")
    located = as_dict(draft.get("pseudonym")).get("level") or places.get(draft.get("place"))
    return [
        Check(bool(located), place),
        Check(bool(draft.get("period") or draft.get("period_blank")), _("Period, or the reason why there is none")),
        Check(opens, _("A source that can be opened")),
        Check(bool(claims) and all(one.get("evidence") for one in claims), _("A passage for each value")),
        Check(bool(claims) and all(one.get("basis") and one.get("confidence") for one in claims), _("How each value is known")),
        Check(
            any(str(one.get("code", "")).startswith("model:") for one in _claims(draft)),
            _("A governance model, or the reason why there is none"),
        ),
    ]


def _claims(draft: Json) -> list[Json]:
    return [item for name in CLAIMS for item in as_items(draft.get(name))]


def may_be_named(draft: Json, places: Gazetteer) -> set[str]:
    """Places that the texts of an anonymous case may name: the higher unit as stated, and those that it borrows from."""
    stated = " ".join(str(part) for part in as_dict(as_dict(draft["pseudonym"]).get("parent_as_stated")).values())
    borrowed = [str(item.get("benchmark")) for item in as_items(draft.get("benchmarks"))]
    return {entry.uid for entry in places.named_in(stated)} | places_of_cases(borrowed)


def giveaways(draft: Json, places: Gazetteer, allowed: set[str] | None = None) -> list[str]:
    """Places that an anonymous case names somewhere in its texts, so that a reader could tell which one it is."""
    if not draft.get("pseudonym"):
        return []
    allowed = may_be_named(draft, places) if allowed is None else allowed
    parts = {name: value for name, value in draft.items() if name != "pseudonym"}
    text = "\n".join(strings(parts))
    return [in_reader_language(entry.name_en, entry.name_zh) for entry in places.named_in(text) if entry.uid not in allowed]


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, part in value.items() if name not in ("ref", "code", "excerpt", "uid") for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return []


def giveaway_words(names: list[str]) -> str:
    found = pgettext("between items", ", ").join(names)
    return _(
        "The texts name %(places)s. A reader could tell from that which place it is. Take it out unless the "
        "source itself says so."
    ) % {"places": found}
