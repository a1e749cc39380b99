"""The words by which cases are found: their own, and the names of the codes and the place that they name."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from cases.actions.sync import sync
from cases.documents import rows
from cases.documents.schema import CaseDocument
from cases.models import Case, CaseText, Code, Place, Revision

Names = dict[str, str]
"""By uid; a code's has a colon and a place's has none."""


def names_of(codes: Iterable[str], places: Iterable[str]) -> Names:
    names = {uid: f"{en} {zh}" for uid, en, zh in Code.objects.filter(uid__in=codes).values_list("uid", "name_en", "name_zh")}
    for place in Place.objects.filter(uid__in=places):
        names[place.uid] = " ".join([place.name_en, place.name_zh, *(alias["text"] for alias in place.aliases)])
    return names


def project_words(cases: list[Any], renamed: set[str]) -> None:
    """Write the words of the cases, and of those beyond them that name something which has a new name."""
    here = {case.uid for case in cases}
    documents = list(cases)
    if renamed:
        naming = Case.objects.filter(Q(codings__code__uid__in=renamed) | Q(place__uid__in=renamed)).exclude(uid__in=here)
        found = Revision.objects.filter(pk__in=naming.values("revision"))
        documents += [CaseDocument.model_validate(revision.document) for revision in found]
    if not documents:
        return
    keys = dict(Case.objects.filter(uid__in=[case.uid for case in documents]).values_list("uid", "pk"))
    names = names_of(
        {coding.code for case in documents for coding in case.codings}, {case.place for case in documents if case.place}
    )
    wanted = [
        {"case_id": keys[case.uid], "text": rows.words(case, names), **rows.html("narrative", case.narrative)}
        for case in documents
    ]
    sync(CaseText, ["case_id"], {"case_id__in": [row["case_id"] for row in wanted]}, wanted)
