"""Conditions in words: of a path, of what is necessary, of what theory expects."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analyses.documents.inputs import SetInput
from analyses.queries.run_page import Path, RunPage
from cases.templatetags.casebase import plain


def path_words(path: Path) -> str:
    """A path as a sentence: what is present, what is absent."""
    parts = []
    for one, values in path.literals:
        name = plain(one.label)
        if one.is_multivalue:
            parts.append(_at_value(name, values))
        elif values == [1]:
            parts.append(_("%(condition)s present") % {"condition": name})
        else:
            parts.append(_("%(condition)s absent") % {"condition": name})
    return _together(parts)


def core_words(core: Sequence[tuple[str, int]], page: RunPage) -> str:
    """The core conditions that make a type."""
    parts = []
    for name, value in core:
        label = plain(page.sets[name].label)
        if page.sets[name].is_multivalue:
            parts.append(_at_value(label, [value]))
        else:
            parts.append(label if value else _("%(condition)s absent") % {"condition": label})
    return _together(parts)


def necessity_words(found: dict[str, Any], page: Any) -> str:
    """A necessary expression in words: its sets by name, their absence said."""
    parts = []
    for name, present, values in found["literals"]:
        label = plain(page.sets[name].label)
        if values:
            label = _at_value(label, values)
        parts.append(label if present else _("absence of %(condition)s") % {"condition": label})
    return _(" or ").join(parts) if found["joined"] == "or" else _together(parts)


def expectation(one: SetInput) -> str:
    """What theory expects of a condition."""
    if not one.expected:
        return _("no expectation")
    if one.is_multivalue:
        return _("value %(value)s contributes") % {"value": _numbers(one.expected)}
    return _("its presence contributes") if one.expected == [1] else _("its absence contributes")


def expected_words(page: RunPage) -> str:
    """The conditions with an expectation, on the side that is looked at."""
    levels = dict(zip(page.table["conditions"], page.table["levels"], strict=True))
    parts = []
    for one in page.inputs.conditions:
        values = one.expected_on(page.choice.side, levels[one.name])
        name = plain(one.label)
        if values and one.is_multivalue:
            parts.append(_at_value(name, values))
        elif values:
            parts.append(name if 1 in values else _("absence of %(condition)s") % {"condition": name})
    return pgettext("between names", ", ").join(parts)


def _at_value(name: str, values: Iterable[int]) -> str:
    return _("%(condition)s at value %(value)s") % {"condition": name, "value": _numbers(values)}


def _numbers(values: Iterable[int]) -> str:
    return pgettext("between numbers", " · ").join(map(str, values))


def _together(parts: Iterable[str]) -> str:
    return pgettext("between conditions that go together", " and ").join(parts)
