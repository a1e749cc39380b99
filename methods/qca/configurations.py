"""The configuration chart of Fiss: core and peripheral conditions at a glance.

A literal of an intermediate term is *core* when it also belongs to a parsimonious term that contains the
intermediate one: the evidence for it does not rest on easy counterfactuals. The others are *peripheral*.

References
----------
Fiss, P. C. (2011). Building better causal theories: a fuzzy set approach to typologies in organization
research. Academy of Management Journal 54(2), 393-420.
Ragin, C. C. & Fiss, P. C. (2008). Net effects analysis versus configurational analysis. In Ragin,
Redesigning Social Inquiry, ch. 11.
"""

from __future__ import annotations

from dataclasses import dataclass

from .expressions import Term
from .implicants import ABSENT
from .property_space import PropertySpace
from .solution import Model


@dataclass(frozen=True)
class Cell:
    """One condition in one configuration.

    Attributes
    ----------
    condition : str
    value : int or None
        None: the configuration is indifferent to the condition.
    core : bool
    multivalue : bool
        Whether the value has to be told, because present and absent don't say all.
    """

    condition: str
    value: int | None
    core: bool
    multivalue: bool = False

    @property
    def symbol(self) -> str:
        """Filled circle: present; crossed circle: absent; large: core; small: peripheral; blank: either."""
        if self.value is None:
            return ""
        circle = ("⬤" if self.core else "●") if self.value else ("⨂" if self.core else "⊗")
        return f"{circle}{self.value}" if self.multivalue else circle

    @property
    def words(self) -> str:
        """The same for a screen reader."""
        if self.value is None:
            return f"{self.condition}: either way"
        state = f"value {self.value}" if self.multivalue else "present" if self.value else "absent"
        return f"{self.condition}: {state}, {'core' if self.core else 'peripheral'}"


@dataclass(frozen=True)
class Configuration:
    """One column of the chart: a term, condition by condition."""

    term: Term
    cells: tuple[Cell, ...]

    def conditions(self, *, core: bool, present: bool) -> tuple[str, ...]:
        """Return the conditions of one kind."""
        return tuple(
            cell.condition for cell in self.cells if cell.value is not None and cell.core is core and (cell.value > 0) is present
        )


def configuration_chart(intermediate: Model, parsimonious: Model, space: PropertySpace) -> tuple[Configuration, ...]:
    """Return the chart of an intermediate model against the parsimonious model that it was derived with.

    Examples
    --------
    >>> space = PropertySpace(("A", "B", "C"), (2, 2, 2))
    >>> def model(*cubes): return Model(tuple(map(space.term, cubes)), cubes)
    >>> chart, = configuration_chart(model((1, 0, ABSENT)), model((1, ABSENT, ABSENT)), space)
    >>> [cell.words for cell in chart.cells]
    ['A: present, core', 'B: absent, peripheral', 'C: either way']
    """
    return tuple(
        Configuration(term, _cells(cube, parsimonious, space))
        for term, cube in zip(intermediate.terms, intermediate.cubes, strict=True)
    )


def _cells(cube: tuple[int, ...], parsimonious: Model, space: PropertySpace) -> tuple[Cell, ...]:
    wider = [short for short in parsimonious.cubes if all(s in (ABSENT, value) for s, value in zip(short, cube, strict=True))]
    return tuple(
        Cell(
            name,
            None if value == ABSENT else value,
            value != ABSENT and any(short[at] == value for short in wider),
            space.multivalue,
        )
        for at, (name, value) in enumerate(zip(space.conditions, cube, strict=True))
    )
