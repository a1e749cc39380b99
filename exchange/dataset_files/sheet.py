"""A data set made plain: what every form of file is written from, so that all say the same."""

from dataclasses import dataclass
from typing import Any

from cases.documents.schema import DataSetDocument, VariableItem
from cases.models import DataSet, Source
from cases.queries.datasets.browse import Column, DataSetPage, read

LICENCE = "CC BY 4.0"
"""Of the arrangement; the figures stay under the terms of their publishers, which each column names."""


@dataclass
class Sheet:
    """The document with its sources, and where it was taken from."""

    page: DataSetPage
    uid: str
    version: int
    address: str
    licences: dict[str, Any]
    """What each source says of its licence, by uid."""

    @property
    def document(self) -> DataSetDocument:
        return self.page.document

    def source_words(self, column: Column) -> str:
        """Source, edition and place in it, in one line."""
        source = column.source
        parts = [source.title_zh if source.language == "zh" else source.title_en, column.edition, column.item.locator]
        return "; ".join(part for part in parts if part)

    def about(self) -> dict[str, Any]:
        document = self.document
        return {
            "uid": self.uid,
            "title": words(document.title),
            "edition": document.edition,
            "version": self.version,
            "address": self.address,
            "licence": f"{LICENCE}; figures under the terms of their publishers",
            "note": words(document.note),
            "files": [{"name": file.name, "sha256": file.sha256} for file in document.files],
        }

    def column(self, column: Column) -> dict[str, Any]:
        item: VariableItem = column.item
        licence = self.licences.get(column.source.uid) or {}
        return {
            "ref": item.ref,
            "name": words(item.name),
            "unit": words(item.unit),
            "year": item.year,
            "code": item.code,
            "direction": item.direction,
            "printed": item.printed,
            "source": column.source.uid,
            "source_title": {"en": column.source.title_en or None, "zh": column.source.title_zh or None},
            "source_url": column.source.url or None,
            "source_licence": {"en": licence.get("en"), "zh": licence.get("zh")},
            "edition": column.edition,
            "locator": item.locator,
            "basis": column.basis.value,
            "confidence": column.confidence.value,
            "decimals": item.decimals,
            "denominator": item.denominator,
            "note": words(item.note),
        }


def sheet(dataset: DataSet, address: str) -> Sheet:
    page = read(dataset)
    found = Source.objects.filter(uid__in={column.source.uid for column in page.columns}).select_related("revision")
    licences = {source.uid: source.revision.document.get("licence") for source in found}
    return Sheet(page, dataset.uid, dataset.revision.number or 0, address, licences)


def words(text: Any) -> dict[str, str | None]:
    return {"en": getattr(text, "en", None), "zh": getattr(text, "zh", None)}
