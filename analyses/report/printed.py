"""What the study printed beside what this run found: neither is evidence for the other."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analyses.enums import Kind, Side
from analyses.queries.published import Printed
from analyses.queries.run_page import RunPage
from analyses.report.parts import Cell, Section, Table, joined, listed, named
from analyses.report.solved import chosen
from analyses.templatetags._conditions import core_words, path_words
from analyses.templatetags.analyses import trouble
from cases.enums import Blank
from cases.models import PublishedResult
from cases.templatetags.casebase import label_plain, plain


def published(page: RunPage, found: Printed) -> Section:
    words = [
        named(_("Study"), label_plain(found.study, "title")),
        _("What the study printed, and what was computed here, stand apart: neither is evidence for the other."),
    ]
    if found.document.limits:
        words.append(plain(found.document.limits))
    return Section("published", _("Published results"), words, [_beside(page, found), _results(found)])


def _beside(page: RunPage, found: Printed) -> Table:
    kind = Kind.INTERMEDIATE if any(one.expected for one in page.inputs.conditions) else Kind.PARSIMONIOUS
    present, absent = (chosen(page, side.value, kind) for side in Side)
    between = pgettext("between items", "; ")
    rows = [
        [_("Outcome"), label_plain(found.study.outcome) if found.study.outcome else silent(), plain(page.inputs.outcome.measure)],
        [
            _("Conditions"),
            between.join(label_plain(code) for code in found.conditions),
            between.join(plain(one.label) for one in page.inputs.conditions),
        ],
        [_("Possible rows"), str(found.possible), str(present.table["possible"])],
        [_("Paths to the outcome"), str(len(found.high)), _paths(present)],
        [_("Paths to its absence"), str(len(found.low)), _paths(absent)],
        [
            _("Types by shared core conditions"),
            _types(found),
            between.join(core_words(core, present) for core, _all in present.types),
        ],
        [_("Fit of the whole solution"), _printed_fit(found), _fit(present)],
    ]
    head = [_("Item"), pgettext("of results", "Published"), _("Recomputed here")]
    return Table("published-beside", _("Published and recomputed"), head, [[Cell(text) for text in row] for row in rows])


def _types(found: Printed) -> str:
    names = pgettext("between items", "; ").join(label_plain(one, "label") for one in found.types)
    return named(str(len(found.types)), names) if names else silent()


def _printed_fit(found: Printed) -> str:
    fits = (f"{label_plain(one, 'label')} {one.value:g}" for one in found.fits if one.value is not None)
    return pgettext("between items", "; ").join(fits) or silent()


def _paths(page: RunPage) -> str:
    if page.trouble:
        return trouble(page.trouble)
    paths = pgettext("between items", "; ").join(f"({path.number}) {path_words(path)}" for path in page.paths)
    return named(str(len(page.paths)), paths)


def _fit(page: RunPage) -> str:
    if page.model is None:
        return ""
    words = _("consistency %(consistency).3f · PRI %(pri).3f · coverage %(coverage).3f")
    return words % page.model["fit"]


def silent(reason: str = "") -> str:
    return str(Blank(reason or Blank.NOT_REPORTED).label)


def _results(found: Printed) -> Table:
    head = [_("Result"), _("Kind"), _("Conditions"), _("Units"), _("Basis"), _("Confidence")]
    rows = [
        [
            Cell(label_plain(one, "label")), Cell(one.get_result_kind_display()), Cell(_conditions(one)),
            Cell(_units(one)), Cell(one.get_basis_display()), Cell(one.get_confidence_display()),
        ]
        for one in found.results
    ]  # fmt: skip
    return Table("published-results", joined(_("Published results"), label_plain(found.study, "title")), head, rows)


def _units(one: PublishedResult) -> str:
    return listed(label_plain(place) for place in one.units.all()) or silent(one.units_blank)


def _conditions(one: PublishedResult) -> str:
    names = pgettext("between items", "; ").join(label_plain(code) for code in one.conditions.all())
    return names or silent(one.conditions_blank)
