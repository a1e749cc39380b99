"""A finished robustness test as its page shows it."""

from dataclasses import dataclass
from typing import Any

from analyses.documents.inputs import Inputs, SetInput, UnitInput
from analyses.documents.robustness import RobustnessOptions
from analyses.models import AnalysisRun

TERM = " + "


@dataclass(frozen=True)
class Survival:
    """An original path, and in how many trials it was there."""

    expr: str
    kept: int
    trials: int
    lost_in: list[dict[str, Any]]


class RobustPage:
    def __init__(self, run: AnalysisRun) -> None:
        self.run = run
        self.inputs = Inputs.model_validate(run.inputs)
        self.options = RobustnessOptions.model_validate(run.options)
        self.results: dict[str, Any] = run.results or {}
        self.units: dict[str, UnitInput] = {unit.ref: unit for unit in self.inputs.units}
        self.numbers = {unit.ref: number for number, unit in enumerate(self.inputs.units, start=1)}
        self.sets: dict[str, SetInput] = {one.name: one for one in self.inputs.sets}

    @property
    def trials(self) -> list[dict[str, Any]]:
        return self.results["trials"]

    @property
    def terms(self) -> list[str]:
        return self.results["original"]["expr"].split(TERM)

    @property
    def survivals(self) -> list[Survival]:
        found = []
        for term in self.terms:
            lost = [trial for trial in self.trials if term not in trial.get("kept", ())]
            found.append(Survival(term, len(self.trials) - len(lost), len(self.trials), lost))
        return found

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Trials with other paths, or with none."""
        return [trial for trial in self.trials if trial.get("trouble") or trial.get("lost") or trial.get("new")]

    @property
    def stable(self) -> list[dict[str, Any]]:
        return [trial for trial in self.trials if not (trial.get("trouble") or trial.get("lost") or trial.get("new"))]

    @property
    def anchor_ranges(self) -> list[tuple[SetInput, list[dict[str, Any]]]]:
        ranges = self.results.get("ranges") or {}
        return [(self.sets[name], found) for name, found in ranges.get("anchors", {}).items()]
