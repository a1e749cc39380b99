"""Offering what came of a measure to the record: a draft of a case that goes through review like any other."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from advice.actions.plan import NotYours
from advice.enums import Outcome, Sharing
from advice.models import FollowUp, Measure, Plan
from advice.queries.profile import LEVEL
from cases.actions.draft import NotAllowed, save_draft
from cases.documents.bundle import BESIDE
from cases.documents.difference import Json
from cases.enums import Access, Aspect, Basis, Blank, Completeness, Confidence, ExcerptKind, Origin, Stance, Strength, Unit
from cases.models import Place, Revision
from cases.permissions import may_write_drafts
from cases.queries.lookup import Names

ACCOUNT, WORDS = "account", "own-words"
LONGEST = 690
"""Characters of the adopter's words that stand as a passage; the whole of it is the case's summary."""


class NoLevel(ValueError):
    """Nothing says at which level the place stands, so that no case can be made of it."""


def offer(*, by, follow_up: FollowUp, sharing: str, language: str, with_profile: bool) -> Revision:
    """Begin a draft from a follow-up. Its author reads it, adds what is missing and submits it; nothing is published here.

    Anonymised, it tells nobody who wrote it, in review and history too. Failures are offered exactly as successes are: only
    the aspect of the finding differs.
    """
    if follow_up.measure.plan.owner_id != by.pk:
        raise NotYours
    if not may_write_drafts(by):
        raise NotAllowed
    with transaction.atomic():
        document = draft_of(follow_up, sharing, language, by, with_profile=with_profile)
        revision = save_draft(document=document, by=by)
        if sharing == Sharing.ANONYMISED:
            revision.author_hidden = True
            revision.save(update_fields=["author_hidden"])
        follow_up.offered = revision
        follow_up.save(update_fields=["offered"])
        return revision


def draft_of(follow_up: FollowUp, sharing: str, language: str, by, *, with_profile: bool) -> Json:
    """The case as the follow-up tells it. Anonymised, it carries the level and neither place nor document nor name."""
    measure = follow_up.measure
    plan = measure.plan
    known = _place(plan)
    place = known if sharing == Sharing.NAMED else None
    level = plan.profile.get(LEVEL) or (known.level if known else plan.case.level if plan.case else "")
    if not level or (sharing == Sharing.NAMED and place is None):
        raise NoLevel
    year = str(timezone.localdate(follow_up.made_at).year)
    uid = f"experience-{follow_up.pk}"
    claim = _claim(by.get_username() if place else "Anonymous adopter", uid)
    told = {language: follow_up.happened, "original": language}
    aspect = Aspect.FAILURE if follow_up.outcome == Outcome.DROPPED else Aspect.RESULT
    finding = {"ref": "what-came-of-it", "text": told, "date": year, "about": [measure.code.uid], "aspect": aspect.value, **claim}
    document: Json = {
        "kind": "case",
        "uid": uid,
        "label": _both(lambda: _("An experience with: %(measure)s"), measure),
        "origin": Origin.CONTRIBUTED.value,
        "unit": Unit.PROGRAMME.value,
        "period": year,
        "summary": told,
        "sources": [uid],
        "codings": [{"ref": "measure", "code": measure.code.uid, "value": 1, **claim}],
        "findings": [finding],
        BESIDE: [_account(follow_up, uid, language, year, named=place is not None)],
    }
    if with_profile:
        document["codings"] += _conditions(plan.profile, claim, language)
    document |= {"place": place.uid} if place else {"pseudonym": {"as_printed": f"Experience {follow_up.pk}", "level": level}}
    return document


def _place(plan: Plan) -> Place | None:
    """The place that its owner named, or that of the case from which the plan started."""
    named = Place.objects.filter(uid=plan.profile.get("place", ""), state="live").first()
    return named or (plan.case.place if plan.case else None)


def _account(follow_up: FollowUp, uid: str, language: str, year: str, *, named: bool) -> Json:
    """What the experience rests on: the adopter's own words, and the document that they named if the place is named too."""
    title = {language: follow_up.document_title, "original": language} if named and follow_up.document_title else None
    source: Json = {
        "uid": uid,
        "title": title or _both(lambda: _("Account of an adopter: %(measure)s"), follow_up.measure),
        "source_type": "report",
        "authors": [],
        "authors_blank": (Blank.NOT_REPORTED if named else Blank.WITHHELD).value,
        "issued": year,
        "language": language,
        "completeness": Completeness.FULL.value,
        "access": Access.PUBLIC.value,
        "versions": [{"ref": ACCOUNT, "label": {"en": "As told in a follow-up", "zh": "跟踪中所述", "original": "en"}}],
        "excerpts": [
            {
                "ref": WORDS,
                "version": ACCOUNT,
                "excerpt_kind": ExcerptKind.PARAPHRASE.value,
                "language": language,
                "text": follow_up.happened[:LONGEST],
            }
        ],
    }
    return source | ({"url": follow_up.document_url} if named and follow_up.document_url else {})


def _claim(coder: str, uid: str) -> dict[str, Any]:
    """How the adopter's own account is known: stated by those concerned, of low confidence until somebody else looks."""
    return {
        "basis": Basis.STATED.value,
        "confidence": Confidence.LOW.value,
        "strength": Strength.FOUND.value,
        "codebook": Names().codebook,
        "coder": coder,
        "evidence": [{"excerpt": f"{uid}#{WORDS}", "stance": Stance.SUPPORTS.value}],
    }


def _conditions(profile: dict[str, str], claim: dict[str, Any], language: str) -> list[Json]:
    """The adopter's answers about their place become codings: with them the experience can be set beside another place."""
    with override("zh-hans" if language == "zh" else "en"):
        why = _("The adopter’s own answer about the place.")
    judged = claim | {"basis": Basis.JUDGEMENT.value, "evidence": [], "reasoning": {language: why, "original": language}}
    answers = {code: level for code, level in profile.items() if code.startswith("condition:") and level}
    return [{"ref": code.replace(":", "-"), "code": code, "level": level, **judged} for code, level in answers.items()]


def _both(words, measure: Measure) -> Json:
    """A title in both languages, with the name of the measure in it."""
    text = {}
    for key, language in (("en", "en"), ("zh", "zh-hans")):
        with override(language):
            name = measure.code.name_en if key == "en" else measure.code.name_zh
            text[key] = words() % {"measure": name or measure.code.name_en or measure.code.name_zh}
    return {**text, "original": "en"}
