"""The work behind an address of this site: a record’s page, a publication, a frozen comparison."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.enums import CodeKind, RecordKind
from cases.models import Comparison, Source
from cases.models.heads import HEADS
from cases.queries.citation.work import SOURCE_FIELDS, Work, of_page, of_source
from cases.queries.frozen import is_withheld, title_of

STEMS = ("name", "label", "title")


def language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def publication(source: Source, accessed: dt.date) -> Work:
    return of_source(source_fields(source.revision.document), language(), accessed)


def source_fields(document: dict[str, Any]) -> dict[str, Any]:
    """The part of a source's document that a citation needs."""
    return {name: document.get(name) for name in SOURCE_FIELDS}


def record_page(title: str, revision: Any, url: str, accessed: dt.date) -> Work:
    medium = CodeKind(revision.uid.partition(":")[0]).label if revision.kind == "code" else RecordKind(revision.kind).label
    published = revision.decided_at.date() if revision.decided_at else None
    version = _("version %(number)s") % {"number": revision.number}
    key = f"{revision.kind}-{revision.uid}" if revision.kind != "code" else revision.uid
    return of_page(key, title, str(medium), version, published, url, language(), accessed)


def comparison_page(comparison: Comparison, url: str, accessed: dt.date) -> Work:
    version = _("data version %(number)s") % {"number": comparison.data_version}
    day = comparison.created_at.date()
    title = _named(title_of(comparison))
    return of_page(f"comparison-{comparison.ref}", title, _("frozen comparison"), version, day, url, language(), accessed)


def find(kind: str, name: str) -> Any:
    """A published record, a source as ``publication``, a frozen comparison; ``None`` if there is none to read."""
    if kind == "comparison":
        comparison = Comparison.objects.filter(ref=name).first()
        return comparison if comparison and not is_withheld(comparison) else None
    if kind == "publication":
        return Source.objects.filter(uid=name, state="live").select_related("revision").first()
    if kind in CodeKind.values:
        kind, name = "code", f"{kind}:{name}"
    model = HEADS.get(kind)
    return model._default_manager.filter(uid=name, state="live").select_related("revision").first() if model else None


def work_of(kind: str, record: Any, url: str, accessed: dt.date) -> Work:
    if kind == "publication":
        return publication(record, accessed)
    if kind == "comparison":
        return comparison_page(record, url, accessed)
    stem = next(stem for stem in STEMS if hasattr(record, f"{stem}_en"))
    title = _named({"en": getattr(record, f"{stem}_en"), "zh": getattr(record, f"{stem}_zh")})
    return record_page(title, record.revision, url, accessed)


def _named(words: dict[str, str]) -> str:
    return (words["zh"] or words["en"]) if language() == "zh" else (words["en"] or words["zh"])
