"""What somebody asks advice about: problems and a place, from an address and, for a private profile, from the session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from advice.queries.profile import LEVEL, Profile, Value, agreed, conditions, of_answers, profiles_of
from cases.enums import CodeKind
from cases.models import Case, Code, Coding, Place
from cases.queries.search.similar_codes import match_codes

MOST = 4
"""Problems of one question; a page of more could not be read."""
PLACE = "place"
LEAST_SHARE, OF_BEST = 0.12, 0.6
"""How much of what was typed a problem must have, and how well it must fit beside the one that fits best."""


@dataclass
class Question:
    """Problems, the asker's place, and what was left out of what the address says."""

    problems: list[Code]
    here: Profile
    codes: list[Code]
    """The conditions."""
    case: Case | None = None
    place: Place | None = None
    blanks: list[Coding] = field(default_factory=list)
    """Where the case was asked for problems and is silent."""
    left_out: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[Code, Value]]:
        """The profile, condition by condition."""
        return [(code, self.here.value(code.uid)) for code in self.codes]


def problems_of(case: Case) -> tuple[list[Code], list[Coding]]:
    """The problems that are coded in a case, and the blanks where it was asked for some."""
    found = Coding.objects.filter(case=case, code__code_kind=CodeKind.PROBLEM, accepted=True).select_related("code")
    codings = list(found.order_by("order"))
    return list(dict.fromkeys(one.code for one in codings if one.value)), [one for one in codings if one.blank]


def problems_meant(words: str) -> list[Code]:
    """The problems that plain words in either language may mean, the best first; none where too little of them fits."""
    found = [match for match in match_codes(words, CodeKind.PROBLEM, limit=2 * MOST) if match.share >= LEAST_SHARE]
    return [match.code for match in found if match.score >= OF_BEST * found[0].score]


def read_question(problems: Sequence[str], case: str, profile: Mapping[str, str]) -> Question:
    """The question of an address. A case brings its own problems and its own, public values."""
    codes = conditions()
    left_out: list[str] = []
    subject = (
        Case.objects.live().filter(slug=case).select_related("place__parent__parent").first()
        if case and "\x00" not in case
        else None
    )
    if case and subject is None:
        left_out.append(_("No case is called “%(case)s”.") % {"case": case[:80]})
    chosen = _chosen(problems, left_out)
    blanks: list[Coding] = []
    if subject and not problems:
        chosen, blanks = problems_of(subject)
    elif len(chosen) > MOST:
        left_out.append(_("At most %(most)s problems fit on a page; the others are left out.") % {"most": MOST})
        chosen = chosen[:MOST]
    place = None
    if subject:
        here = profiles_of([subject], codes)[subject.pk]
    else:
        here, place = _private(profile, codes)
    return Question(chosen, here, codes, subject, place, blanks, left_out)


def private_profile(profile: Mapping[str, str], case: Case | None) -> tuple[list[Code], Profile]:
    """The conditions, and the place of a plan: its case as it is published now, or else the owner's own answers."""
    codes = conditions()
    if case is not None:
        return codes, profiles_of([case], codes)[case.pk]
    return codes, _private(profile, codes)[0]


def _chosen(uids: Sequence[str], left_out: list[str]) -> list[Code]:
    wanted = [uid[:120] for uid in dict.fromkeys(uids) if uid and "\x00" not in uid][:50]  # PostgreSQL takes no such character
    if not wanted:
        return []
    found = {code.uid: code for code in Code.objects.filter(uid__in=wanted, code_kind=CodeKind.PROBLEM, state="live")}
    left_out += [_("No problem is called “%(uid)s”.") % {"uid": uid[:80]} for uid in wanted if uid not in found]
    return [found[uid] for uid in wanted if uid in found]


def _private(profile: Mapping[str, str], codes: Sequence[Code]) -> tuple[Profile, Place | None]:
    """The asker's own answers; lines that were skipped take what is published of the place, if one was named."""
    label = _("Your place")
    here = of_answers(profile, codes, label)
    uid = profile.get(PLACE, "")
    place = Place.objects.filter(uid=uid, state="live").select_related("parent__parent").first() if uid else None
    if place is None:
        return here, None
    here.place = place
    here.level = profile.get(LEVEL) or place.level
    cases = list(Case.objects.live().filter(place=place, anonymous=False).select_related("place__parent__parent").order_by("uid"))
    published = profiles_of(cases, codes).values()
    here.values |= {key: value for key, value in agreed(published).items() if not here.values[key].key}
    for one in published:
        for key, some in one.context.items():
            here.context.setdefault(key, some)
    return here, place
