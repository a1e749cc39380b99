"""The three solutions on both sides: every model with its fit, the configuration tables, ambiguity, counterfactuals."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analyses.enums import Kind
from analyses.queries.run_page import Choice, Path, RunPage
from analyses.report.found import configuration, for_side
from analyses.report.parts import Cell, Section, Table, count, fit, joined, listed, named, sign
from analyses.report.plots import solution_plot
from analyses.templatetags._conditions import expected_words
from analyses.templatetags.analyses import kind_words, trouble, unit_names
from cases.templatetags.casebase import plain


def chosen(page: RunPage, side: str, kind: str = Kind.INTERMEDIATE) -> RunPage:
    """The run with the first model of a side and kind looked at."""
    return RunPage(page.run, Choice(side=side, kind=kind))


def solutions(page: RunPage, side: str) -> Section:
    """All that was found for one side, or why there is nothing."""
    looked = chosen(page, side)
    section = Section(f"solutions-{side}", joined(pgettext("of a QCA", "Solutions"), for_side(page, side)))
    if looked.trouble:
        section.words.append(trouble(looked.trouble))
        return section
    section.words = _said(looked)
    section.plots.append(solution_plot(looked))
    section.tables.append(_models(looked, side))
    section.tables += [_chart(looked, side, Kind.INTERMEDIATE, one, at) for at, one in enumerate(looked.solutions)]
    for kind in (Kind.PARSIMONIOUS, Kind.CONSERVATIVE):
        section.tables.append(_chart(looked, side, kind, looked.side["solutions"][kind][0]))
    section.tables.append(_terms(looked, side))
    if assumed := _counterfactuals(looked):
        section.tables.append(_remainders(looked, side, assumed))
    else:
        section.words.append(_("No remainder is used."))
    return section


# Words ---------------------------------------------------------------------------------------------


def _said(page: RunPage) -> list[str]:
    """Expectations, and how many models there are."""
    said = [_("What follows are sufficient combinations in these units, never effects.")]
    if page.expectation_words:
        said.append(named(_("Expected to contribute"), expected_words(page)))
    else:
        said.append(_("No directional expectations were given."))
    return said + [words for kind in Kind for words in _ambiguity(page, kind)]


def _ambiguity(page: RunPage, kind: Kind) -> list[str]:
    found = page.side["solutions"][kind.value]
    number = sum(one["count"] for one in found)
    listed_models = sum(len(one["models"]) for one in found)
    exact = all(one["exact"] for one in found)
    words = ngettext("%(kind)s: %(number)s model.", "%(kind)s: %(number)s models.", number) if exact else ""
    words = words or _("%(kind)s: at least %(number)s models; they could not all be counted.")
    said = [words % {"kind": capfirst(kind_words(kind)), "number": number}]
    if len(found) > 1:
        different = _("The pairs of conservative and parsimonious models lead to %(number)s different solutions.")
        said.append(different % {"number": len(found)})
    if any(len(one.get("ways", [])) > 1 for one in found):
        said.append(_("Which conditions are core, and which counterfactuals are difficult, depends on the pair of models."))
    if listed_models < number:
        said.append(_("Listed are the first %(number)s.") % {"number": listed_models})
    return said


# Counterfactuals -----------------------------------------------------------------------------------


def _counterfactuals(page: RunPage) -> dict[int, list[str]]:
    """The remainders that a solution assumes, each with what is assumed of it."""
    found: dict[int, list[str]] = {}
    for one in page.side["solutions"][Kind.PARSIMONIOUS.value]:
        for number, model in enumerate(one["models"], start=1):
            for row in model["assumptions"]:
                found.setdefault(row, []).append(_("parsimonious model %(number)s") % {"number": number})
    for one in page.solutions:
        pair = listed(one["pairs"])
        for words, rows in ((_("easy (%(pair)s)"), one["easy"]), (_("difficult, not made (%(pair)s)"), one["difficult"])):
            for row in rows:
                found.setdefault(row, []).append(words % {"pair": pair})
    return dict(sorted(found.items()))


def _remainders(page: RunPage, side: str, assumed: dict[int, list[str]]) -> Table:
    head = [_("Row"), _("Configuration"), _("Assumed to show the outcome by")]
    between = pgettext("between items", "; ")
    rows = [[count(number), Cell(_configured(page, number)), Cell(between.join(words))] for number, words in assumed.items()]
    caption = joined(for_side(page, side), _("Counterfactuals: rows without units that a solution uses"))
    return Table(f"counterfactuals-{side}", caption, head, rows)


def _configured(page: RunPage, number: int) -> str:
    """The configuration of a row, from its number."""
    rest, values = number - 1, []
    for levels in reversed(page.table["levels"]):
        rest, value = divmod(rest, levels)
        values.append(value)
    return configuration(page, values[::-1])


# Tables --------------------------------------------------------------------------------------------


def _every_model(page: RunPage) -> list[tuple[str, dict[str, Any], str, dict[str, Any]]]:
    """Kind, solution, the model's place and the model: all that the run keeps."""
    return [
        (kind.value, solution, f"{number} / {solution['count']}", model)
        for kind in Kind
        for solution in page.side["solutions"][kind.value]
        for number, model in enumerate(solution["models"], start=1)
    ]


def _named_kind(kind: str, solution: dict[str, Any]) -> str:
    return f"{kind_words(kind)} ({listed(solution['pairs'])})" if "pairs" in solution else kind_words(kind)


def _models(page: RunPage, side: str) -> Table:
    head = [_("Solution"), pgettext("of a solution", "Model"), _("Expression"), _("Consistency"), "PRI", _("Coverage")]
    rows = [
        [
            Cell(_named_kind(kind, solution)), Cell(place), Cell(model["expr"]),
            *(fit(model["fit"][name]) for name in ("consistency", "pri", "coverage")),
        ]
        for kind, solution, place, model in _every_model(page)
    ]  # fmt: skip
    return Table(f"models-{side}", joined(for_side(page, side), _("Every model with its fit")), head, rows)


def _terms(page: RunPage, side: str) -> Table:
    head = [
        _("Solution"),
        pgettext("of a solution", "Model"),
        _("Path"),
        _("Consistency"),
        "PRI",
        _("Raw coverage"),
        _("Unique coverage"),
        _("Units"),
    ]
    terms = page.side["solutions"]["terms"]
    rows = []
    for kind, solution, place, model in _every_model(page):
        for term in model["terms"]:
            known = terms[term["expr"]]
            units = listed(dict.fromkeys(plain(page.units[ref].label) for row in term["rows"] for ref in row))
            rows.append(
                [
                    Cell(_named_kind(kind, solution)), Cell(place), Cell(term["expr"]),
                    *(fit(known[name]) for name in ("consistency", "pri", "coverage")), _unique(term["unique"]), Cell(units),
                ]
            )  # fmt: skip
    return Table(f"terms-{side}", joined(for_side(page, side), _("The paths of every model")), head, rows)


def _unique(value: float | None) -> Cell:
    """The only path of a model shares its coverage with none."""
    return Cell("—") if value is None else fit(value)


def _chart(page: RunPage, side: str, kind: str, solution: dict[str, Any], at: int = 0) -> Table:
    """The configuration table of the first model of a solution."""
    model = solution["models"][0]
    paths = page.paths_of(page.side["solutions"], model)
    rows = [
        [Cell(plain(one.label)), *(sign(path.cells[row]) for path in paths)] for row, one in enumerate(page.inputs.conditions)
    ]
    rows += [
        [Cell(_("Consistency")), *(fit(path.fit["consistency"]) for path in paths)],
        [Cell("PRI"), *(fit(path.fit["pri"]) for path in paths)],
        [Cell(_("Raw coverage")), *(fit(path.fit["coverage"]) for path in paths)],
        [Cell(_("Unique coverage")), *(_unique(path.unique) for path in paths)],
        [Cell(_("Units")), *(Cell(_members(path)) for path in paths)],
    ]
    whole = [("consistency", _("Solution consistency")), ("pri", _("Solution PRI")), ("coverage", _("Solution coverage"))]
    rows += [[Cell(words), fit(model["fit"][name]), *([Cell()] * (len(paths) - 1))] for name, words in whole]
    return Table(
        key=f"configurations-{side}-{kind}" + (f"-{at + 1}" if at else ""),
        caption=joined(for_side(page, side), _("Configurations: %(kind)s") % {"kind": _named_kind(kind, solution)}),
        head=[_("Condition"), *(_("Path %(number)s") % {"number": path.number} for path in paths)],
        rows=rows,
        notes=_key(kind, solution),
        is_chart=True,
    )


def _members(path: Path) -> str:
    return pgettext("between items", "; ").join(unit_names(row) for row in path.rows)


def _key(kind: str, solution: dict[str, Any]) -> list[str]:
    notes = [_("● or • the condition is present; ⊗ it is absent; empty: either way.")]
    if kind == Kind.INTERMEDIATE:
        notes.append(_("Large signs are core conditions, which the parsimonious solution has too; small ones are peripheral."))
    if solution["count"] > 1:
        notes.append(_("Shown is model 1 of %(count)s.") % {"count": solution["count"]})
    return notes
