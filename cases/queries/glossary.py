"""The terms of the site: every code with its names in both languages and its names as printed."""

from dataclasses import dataclass

from cases.enums import CodeKind
from cases.models import Code


@dataclass(frozen=True)
class Kind:
    """The codes of one kind, in their order."""

    kind: CodeKind
    codes: list[Code]


def terms() -> list[Kind]:
    by_kind: dict[str, list[Code]] = {kind.value: [] for kind in CodeKind}
    for code in Code.objects.filter(state="live", retired_in__isnull=True).in_order():
        by_kind[code.code_kind].append(code)
    return [Kind(kind, by_kind[kind.value]) for kind in CodeKind if by_kind[kind.value]]
