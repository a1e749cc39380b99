"""The cases that an address names: ``?items=case:province-a,case:city-b``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.timeline.options import MOST_CASES
from cases.validators import SLUG

LONGEST = 200
MOST_READ = 60


@dataclass
class Picked:
    """The cases, in the order of the address, and what was left out with the reason."""

    cases: list[Case] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def items(self) -> str:
        return ",".join(f"case:{case.slug}" for case in self.cases)


def pick_cases(texts: Iterable[str]) -> Picked:
    """Look the cases up in one query; drafts, unknown words and what is no case are named and left out."""
    picked = Picked()
    slugs = []
    for text in list(dict.fromkeys(text.strip()[:LONGEST] for text in texts))[:MOST_READ]:
        kind, _sign, slug = text.partition(":")
        if kind == "case" and re.match(SLUG, slug):
            slugs.append(slug)
        elif text:
            picked.left_out.append(_("“%(item)s” is not a case. Write, for instance, case:city-b.") % {"item": text})
    if not slugs:
        return picked
    found = {case.slug: case for case in Case.objects.live().filter(slug__in=slugs).select_related("revision")}
    for slug in slugs:
        if slug not in found:
            picked.left_out.append(_("“%(item)s” is not in the record.") % {"item": f"case:{slug}"})
        elif len(picked.cases) == MOST_CASES:
            words = _("“%(item)s” is left out: at most %(most)s cases stand side by side.")
            picked.left_out.append(words % {"item": f"case:{slug}", "most": MOST_CASES})
        else:
            picked.cases.append(found[slug])
    return picked
