"""Cases from which advice may start: those with problems of their own."""

from cases.enums import CodeKind
from cases.models import Case, Coding

SHOWN = 12


def starts() -> list[Case]:
    """Cases of places with a problem coded, those of the founding studies first."""
    coded = Coding.objects.filter(code__code_kind=CodeKind.PROBLEM, value__gt=0, accepted=True)
    found = Case.objects.live().filter(pk__in=coded.values("case")).exclude(level="national")
    return list(found.order_by("-origin", "sort_key")[:SHOWN])
