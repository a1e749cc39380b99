"""What must be said before a pair is relied on: selection on the outcome, and what was kept back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def cautions(chosen: bool, design: str, values: Sequence[Any], total: int) -> list[str]:
    """``chosen``: whether the cases were chosen by the outcome; ``values``: their outcomes, None where not known."""
    notes = []
    known = [value for value in values if value is not None]
    silent = len(values) - len(known)
    if chosen:
        notes.append(_("Selection on the outcome: the cases were chosen by it, so that other outcomes are missing."))
    if silent:
        words = ngettext(
            "Selection on the outcome: %(number)s case is left out because its outcome is not known.",
            "Selection on the outcome: %(number)s cases are left out because their outcome is not known.",
            silent,
        )
        notes.append(words % {"number": silent})
    if len(known) > 1 and len(set(known)) == 1:
        notes.append(_("Selection on the outcome: all cases whose outcome is known have the same one, and none differs."))
    if design == "most-different":
        notes.append(_("These pairs have the outcome in common: they can rule conditions out, and explain no difference."))
    if total > len(values):
        words = _("Only the first %(shown)s of %(all)s cases, by name, are compared. Choose fewer.")
        notes.append(words % {"shown": len(values), "all": total})
    return notes


def kept_back(guarded: int, incomparable: int) -> list[str]:
    """``guarded``: pairs that protection leaves out; ``incomparable``: pairs with nothing known of both."""
    notes = []
    if guarded:
        notes.append(
            _("Pairs of an anonymous and a named case of the same level are kept back: likeness could give a place away.")
        )
    if incomparable:
        words = ngettext(
            "%(number)s pair has no background condition on which both cases have a value, and is left out.",
            "%(number)s pairs have no background condition on which both cases have a value, and are left out.",
            incomparable,
        )
        notes.append(words % {"number": incomparable})
    return notes
