"""What every file is written from."""

from dataclasses import dataclass
from functools import cached_property

from analyses.forms.choice import Figure
from analyses.queries.around import around
from analyses.queries.run_page import RunPage
from analyses.report import Report, build
from cases.queries.citation import Work


@dataclass
class Leaving:
    """A run on its way out: as it is looked at, with its address."""

    page: RunPage
    work: Work
    url: str
    figure: Figure

    @cached_property
    def report(self) -> Report:
        return build(self.page, around(self.page.run))
