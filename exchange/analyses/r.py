"""An R script that reads the data inline and repeats the whole run with the package QCA (Duşa 2019), apart from this site."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analyses.enums import Side
from analyses.queries.run_page import RunPage
from analyses.report.parts import named
from analyses.report.solved import chosen
from analyses.templatetags.analyses import trouble
from exchange.analyses.leaving import Leaving
from exchange.analyses.r_calibration import calibrations
from exchange.analyses.r_words import column, comment, numbers, text, texts

LONGEST_TABLE = 128
"""Rows up to which the whole property space is printed."""

SET_ROW = """\
# Code a row of a truth table, whatever its fit; a row below the frequency cut-off may have to be added first.
set_row <- function(tt, row, configuration, out) {
  name <- as.character(row)
  if (!is.element(name, rownames(tt$tt))) {
    added <- tt$tt[1, ]
    rownames(added) <- name
    added[seq_along(configuration)] <- configuration
    tt$tt <- rbind(tt$tt, added)
  }
  tt$tt[name, "OUT"] <- out
  tt
}
"""
JUDGE = """\
# With two consistency cut-offs and n.cut above 1, truthTable() of QCA 3.25 codes some rows wrongly; this is the rule
# that its manual states. The columns after the conditions are OUT, n, incl, PRI.
judge <- function(tt, conditions, high, low, pri, n.cut) {
  column <- function(at) suppressWarnings(as.numeric(as.character(tt$tt[[conditions + at]])))
  n <- column(2)
  incl <- column(3)
  PRI <- column(4)
  out <- ifelse(incl >= high - 1e-9, ifelse(PRI >= pri - 1e-9, "1", "0"), ifelse(incl >= low - 1e-9, "C", "0"))
  tt$tt$OUT <- ifelse(n < n.cut | is.na(out), "?", out)
  tt
}
"""


def to_r(leaving: Leaving) -> bytes:
    """The script, part by part in the order of the analysis."""
    page = leaving.page
    lines = [
        *_head(leaving), *_data(page), *calibrations(page.inputs), *_necessity(page), *_functions(page),
        *(line for side in Side for line in _side(page, side)), *_enhanced(page),
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _head(leaving: Leaving) -> Iterator[str]:
    yield from comment(leaving.report.title)
    yield from comment(" · ".join([*leaving.report.about, leaving.url]))
    yield from comment(_('Written for the R package QCA, version 3.25: install.packages("QCA")'))
    yield "library(QCA)"


def _data(page: RunPage) -> Iterator[str]:
    yield ""
    yield from comment(_("Raw values"))
    yield f"units <- {texts([unit.ref for unit in page.inputs.units])}"
    yield "raw <- data.frame(row.names = units)"
    for one in page.inputs.sets:
        yield f"{column('raw', one.name)} <- {numbers(value.value for value in one.values)}"


def _outcome(page: RunPage, side: str) -> str:
    name = page.inputs.outcome.name
    return name if side == Side.PRESENCE else f"~{name}"


def _conditions(page: RunPage) -> str:
    return text(", ".join(one.name for one in page.inputs.conditions))


# Necessity -----------------------------------------------------------------------------------------


def _necessity(page: RunPage) -> Iterator[str]:
    asked = page.inputs.necessity
    yield ""
    yield from comment(_("Necessity: single conditions, then combinations"))
    for side in Side:
        outcome = _outcome(page, side)
        calls = [
            f"  pof({text(one['expr'] + ' <- ' + outcome)}, data = sets)$incl.cov"
            for one in page.results["necessity"][side.value]["single"]
        ]
        yield f"necessity_{side.value} <- rbind(\n" + ",\n".join(calls) + "\n)"
        yield f"necessity_{side.value}"
        # superSubset() stops where nothing passes; the rest of the script goes on.
        yield (
            f"combinations_{side.value} <- tryCatch(superSubset(sets, outcome = {text(outcome)},\n"
            f"  conditions = {_conditions(page)},\n"
            f'  relation = "necessity", incl.cut = {asked.consistency!r}, cov.cut = {asked.coverage!r}, '
            f"ron.cut = {asked.relevance!r}, depth = {min(asked.depth, len(page.inputs.conditions))}),\n"
            "  error = function(e) conditionMessage(e))"
        )
        yield f"combinations_{side.value}"


# Truth tables and solutions ------------------------------------------------------------------------


def _functions(page: RunPage) -> Iterator[str]:
    """The functions that this run needs beside those of the package."""
    if page.inputs.overrides:
        yield "\n" + SET_ROW.rstrip()
    if _needs_judging(page):
        yield "\n" + JUDGE.rstrip()


def _needs_judging(page: RunPage) -> bool:
    return page.inputs.cutoffs.contradiction is not None and page.inputs.cutoffs.frequency > 1


def _side(page: RunPage, side: Side) -> Iterator[str]:
    yield ""
    yield from comment(named(_("Truth table and solutions"), _outcome(page, side)))
    yield from _table(page, side, f"tt_{side.value}", ())
    looked = chosen(page, side)
    if looked.trouble:
        yield from comment(named(_("No solution"), trouble(looked.trouble)))
        return
    yield from _solutions(looked, side.value, f"tt_{side.value}")


def _table(page: RunPage, side: Side, name: str, excluded: tuple[int, ...]) -> Iterator[str]:
    cuts, found = page.inputs.cutoffs, page.results["sides"][side.value]["table"]
    inclusion = repr(cuts.consistency) if cuts.contradiction is None else f"c({cuts.consistency!r}, {cuts.contradiction!r})"
    whole = "TRUE" if found["possible"] <= LONGEST_TABLE else "FALSE"
    leave_out = f", exclude = {numbers(excluded)}" if excluded else ""
    yield (
        f"{name} <- truthTable(sets, outcome = {text(_outcome(page, side))}, conditions = {_conditions(page)},\n"
        f"  incl.cut = {inclusion}, n.cut = {cuts.frequency}, pri.cut = {cuts.pri!r}{leave_out}, "
        f'complete = {whole}, show.cases = TRUE, sort.by = "incl, n")'
    )
    if _needs_judging(page):
        yield (
            f"{name} <- judge({name}, {len(page.inputs.conditions)}, high = {cuts.consistency!r}, low = {cuts.contradiction!r}, "
            f"pri = {cuts.pri!r}, n.cut = {cuts.frequency})"
        )
        for row in excluded:
            yield f'{name}$tt[rownames({name}$tt) == "{row}", "OUT"] <- "0"'
    if page.inputs.contradictions == "remainders":
        yield from comment(_("Contradictory rows are treated as remainders."))
        yield f'{name}$tt$OUT[{name}$tt$OUT == "C"] <- "?"'
    configurations = {row["number"]: row["configuration"] for row in found["rows"]}
    for one in page.inputs.overrides:
        if one.side == side and one.row in configurations and one.row not in excluded:
            yield from comment(_("Row %(row)s is set by decision: %(reason)s") % {"row": one.row, "reason": _reason(one.reason)})
            yield f"{name} <- set_row({name}, {one.row}, {numbers(configurations[one.row])}, {text(one.outcome)})"
    yield name


def _reason(reason: object) -> str:
    return reason if isinstance(reason, str) else " / ".join(str(value) for value in dict(reason).values())  # type: ignore[call-overload]


def _solutions(page: RunPage, side: str, table: str) -> Iterator[str]:
    ending = table.removeprefix("tt_")
    yield f"conservative_{ending} <- minimize({table}, details = TRUE)"
    yield f"conservative_{ending}"
    yield f'parsimonious_{ending} <- minimize({table}, include = "?", details = TRUE)'
    yield f"parsimonious_{ending}"
    expected = page.results["sides"][side]["solutions"].get("expectations", [])
    if not expected:
        yield from comment(_("Without directional expectations the intermediate solution is the conservative one."))
        return
    yield f'intermediate_{ending} <- minimize({table}, include = "?", dir.exp = {texts(expected)}, details = TRUE)'
    yield f"intermediate_{ending}"
    yield from comment(_("Easy and difficult counterfactuals of each pair of models"))
    yield f'lapply(intermediate_{ending}$i.sol, function(one) one[c("EC", "DC")])'


def _enhanced(page: RunPage) -> Iterator[str]:
    """The same without the rows that the enhanced analysis leaves out."""
    found = page.results["enhanced"]
    if not found:
        return
    for side in Side:
        own = found["sides"][side.value]
        if not own["excluded"]:
            continue
        yield ""
        yield from comment(named(_("Enhanced analysis"), _outcome(page, side)))
        yield from comment(_("Assumed on both sides: %(rows)s") % {"rows": numbers(found["contradictory"])})
        yield from comment(_("Sufficient for both: %(rows)s") % {"rows": numbers(found["simultaneous"])})
        if own["untenable"]:
            yield from comment(named(_("Combinations that cannot be"), f"{page.inputs.untenable}: {numbers(own['untenable'])}"))
        name = f"tt_enhanced_{side.value}"
        yield from _table(page, side, name, tuple(own["excluded"]))
        if own["solutions"].get("trouble"):
            yield from comment(named(_("No solution"), trouble(own["solutions"]["trouble"])))
        else:
            yield from _solutions(page, side.value, name)
