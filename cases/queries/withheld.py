"""What has been withheld since: for pages that keep or look up words of the record as they once stood."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from cases.enums import RecordState
from cases.models import Revision
from cases.models.revision import Head


def readable() -> Q:
    """Of records those that were not taken down because they give somebody away: earlier versions of others may name these."""
    return Q(state=RecordState.LIVE) | Q(revision__withheld="")


def taken_down(heads: Iterable[Head]) -> set[int]:
    """The live versions of those of them that ``readable`` leaves out: nearly always none, and then nothing is asked for."""
    retired = [head.revision_id for head in heads if head.state != RecordState.LIVE]
    return set(Revision.objects.filter(pk__in=retired).exclude(withheld="").values_list("pk", flat=True)) if retired else set()


def withheld_then(data_versions: Collection[int]) -> dict[int, list[Revision]]:
    """By points of the record's history, the versions in force at each that only editors may read today: one query."""
    if not data_versions:
        return {}
    published = Revision.objects.published().filter(sequence__lte=max(data_versions))
    later = published.filter(kind=OuterRef("kind"), uid=OuterRef("uid"), sequence__gt=OuterRef("sequence"))
    until = Subquery(later.order_by("sequence").values("sequence")[:1])
    found = list(published.exclude(withheld="").annotate(until=until))
    return {
        point: [one for one in found if one.sequence <= point and (one.until is None or point < one.until)]
        for point in data_versions
    }


def gives_away(cases: Collection[str], data_version: int) -> bool:
    """Whether what was taken from these cases then is withheld now."""
    then = withheld_then([data_version])[data_version] if cases else []
    return any(one.kind == "case" and one.uid in cases for one in then)


def marks(revision: Revision) -> list[str]:
    """By what a kept table names the record: its entries by slug, its passages by source, its links by address."""
    names = {revision.uid, str(revision.document.get("slug") or revision.uid)}
    ways: dict[str, tuple[str, ...]] = {
        "case": ('"case:%s/', "/cases/%s/"), "source": ('"%s#', "/sources/%s/"), "study": ("/studies/%s/",),
        "actor": ("/actors/%s/",), "place": ("/places/%s/",),
    }  # fmt: skip
    return [way % name for way in ways.get(revision.kind, ()) for name in names]


def named_in(kept: dict[str, Any], revisions: Collection[Revision]) -> bool:
    """Whether a table that was kept names one of them."""
    if not revisions:
        return False
    written = json.dumps(kept, ensure_ascii=False)
    if any(mark in written for one in revisions for mark in marks(one)):
        return True
    details = list(_bare_details(kept))
    return any(name in detail for detail in details for one in revisions for name in _names(one))


def _bare_details(kept: dict[str, Any]) -> Iterator[str]:
    """Details in tables that were kept before entries said whom they name: the name itself is all that there is."""
    entries = (entry for group in kept["groups"] for row in group["rows"] for cell in row["cells"] for entry in cell["entries"])
    for entry in entries:
        if "names" not in entry and entry["detail"]:
            yield from (words for words in entry["detail"].values() if words)


def _names(revision: Revision) -> list[str]:
    """What it is called, in both languages; only cases and actors stand in details without an address."""
    name = revision.document.get({"case": "label", "actor": "name"}.get(revision.kind, "")) or {}
    return [words for language in ("en", "zh") if (words := name.get(language))]
