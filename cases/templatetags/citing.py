"""``{% load citing %}``: how to cite a page of this site, or a publication."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from cases.queries.citation import STYLES, Work
from cases.queries.citation.pages import comparison_page, publication, record_page
from cases.templatetags._bilingual import wording

register = template.Library()


def _shown(work: Work, kind: str, name: str) -> dict[str, Any]:
    files = [(label, reverse("cases:cite", args=[kind, name, form])) for form, label in (("bib", "BibTeX"), ("ris", "RIS"))]
    return {"entries": [(title, style(work)) for title, style in STYLES.items()], "files": files}


@register.inclusion_tag("_components/citations.html", takes_context=True)
def cite_record(context: template.Context, title: Any, revision: Any) -> dict[str, Any]:
    """A record’s page in the version that is shown."""
    words = wording(title)
    kind, _colon, name = revision.uid.partition(":") if revision.kind == "code" else (revision.kind, "", revision.uid)
    url = context["request"].build_absolute_uri(context["request"].path)
    return _shown(record_page(words.text if words else "", revision, url, timezone.localdate()), kind, name)


@register.inclusion_tag("_components/citations.html")
def cite_publication(source: Any) -> dict[str, Any]:
    """The publication that a source’s or a study’s page is about."""
    return _shown(publication(source, timezone.localdate()), "publication", source.uid)


@register.inclusion_tag("_components/citations.html", takes_context=True)
def cite_comparison(context: template.Context, comparison: Any) -> dict[str, Any]:
    url = context["request"].build_absolute_uri(comparison.get_absolute_url())
    return _shown(comparison_page(comparison, url, timezone.localdate()), "comparison", comparison.ref)
