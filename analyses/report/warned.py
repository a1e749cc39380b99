"""What a reader has to know before believing the numbers."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analyses.queries.run_page import RunPage
from analyses.report.parts import Section, listed
from cases.templatetags.casebase import plain


def warnings(page: RunPage) -> Section:
    return Section("warnings", _("Warnings"), list(_said(page)) or [_("None of the usual warnings applies.")])


def _said(page: RunPage) -> Iterator[str]:
    for one in page.inputs.sets:
        note, name = page.results["notes"][one.name], plain(one.label)
        if note["crossover"]:
            units = listed(plain(unit.label) for unit in page.named(note["crossover"]))
            yield _("%(set)s: at exactly .5, so in no row of the truth table: %(names)s.") % {"set": name, "names": units}
        if one.calibration.nudge:
            yield _("%(set)s: %(nudge)s was added to memberships of exactly .5.") % {"set": name, "nudge": one.calibration.nudge}
        if note["skewed"]:
            yield _("%(set)s: skewed, %(members)s of %(all)s units are members. Consistency then comes easily.") % {
                "set": name, "members": note["members"], "all": len(page.inputs.units),
            }  # fmt: skip
        if note["outside"]:
            anchors = listed(f"{anchor:g}" for anchor in note["outside"])
            yield _("%(set)s: no value reaches the anchor %(anchors)s.") % {"set": name, "anchors": anchors}
        for unit, value in zip(page.inputs.units, one.values, strict=True):
            if value.flag:
                yield f"{name}, {plain(unit.label)}: {plain(value.flag)}"
    for override in page.inputs.overrides:
        yield _("The outcome of row %(row)s was set by decision (see the truth tables).") % {"row": override.row}
