"""CSV: memberships as fsQCA reads them, and the raw values with all that is known of each."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from analyses.documents.inputs import SetInput, Value
from cases.enums import Blank
from cases.templatetags.casebase import plain
from exchange.analyses.leaving import Leaving
from exchange.comparison.csv import safe

Row = Iterable[str | float | None]
CASE = "case"


def to_fsqca(leaving: Leaving) -> bytes:
    """Set names in the first row, memberships below, cases in the first column; without a mark that fsQCA would read as text."""
    page = leaving.page
    memberships = page.results["memberships"]
    names = [one.name for one in page.inputs.sets]
    rows = [[unit.ref, *(memberships[name][at] for name in names)] for at, unit in enumerate(page.inputs.units)]
    return _written([[CASE, *names], *rows]).encode()


def to_raw(leaving: Leaving) -> bytes:
    """A row for each unit and set, with a byte order mark so that spreadsheets read Chinese."""
    head = [
        _("Unit"), _("Name"), _("Set"), _("Measured by"), _("Unit of measure"), _("Year"), _("Value"), _("Blank because"),
        _("Remark"), _("Membership"), _("Source"), _("Edition"), _("Locator"), _("Left out because"),
    ]  # fmt: skip
    return _written([head, *_values(leaving), *_dropped(leaving)]).encode("utf-8-sig")


def _values(leaving: Leaving) -> Iterator[Row]:
    memberships = leaving.page.results["memberships"]
    for at, unit in enumerate(leaving.page.inputs.units):
        for one in leaving.page.inputs.sets:
            yield [unit.ref, plain(unit.label), *_measured(one, one.values[at], memberships[one.name][at]), ""]


def _measured(one: SetInput, value: Value, membership: float) -> Row:
    blank = str(Blank(value.blank).label) if value.blank in Blank.values else value.blank
    return [
        one.name, plain(one.measure), plain(one.unit), one.year, value.value, blank, plain(value.flag) if value.flag else "",
        membership, plain(one.source_label), one.edition, value.locator,
    ]  # fmt: skip


def _dropped(leaving: Leaving) -> Iterator[Row]:
    """Units that the analysis does without, with the columns in which they have no value."""
    for unit in leaving.page.inputs.dropped:
        reason = plain(unit.reason) if unit.reason else _("no value")
        for column in unit.missing or [""]:
            blank = _("no value") if column else ""
            yield [unit.ref, plain(unit.label), column, "", "", None, None, blank, "", None, "", "", "", reason]


def _written(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return out.getvalue()


def _cell(value: str | float | None) -> str:
    """A number with every digit that it has; text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    return safe(value) if isinstance(value, str) else f"{value!r}"
