"""The terms by which cases are found, derived from the tables just written."""

from collections import defaultdict
from typing import Any

from django.db.models import Q

from cases.actions.sync import insert
from cases.enums import CodeKind, ScaleKind, silence
from cases.models import Case, CaseFacet, Code, Coding, Place, StudyMember, Term
from cases.queries.facets import FACETS
from cases.queries.scales import VALUE

CODE_FACETS = [facet for facet in FACETS if facet in CodeKind.values]
Terms = dict[int, set[tuple[str, str]]]
AT_ONCE = 2_000
"""Cases whose terms are worked out together: a code or a place may take every case along."""


def project_facets(documents: dict[str, list[Any]], cases: dict[str, int], sequence: int) -> None:
    """Rewrite the terms of every case that the batch touches: its own, its studies' members, its places' cases."""
    touched = {cases[document.uid] for document in documents["case"]}
    if documents["study"]:
        studies = [document.uid for document in documents["study"]]
        members = CaseFacet.objects.filter(term__facet="study", term__key__in=studies).values_list("case_id", flat=True)
        touched |= set(members)
        now = StudyMember.objects.filter(study__uid__in=studies, case__isnull=False)
        touched |= set(now.values_list("case_id", flat=True))
    if documents["code"]:
        # A code that hangs below another one takes its cases along.
        codes = [document.uid for document in documents["code"]]
        touched |= set(Case.objects.filter(facets__term__key__in=codes).values_list("pk", flat=True))
        # One that gets a scale gives terms to the cases that are blank on it, too.
        touched |= set(Coding.objects.filter(code__uid__in=codes).values_list("case_id", flat=True))
    if documents["place"]:
        # A place that moves takes the cases below it along; their number is that of a tree's branch.
        places = [document.uid for document in documents["place"]]
        touched |= set(
            Case.objects.filter(Q(facets__term__facet="place", facets__term__key__in=places)).values_list("pk", flat=True)
        )
        touched |= set(Case.objects.filter(place__uid__in=places).values_list("pk", flat=True))
    every = sorted(touched)
    for start in range(0, len(every), AT_ONCE):
        _write(_terms(set(every[start : start + AT_ONCE])), sequence)


def _write(wanted: Terms, sequence: int) -> None:
    names = {pair for pairs in wanted.values() for pair in pairs}
    Term.objects.bulk_create([Term(facet=facet, key=key) for facet, key in sorted(names)], ignore_conflicts=True)
    keys = {
        (facet, key): pk
        for pk, facet, key in Term.objects.filter(key__in={key for _, key in names}).values_list("pk", "facet", "key")
    }
    before = _facets(wanted)
    rows = [{"term_id": keys[pair], "case_id": case} for case, pairs in wanted.items() for pair in pairs]
    after: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        after[row["case_id"]].add(row["term_id"])
    moved = [case for case in wanted if before.get(case, set()) != after[case]]
    if moved:
        CaseFacet.objects.filter(case_id__in=moved).delete()
        again = set(moved)
        insert(CaseFacet, [row for row in rows if row["case_id"] in again])
        Case.objects.filter(pk__in=moved).update(sequence=sequence)


def _facets(cases: Terms) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for term, case in CaseFacet.objects.filter(case_id__in=cases).values_list("term_id", "case_id"):
        found[case].add(term)
    return found


def _terms(cases: set[int]) -> Terms:
    terms: Terms = {pk: set() for pk in cases}
    parents = dict(Place.objects.values_list("pk", "parent_id"))
    uids = dict(Place.objects.values_list("pk", "uid"))
    live = Case.objects.live().filter(pk__in=cases)
    for case in live:
        own = terms[case.pk]
        own |= {("level", case.level), ("unit", case.unit), ("origin", case.origin)}
        place = case.place_id
        while place is not None:
            own.add(("place", uids[place]))
            place = parents[place]
        if case.anonymous:
            own.add(("place", "anonymous"))
        if case.period_min and case.period_max:
            own |= {("year", str(year)) for year in range(case.period_min.year, case.period_max.year + 1)}
        elif case.period_blank:
            own.add(("year", case.period_blank))
    above = _wider_codes()
    codings = Coding.objects.filter(case_id__in=cases).values_list(
        "case_id", "code__uid", "code__code_kind", "code__scale", "value", "level", "blank", "basis"
    )
    for case_id, code, kind, scale, value, level, blank, basis in codings:
        terms[case_id] |= _said(code, kind, scale, value, level, blank) | ({("basis", basis)} if not blank else set())
        terms[case_id] |= {(kind, wider) for wider in above.get(code, ()) if not blank}
    for case_id, study in StudyMember.objects.filter(case_id__in=cases, case__state="live").values_list("case_id", "study__uid"):
        terms[case_id].add(("study", study))
    for pk, origin in live.values_list("pk", "origin"):
        asked = {facet for facet, _ in terms[pk]}
        terms[pk] |= {(kind, silence(origin).value) for kind in CODE_FACETS if kind not in asked}  # a hole is a value, too
    return terms


def _said(code: str, kind: str, scale: str, value: float | None, level: str, blank: str) -> set[tuple[str, str]]:
    """What the answer of one coding lets its case be found by."""
    scaled = scale != ScaleKind.PRESENT
    if blank:
        return {("blank", blank), (kind, blank)} | ({(VALUE, f"{code}={blank}")} if scaled else set())
    if level:
        return {(kind, code), (kind, f"{code}={level}")}
    return {(kind, code)} | ({(VALUE, f"{code}={value!r}")} if scaled else set())


def _wider_codes() -> dict[str, list[str]]:
    """By code, the codes above it: who looks for the wider one finds cases of the narrower."""
    broader = dict(Code.objects.filter(broader__isnull=False).values_list("uid", "broader__uid"))
    wider: dict[str, list[str]] = {}
    for code in broader:
        chain, at = [], broader.get(code)
        while at and at not in chain:
            chain.append(at)
            at = broader.get(at)
        wider[code] = chain
    return wider
