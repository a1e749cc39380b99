"""What a reviewer should look at in each changed field, worked out from the draft: it warns, and decides nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.documents.bundle import beside
from cases.documents.difference import Change, Json
from cases.enums import Level
from cases.forms.checks import Check, giveaways, may_be_named, strings
from cases.forms.fields import as_dict, as_items, as_text, is_stale
from cases.models import DataSet
from cases.queries.lookup import Gazetteer

WORDS, SIGNS = 12, 24
"""So many English words or Chinese characters in a row are no accident: they were copied."""
WORD = re.compile(r"[a-z0-9’'-]+")
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]|[。！？]\s*[\u3400-\u9fff]")
LONG_QUOTATION = 400


class ReviewChecks:
    """The checks of one draft. What they need of other records is read once."""

    def __init__(self, document: Json, places: Gazetteer, *, passages: Mapping[str, str], level: str):
        """``passages`` are the words of every passage of the case's sources, ``level`` that of the case's place."""
        self.document, self.places = document, places
        self.read, self.level = passages, level
        self.own = [as_text(one.get("text")) for source in beside(document) for one in as_items(source.get("excerpts"))]

    def at(self, change: Change) -> list[Check]:
        """What the reviewer should see at one changed field or item."""
        if change.after is None:
            return [Check(False, _("This would be removed."))] if change.ref and not change.field else []
        found = [*self._evidence(change), *self._numbers(change), *self._giveaways(change), *self._copied(change)]
        return found + list(_translations(change.after))

    def _evidence(self, change: Change) -> Iterator[Check]:
        """A value without evidence."""
        item = as_dict(change.after) if not change.field and change.ref else {}
        if ("codebook" in item and not item.get("blank")) or change.field == "evidence":
            has = bool(item.get("evidence") if item else change.after)
            yield Check(has, _("A passage supports the value.") if has else _("No passage supports the value."))

    def _numbers(self, change: Change) -> Iterator[Check]:
        """Tables of another level or of several editions under one code."""
        if change.list != "codings" or change.field not in ("", "evidence", "value", "level"):
            return
        items = as_items(self.document.get("codings"))
        item = next((one for one in items if one.get("ref") == change.ref), {})
        same = [one for one in items if one.get("code") == item.get("code")]
        editions = sorted({edition for one in same for source in _sources(one) for edition in self._editions.get(source, ())})
        if len(editions) > 1:
            named = pgettext("between items", "; ").join(editions)
            yield Check(False, _("Values of this code rest on different editions: %(editions)s.") % {"editions": named})
        levels = {level for source in _sources(item) for level in self._levels.get(source, ())}
        if levels and self.level and self.level not in levels:
            about = pgettext("between items", "; ").join(str(Level(level).label) for level in sorted(levels))
            words = _("The table behind it is about another level: %(levels)s.") % {"levels": about}
            yield Check(False, words)

    def _giveaways(self, change: Change) -> Iterator[Check]:
        """Names from which the place of an anonymous case could be told."""
        pseudonym = self.document.get("pseudonym")
        if not pseudonym or not strings(change.after):
            return
        named = giveaways({"pseudonym": pseudonym, "here": change.after}, self.places, self._may_be_named)
        if named:
            words = _("Names %(places)s: this could give the place away.")
            yield Check(False, words % {"places": pgettext("between items", ", ").join(named)})

    def _copied(self, change: Change) -> Iterator[Check]:
        """Text of a source that stands in our own words, and quotations that are longer than a sentence."""
        if change.list == "excerpts":
            texts = [as_text(as_dict(change.after).get("text"))] if not change.field else []
            if any(len(text) > LONG_QUOTATION or SENTENCE_END.search(text) for text in texts):
                yield Check(False, _("The passage is longer than a sentence. Quote only what the claim needs."))
        elif change.field != "evidence" and any(self._passages & _runs(text) for text in _written(change.after)):
            yield Check(False, _("Words of a source stand here at length. Say it in our own words, or quote a sentence."))

    # What is read

    @cached_property
    def _may_be_named(self) -> set[str]:
        return may_be_named(self.document, self.places)

    @cached_property
    def _passages(self) -> set[tuple[str, ...] | str]:
        """Every run of words in the passages of the case's sources."""
        return {run for text in [*self.own, *list(self.read.values())[:2_000]] for run in _runs(text)}

    @cached_property
    def _behind(self) -> set[str]:
        return {source for one in as_items(self.document.get("codings")) for source in _sources(one)}

    @cached_property
    def _tables(self) -> list[tuple[str, str, str | None]]:
        """Source, edition and level of each data set behind the codings."""
        rows = DataSet.objects.filter(source__uid__in=self._behind).order_by()
        return list(rows.values_list("source__uid", "edition", "units__place__level").distinct())

    @cached_property
    def _editions(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for source, edition, _level in self._tables:
            found[source].add(edition)
        return found

    @cached_property
    def _levels(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for source, _edition, level in self._tables:
            if level:
                found[source].add(level)
        return found


def _sources(claim: Json) -> set[str]:
    return {as_text(use.get("excerpt")).partition("#")[0] for use in as_items(claim.get("evidence"))}


def _runs(text: str) -> set[tuple[str, ...] | str]:
    """Every run of so many words or characters."""
    words = WORD.findall(text.lower())
    found: set[tuple[str, ...] | str] = {tuple(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}
    for run in HAN_RUN.findall(re.sub(r"[\s，、；：“”‘’（）《》]", "", text)):
        found |= {run[at : at + SIGNS] for at in range(len(run) - SIGNS + 1)}
    return found


def _written(value: Any) -> Iterable[str]:
    """Texts in our own words within a value: those in two languages."""
    for text in texts_of(value):
        yield from (as_text(text.get(language)) for language in ("en", "zh"))


def _translations(value: Any) -> Iterator[Check]:
    """Translations that are missing, or older than what they translate."""
    texts = texts_of(value)
    for language, words in (("en", _("English text is missing.")), ("zh", _("Chinese text is missing."))):
        if any(not text.get(language) for text in texts):
            yield Check(False, words)
    if any(is_stale(text) for text in texts):
        yield Check(False, _("The translation is older than the text that it translates."))


def texts_of(value: Any) -> list[Json]:
    """The texts in two languages within a value."""
    if isinstance(value, dict):
        if "original" in value:
            return [value]
        return [text for part in value.values() for text in texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_of(part)]
    return []
