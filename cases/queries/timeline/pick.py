"""The cases that an address names: ``?items=case:province-a,case:city-b``; a model stands for the cases coded with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.enums import CodeKind
from cases.models import Case, Coding
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
    slugs: list[str] = []
    models = []
    for text in list(dict.fromkeys(text.strip()[:LONGEST] for text in texts))[:MOST_READ]:
        kind, _sign, slug = text.partition(":")
        if kind == "case" and re.match(SLUG, slug):
            slugs.append(slug)
        elif kind == CodeKind.MODEL and re.match(SLUG, slug):
            models.append(slug)
        elif text:
            picked.left_out.append(_("“%(item)s” is not a case. Write, for instance, case:city-b.") % {"item": text})
    if models:
        slugs = list(dict.fromkeys([*slugs, *_cases_of(models, picked)]))
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


def _cases_of(models: list[str], picked: Picked) -> list[str]:
    """The cases in which a model is the result, in the order of the models."""
    codings = Coding.objects.filter(code__code_kind=CodeKind.MODEL, code__slug__in=models, accepted=True, value__gt=0)
    found = codings.filter(case__state="live").order_by("case__sort_key").values_list("code__slug", "case__slug")
    pairs = list(found[: 10 * MOST_READ])
    for model in models:
        if all(one != model for one, _case in pairs):
            picked.left_out.append(_("“%(item)s” is the result of no case in the record.") % {"item": f"model:{model}"})
    return [case for model in models for one, case in pairs if one == model]
