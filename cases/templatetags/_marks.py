"""The marks beside a value: basis, confidence, evidence numbers, blanks."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cases.enums import Basis, Blank, Confidence, Stance, Strength
from cases.templatetags._bilingual import part

NOTHING = mark_safe("")


def mark_words(claim: Any) -> str:
    """What the marks say, in words: “inferred by the coder, medium confidence”."""
    words = [Basis(part(claim, "basis")).label, Confidence(part(claim, "confidence")).label]
    if (strength := part(claim, "strength")) and strength != Strength.FOUND:
        words.append(Strength(strength).label)  # a source that hedges or only recommends must be seen to
    return _(", ").join(str(word) for word in words)


def marks_html(claim: Any) -> SafeString:
    """Basis and confidence as two small shapes with their words hidden beside them; nothing for a blank."""
    basis, confidence = part(claim, "basis"), part(claim, "confidence")
    if not basis or not confidence:
        return NOTHING
    return _marks(get_language() or "", str(basis), str(confidence), str(part(claim, "strength") or ""))


@lru_cache(maxsize=200)
def _marks(language: str, basis: str, confidence: str, strength: str) -> SafeString:
    """A page has dozens of marks and few kinds of them."""
    return format_html(
        '<span class="mk" title="{words}"><svg aria-hidden="true"><use href="#b-{basis}"/></svg>'
        '<svg aria-hidden="true"><use href="#c-{confidence}"/></svg><span class="vh">({words})</span></span>',
        words=mark_words({"basis": basis, "confidence": confidence, "strength": strength}),
        basis=Basis(basis).value,
        confidence=Confidence(confidence).value,
    )


def evidence_html(numbers: Iterable[Any] | None) -> SafeString:
    """Links to the passages on this page. A number may come alone or as (number, excerpt, stance)."""
    rows = []
    for entry in numbers or ():
        number, stance = (entry, None) if isinstance(entry, int | str) else (entry[0], entry[2] if len(entry) > 2 else None)
        words = _("evidence %(number)s") % {"number": number}
        if stance and stance != Stance.SUPPORTS:
            words = f"{words}{_(', ')}{Stance(stance).label}"
        rows.append((number, words, words, number))
    return format_html_join("", '<a class="ev" href="#e-{}" aria-label="{}" title="{}">{}</a>', rows)


def blank_html(reason: Any, *, short: bool = False) -> SafeString:
    """A dash and the reason; in narrow matrices the reason's letters, with the words in the title."""
    return _blank(get_language() or "", str(reason or ""), short)


@lru_cache(maxsize=200)
def _blank(language: str, reason: str, short: bool) -> SafeString:
    """A page has dozens of blanks and few reasons."""
    label = Blank(reason).label if reason in Blank.values else reason or Blank.NOT_REPORTED.label
    if not short:
        return format_html('<span class="blank">{}</span>', label)
    return format_html('<abbr class="blank0" title="{}">{}</abbr>', label, blank_letters(reason))


def blank_letters(reason: Any) -> str:
    return {
        Blank.NOT_REPORTED.value: pgettext("not reported", "n.r."),
        Blank.NOT_APPLICABLE.value: pgettext("not applicable", "n.a."),
        Blank.NOT_YET_CODED.value: pgettext("not yet coded", "n.c."),
        Blank.WITHHELD.value: pgettext("withheld", "w.h."),
        Blank.CONTESTED.value: pgettext("contested", "con."),
        Blank.NOT_COMPARABLE.value: pgettext("not comparable", "n.p."),
    }[Blank(reason).value]


def anon_html() -> SafeString:
    """The redaction bar after the label of an anonymised case."""
    return format_html(
        '<span class="anon" role="img" aria-label="{}" title="{}"></span>',
        _("anonymised in the source"),
        _("anonymised in the source; not on any map, not linked to a real place"),
    )


def mixed_html() -> SafeString:
    return format_html('<span class="mixed">{}</span>', _("mixed"))
