"""The page of one value: where it comes from, and why there is none where there is none."""

from dataclasses import dataclass
from typing import Any

from cases.models import Observation


@dataclass
class ValuePage:
    """A cell with what the document says of its column, its file and its denominator."""

    seen: Observation
    column: dict[str, Any]
    file: dict[str, Any] | None
    denominator: Observation | None


def value_page(slug: str, unit: str, variable: str) -> ValuePage | None:
    """``None`` when no live data set has such a cell."""
    found = Observation.objects.filter(dataset__slug=slug, dataset__state="live", unit__ref=unit)
    records = ("dataset__revision", "unit__place", "unit__case", "variable__code", "variable__source__revision")
    seen = found.filter(variable__ref=variable).select_related(*records).first()
    if seen is None:
        return None
    document = seen.dataset.revision.document
    column = next(item for item in document["variables"] if item["ref"] == variable)
    file = next((item for item in document.get("files", ()) if item["ref"] == column.get("file")), None)
    below = column.get("denominator")
    denominator = found.filter(variable__ref=below).select_related("variable", "unit", "dataset").first() if below else None
    return ValuePage(seen, column, file, denominator)
