"""What a reader asks of the matrix, as the address says it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from cases.enums import CodeKind, Level, Origin, Unit
from cases.queries.facets import Selection

CASE = "case"
ATTRIBUTES = {"level": (Level, _("Levels")), "unit": (Unit, _("Units of analysis")), "origin": (Origin, _("Origins of cases"))}
"""What codes may be set against besides codes: what a case says of itself, which is a facet too."""
CONTENTS = {
    "presence": _("Whether it is there"),
    "value": _("Value"),
    "count": _("Number of passages"),
    "summary": _("Summary"),
}
CASE_ORDERS = {
    "coded": _("Most coded first"),
    "name": _("Name"),
    "level": _("Level"),
    "time": _("Time"),
    "variable": _("A variable, highest first"),
    "outcome": _("An outcome, highest first, beside its predictors"),
}
CODE_ORDERS = {"coded": _("Most filled first"), "codebook": _("Order of the codebook"), "name": _("Name")}
ROWS = 50
COLUMNS = 30


@dataclass(frozen=True)
class Asked:
    """Rows, columns, cell content and order of a matrix; and of which cases."""

    rows: str = CASE
    columns: str = CodeKind.PROBLEM
    content: str = "presence"
    order: str = "coded"
    by: str = ""
    """Code by which cases are ordered."""
    only: tuple[str, ...] = ()
    """Codes to which the columns are narrowed."""
    coded: bool = False
    """Leave out columns in which nothing is found."""
    open: str = ""
    page: int = 1
    selection: Selection = field(default_factory=dict)
    words: str = ""

    @property
    def of_cases(self) -> bool:
        return self.rows == CASE

    @property
    def narrowed(self) -> bool:
        return bool(self.selection or self.words)
