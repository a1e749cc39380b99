"""Items in addresses: ``case:city-b``, ``model:market-based``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import CodeKind
from cases.models import Case, Code
from cases.validators import SLUG

MOST = 4


class Item(NamedTuple):
    kind: str
    slug: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


@dataclass
class Chosen:
    """The records that an address names, and what was left out with the reason."""

    found: list[tuple[Item, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def chosen(texts: Iterable[str]) -> Chosen:
    """Read items, look them up in bulk, and keep those that can stand side by side."""
    result = Chosen()
    items = []
    for text in dict.fromkeys(text.strip()[:200] for text in texts):
        kind, _sign, slug = text.partition(":")
        if (kind == "case" or kind in CodeKind.values) and re.match(SLUG, slug):
            items.append(Item(kind, slug))
        elif text:
            result.left_out.append(
                _("“%(item)s” is not an item. Write, for instance, case:city-b or model:administrative.") % {"item": text}
            )
    records = _look_up(items)
    for item in items:
        record = records.get(item)
        if record is None:
            result.left_out.append(_("“%(item)s” is not in the record.") % {"item": item})
        elif result.found and item.kind != result.found[0][0].kind:
            result.left_out.append(_("“%(item)s” is of another kind than the first item, and is left out.") % {"item": item})
        elif len(result.found) == MOST:
            result.left_out.append(
                ngettext(
                    "“%(item)s” is left out: %(most)s item fits side by side.",
                    "“%(item)s” is left out: %(most)s items fit side by side.",
                    MOST,
                )
                % {"item": item, "most": MOST}
            )
        else:
            result.found.append((item, record))
    return result


def _look_up(items: Iterable[Item]) -> dict[Item, Any]:
    slugs = [item.slug for item in items if item.kind == "case"]
    found: dict[Item, Any] = {}
    if slugs:
        found |= {Item("case", case.slug): case for case in Case.objects.live().filter(slug__in=slugs).select_related("place")}
    codes = [item for item in items if item.kind != "case"]
    if codes:
        matching = Code.objects.filter(
            state="live", slug__in=[item.slug for item in codes], code_kind__in=[item.kind for item in codes]
        )
        found |= {Item(code.code_kind, code.slug): code for code in matching}
    return found
