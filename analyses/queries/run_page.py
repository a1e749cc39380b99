"""A finished run as its pages show it. Everything is read from the run; nothing is computed again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analyses.documents.design import Words
from analyses.documents.inputs import Inputs, SetInput, UnitInput, Value
from analyses.enums import CaseKind, Kind, Side
from analyses.models import AnalysisRun
from analyses.queries.placing import CROSSOVER, CaseLine, kind_of
from analyses.queries.relating import RelationPlot, passing, relation_plot


@dataclass(frozen=True)
class Choice:
    """Which of a run's models is looked at; numbers count from 1."""

    side: str = Side.PRESENCE
    kind: str = Kind.INTERMEDIATE
    solution: int = 1
    model: int = 1
    path: int = 1


@dataclass
class Path:
    """A term of a model with its cases."""

    number: int
    expr: str
    fit: dict[str, Any]
    unique: float | None
    rows: list[list[UnitInput]]
    """Members of the positive rows that it covers, row by row."""
    cells: list[dict[str, Any]]
    literals: list[tuple[SetInput, list[int]]]
    memberships: list[float]
    typical: list[dict[str, Any]] = field(default_factory=list)
    deviant: list[dict[str, Any]] = field(default_factory=list)

    @property
    def core(self) -> tuple[tuple[str, int], ...]:
        """Its core conditions, by which paths are grouped into types."""
        return tuple((cell["condition"], cell["value"]) for cell in self.cells if cell["core"])


@dataclass
class Drawn:
    """A set with its raw values, for its distribution."""

    one: SetInput
    values: list[tuple[Words, float]]


def by_way(solutions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each solution as often as pairs lead to it with other core conditions or counterfactuals, with those of these pairs."""
    return [
        solution | way | {"models": [m | {"chart": chart} for m, chart in zip(solution["models"], way["charts"], strict=True)]}
        if way
        else solution
        for solution in solutions
        for way in solution.get("ways") or [{}]
    ]


class RunPage:
    def __init__(self, run: AnalysisRun, asked: Choice | None = None) -> None:
        self.run = run
        self.inputs = Inputs.model_validate(run.inputs)
        self.results: dict[str, Any] = run.results or {}
        self.choice = self._sensible(asked or Choice())

    # What the run was asked ------------------------------------------------------------------------

    @cached_property
    def units(self) -> dict[str, UnitInput]:
        return {unit.ref: unit for unit in self.inputs.units}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Units by their number from 1, which is their address."""
        return {unit.ref: number for number, unit in enumerate(self.inputs.units, start=1)}

    @cached_property
    def sets(self) -> dict[str, SetInput]:
        return {one.name: one for one in self.inputs.sets}

    def named(self, refs: Iterable[str]) -> list[UnitInput]:
        return [self.units[ref] for ref in refs]

    # What was found ---------------------------------------------------------------------------------

    @property
    def side(self) -> dict[str, Any]:
        return self.results["sides"][self.choice.side]

    @property
    def table(self) -> dict[str, Any]:
        return self.side["table"]

    @property
    def trouble(self) -> dict[str, Any] | None:
        return self.side["solutions"].get("trouble")

    @cached_property
    def solutions(self) -> list[dict[str, Any]]:
        """The solutions of the chosen kind: one, or an intermediate one for each way in which pairs of models lead to one."""
        return by_way(self.side["solutions"].get(self.choice.kind, []))

    @property
    def solution(self) -> dict[str, Any] | None:
        return self.solutions[self.choice.solution - 1] if self.solutions else None

    @property
    def model(self) -> dict[str, Any] | None:
        return self.solution["models"][self.choice.model - 1] if self.solution else None

    @cached_property
    def paths(self) -> list[Path]:
        return self.paths_of(self.side["solutions"], self.model) if self.model else []

    def paths_of(self, solutions: dict[str, Any], model: dict[str, Any]) -> list[Path]:
        found = []
        for number, (term, cells) in enumerate(zip(model["terms"], model["chart"], strict=True), start=1):
            known = solutions["terms"][term["expr"]]
            found.append(
                Path(
                    number=number,
                    expr=term["expr"],
                    fit=known,
                    unique=term["unique"],
                    rows=[self.named(row) for row in term["rows"]],
                    cells=cells,
                    literals=[(self.sets[name], values) for name, values in known["literals"]],
                    memberships=known["memberships"],
                    typical=[one for one in model["cases"]["typical"] if one["term"] == term["expr"]],
                    deviant=[one for one in model["cases"]["deviant"] if one["term"] == term["expr"]],
                )
            )
        return found

    @property
    def path(self) -> Path | None:
        return self.paths[self.choice.path - 1] if self.paths else None

    @cached_property
    def types(self) -> list[tuple[tuple[tuple[str, int], ...], list[Path]]]:
        """Paths grouped by the core conditions that they share; no group where nothing is core."""
        groups: dict[tuple[tuple[str, int], ...], list[Path]] = {}
        for path in self.paths:
            if path.core:
                groups.setdefault(path.core, []).append(path)
        return list(groups.items())

    @property
    def chart_rows(self) -> list[tuple[SetInput, list[dict[str, Any]]]]:
        """The configuration chart by condition: a cell for each path."""
        return [(one, [path.cells[at] for path in self.paths]) for at, one in enumerate(self.inputs.conditions)]

    @property
    def expectation_words(self) -> list[str]:
        return self.side["solutions"].get("expectations", [])

    # Memberships and cases --------------------------------------------------------------------------

    def outcome_memberships(self, side: str | None = None) -> list[float]:
        values = self.results["memberships"][self.inputs.outcome.name]
        return values if (side or self.choice.side) == Side.PRESENCE else [1 - value for value in values]

    @property
    def solution_memberships(self) -> list[float]:
        return [max(values) for values in zip(*(path.memberships for path in self.paths), strict=True)]

    @property
    def model_cases(self) -> list[CaseLine]:
        assert self.model is not None  # noqa: S101 - asked for only beside a model
        return self.case_lines(self.solution_memberships, self.model["cases"]["kinds"])

    def path_cases(self, path: Path) -> list[CaseLine]:
        kinds = [kind_of(x, y) for x, y in zip(path.memberships, self.outcome_memberships(), strict=True)]
        return self.case_lines(path.memberships, kinds)

    def case_lines(self, x: list[float], kinds: list[str]) -> list[CaseLine]:
        y = self.outcome_memberships()
        return [
            CaseLine(number, unit, a, b, CaseKind(kind))
            for number, (unit, a, b, kind) in enumerate(zip(self.inputs.units, x, y, kinds, strict=True), start=1)
        ]

    def members(self, path: Path) -> list[str]:
        return [unit.ref for unit, value in zip(self.inputs.units, path.memberships, strict=True) if value > CROSSOVER]

    def values_of(self, number: int) -> list[tuple[SetInput, Value, float]]:
        """A unit's raw value and membership in each set."""
        at = number - 1
        return [(one, one.values[at], self.results["memberships"][one.name][at]) for one in self.inputs.sets]

    @property
    def distributions(self) -> list[Drawn]:
        labels = [unit.label for unit in self.inputs.units]
        return [
            Drawn(one, list(zip(labels, (value.value or 0.0 for value in one.values), strict=True))) for one in self.inputs.sets
        ]

    @property
    def membership_rows(self) -> list[tuple[UnitInput, int, list[tuple[float | None, float]]]]:
        memberships = self.results["memberships"]
        return [
            (unit, at + 1, [(one.values[at].value, memberships[one.name][at]) for one in self.inputs.sets])
            for at, unit in enumerate(self.inputs.units)
        ]

    def relation(self, expr: str = "", side: str | None = None) -> RelationPlot:
        """A condition or combination against the outcome, as the search for necessity found it."""
        found, memberships = self.results["necessity"], self.results["memberships"]
        return relation_plot(self.inputs, found, memberships, side or self.choice.side, expr)

    def necessary(self, side: str) -> list[RelationPlot]:
        """What passes the bars on one side."""
        return [self.relation(one["expr"], side) for one in passing(self.results["necessity"], side)]

    def row_of(self, ref: str) -> dict[str, Any] | None:
        return next((row for row in self.table["rows"] if ref in row["cases"]), None)

    def _sensible(self, asked: Choice) -> Choice:
        """The nearest choice that there is: an address may ask for a model that this run does not have."""
        sides = self.results.get("sides", {})
        side = asked.side if asked.side in sides else Side.PRESENCE.value
        found = sides.get(side, {}).get("solutions", {})
        kind = asked.kind if asked.kind in Kind.values else Kind.INTERMEDIATE.value
        solutions = by_way(found.get(kind, []))
        solution = min(max(asked.solution, 1), max(len(solutions), 1))
        models = solutions[solution - 1]["models"] if solutions else []
        model = min(max(asked.model, 1), max(len(models), 1))
        paths = models[model - 1]["terms"] if models else []
        return Choice(side, kind, solution, model, min(max(asked.path, 1), max(len(paths), 1)))
