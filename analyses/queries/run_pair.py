"""Two runs beside each other."""

from dataclasses import dataclass
from typing import Any

from analyses.documents.design import Words
from analyses.queries.run_page import RunPage

CUTOFFS = ("consistency", "pri", "frequency")


@dataclass(frozen=True)
class Line:
    """One decision in both runs. ``what`` names it; ``about`` is the set that it is a decision about."""

    what: str
    about: Words | None
    one: Any
    other: Any

    @property
    def differs(self) -> bool:
        return self.one != self.other


class RunPair:
    def __init__(self, one: RunPage, other: RunPage) -> None:
        self.one, self.other = one, other

    @property
    def pages(self) -> tuple[RunPage, RunPage]:
        return self.one, self.other

    @property
    def decisions(self) -> list[Line]:
        a, b = self.one.inputs, self.other.inputs
        lines = [
            Line("units", None, len(a.units), len(b.units)),
            Line("conditions", None, [one.label for one in a.conditions], [one.label for one in b.conditions]),
            *(
                Line(name, None, getattr(a.cutoffs, name), getattr(b.cutoffs, name))
                for name in ("consistency", "pri", "frequency")
            ),
            Line("overrides", None, len(a.overrides), len(b.overrides)),
        ]
        for name, one in self.one.sets.items():
            there = self.other.sets.get(name)
            anchors = one.calibration.thresholds
            lines.append(Line("anchors", one.label, anchors, there.calibration.thresholds if there else None))
        return lines

    @property
    def only_one(self) -> list[str]:
        return [path.expr for path in self.one.paths if path.expr not in self._terms(self.other)]

    @property
    def only_other(self) -> list[str]:
        return [path.expr for path in self.other.paths if path.expr not in self._terms(self.one)]

    @property
    def both(self) -> list[str]:
        return [path.expr for path in self.one.paths if path.expr in self._terms(self.other)]

    def _terms(self, page: RunPage) -> set[str]:
        return {path.expr for path in page.paths}
