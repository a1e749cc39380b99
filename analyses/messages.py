"""What keeps the engine from an answer, said in the reader's language with what to do about it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = {
    "anchors-order": _("The three anchors neither rise nor fall. Put fully out, crossover and fully in into one order."),
    "thresholds-order": _("The thresholds do not rise. Give one or more, the smallest first."),
    "bell-order": _(
        "The six anchors of a bell do not rise. Give fully out, crossover, fully in of the left flank, then fully in, "
        "crossover, fully out of the right one."
    ),
    "nudge": _("That constant is not possible. Choose a small one such as 0.001."),
    "not-positive": _(
        "%(column)s has the value %(value)g, which has no logarithm. The indirect method is for positive values: "
        "choose the direct method."
    ),
    "not-computable": _(
        "With these anchors no membership can be computed for some of the values. Choose others, or another method."
    ),
    "missing": _("%(column)s has no value for %(case)s. Leave the unit or the condition out."),
    "abandoned": _("The worker was stopped before it had finished. Run it again."),
    "no-case": _("No unit is left: each one has a missing value. Leave out the condition that has most of the gaps."),
    "no-membership": _(
        "%(column)s is %(value)g for %(case)s, and a membership lies between 0 and 1. Calibrate the column with anchors."
    ),
    "constant": _("%(column)s is %(value)g for every unit. A condition without variation explains nothing: leave it out."),
    "raw-values": _("%(column)s goes up to %(value)g, as raw values do. Calibrate the column with anchors."),
    "too-many-conditions": _(
        "%(number)s conditions make more rows than can be searched. Leave some out, or join some into one condition."
    ),
    "no-positive-row": _(
        "No row of the truth table reaches the cut-offs, so there is no solution. Lower the consistency cut-off "
        "(now %(consistency)g), the PRI cut-off or the number of units a row needs (now %(frequency)s)."
    ),
    "no-negative-row": _(
        "No row of the truth table is negative, so every combination would be sufficient. Raise the consistency cut-off, "
        "or choose conditions that vary with the outcome."
    ),
    "contradiction-above-consistency": _("The lower cut-off is above the higher one. Exchange the two."),
    "no-units": _("There are no such units: the data set is not there, or no case fits the choice. Choose others."),
    "no-upload": _("The table is missing. Send it as “upload”, or choose a data set or cases."),
    "no-dataset": _("Name the data set in “dataset”."),
    "no-variable": _("The units have no column “%(name)s”. Take one of theirs."),
    "unit-column": _("One column, and only one, has to have the name that “unit_column” gives. Name all columns differently."),
    "row-number": _("A table has at least one row and at most %(most)s. Leave some out."),
    "row-length": _("This row has %(found)s cells, and there are %(wanted)s columns. Give each column a cell, an empty one too."),
    "unit-name": _("This unit has no name, or the name of another one. Give each its own."),
    "unknown-set": _("“%(name)s” is none of the sets of this analysis. Use their short names, * for and, + for or, ~ for not."),
    "which-value": _("%(name)s has %(levels)s values. Write which one, for example %(name)s[1]."),
    "no-such-value": _("%(name)s has no value %(value)s: its values end at %(highest)s. Write another one."),
    "unreadable": _(
        "“%(text)s” cannot be read from character %(position)s on. Write short names of sets with * for and, + for or, "
        "~ for not, like A*~B + C."
    ),
    "expression-too-long": _("This expression is too long: multiplied out it has too many terms. Write a shorter one."),
}


def say(trouble: dict[str, Any]) -> str:
    """A stored trouble in words; what has no words of ours keeps the engine's own."""
    words = WORDS.get(trouble.get("code", ""))
    if words is None:
        return str(trouble.get("message", ""))
    try:
        return str(words) % trouble if "%(" in str(words) else str(words)
    except (KeyError, TypeError):
        return str(trouble.get("message", ""))
