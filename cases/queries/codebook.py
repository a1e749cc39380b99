"""The codebook: its versions, its codes by kind, and how completely each kind is written and used."""

from dataclasses import dataclass
from typing import Any

from cases.enums import PATH_OF, CodeKind
from cases.models import Code, CodebookVersion
from cases.queries.code_kinds import kind_title
from cases.queries.code_page import in_tree
from cases.queries.facets import facet_index

PARTS = ("name", "short_definition", "full_definition", "use_when", "do_not_use_when", "example", "body")
"""Texts of an entry that both languages should have. A longer text may be left out; then there is nothing to translate."""


@dataclass
class Entry:
    code: Code
    depth: int
    count: int
    complete: bool
    """Whether every text is there in both languages."""
    has_body: bool


@dataclass
class KindOfCode:
    kind: CodeKind
    entries: list[Entry]

    @property
    def path(self) -> str:
        return PATH_OF[self.kind]

    @property
    def title(self) -> Any:
        return kind_title(self.kind)

    @property
    def complete(self) -> int:
        return sum(entry.complete for entry in self.entries)

    @property
    def with_body(self) -> int:
        return sum(entry.has_body for entry in self.entries)

    @property
    def used(self) -> int:
        return sum(bool(entry.count) for entry in self.entries)


@dataclass
class Codebook:
    versions: list[CodebookVersion]
    kinds: list[KindOfCode]

    @property
    def total(self) -> int:
        return sum(len(kind.entries) for kind in self.kinds)


def codebook() -> Codebook:
    """The present state: every code that is not retired."""
    index = facet_index()
    codes = list(Code.objects.filter(state="live", retired_in__isnull=True).select_related("revision").in_order())
    kinds = []
    for kind in CodeKind:
        own = [code for code in codes if code.code_kind == kind]
        entries = [
            Entry(
                code,
                depth,
                count=len(index.bitmaps.get((kind.value, code.uid), ())),
                complete=is_complete(code.revision.document),
                has_body=bool(code.body_en or code.body_zh),
            )
            for code, depth in in_tree(own)
        ]
        if entries:
            kinds.append(KindOfCode(kind, entries))
    return Codebook(list(CodebookVersion.objects.filter(state="live").select_related("revision").order_by("-pk")), kinds)


def is_complete(document: dict[str, Any]) -> bool:
    texts = [document[part] for part in PARTS if document.get(part)]
    return all(text.get("en") and text.get("zh") for text in texts)


def version_codes(version: CodebookVersion) -> list[Code]:
    """The codes that the version introduced."""
    return list(Code.objects.filter(state="live", since=version).in_order())
