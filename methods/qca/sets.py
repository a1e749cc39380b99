"""The cases and their memberships: the table that every analysis starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal as Choice

import numpy as np
import numpy.typing as npt

from .errors import DataError

FloatArray = npt.NDArray[np.float64]

#: Neither in nor out. Compared exactly: a membership is .5 because somebody or some formula put it there.
CROSSOVER = 0.5

#: A multi-value condition has a handful of values. A column with more of them holds raw numbers.
MOST_LEVELS = 20


@dataclass(frozen=True)
class SetData:
    """Cases by columns: fuzzy memberships in [0, 1], or whole numbers for crisp and multi-value conditions.

    Attributes
    ----------
    cases : tuple of str
    columns : mapping of str to float array
    left_out : tuple of str
        Cases dropped by listwise deletion, in their order.
    """

    cases: tuple[str, ...]
    columns: Mapping[str, FloatArray]
    left_out: tuple[str, ...] = field(default=())

    @classmethod
    def from_columns(
        cls,
        cases: Sequence[str],
        columns: Mapping[str, Sequence[float | None]],
        *,
        missing: Choice["refuse", "listwise"] = "refuse",
    ) -> SetData:
        """Check a table and take it in. Missing values (None, NaN) are never imputed.

        Parameters
        ----------
        missing : "refuse" or "listwise"
            Refuse a table with gaps, or leave out every case that has one and say so in `left_out`.

        Examples
        --------
        >>> data = SetData.from_columns(["a", "b"], {"X": [0.2, None]}, missing="listwise")
        >>> data.cases, data.left_out
        (('a',), ('b',))
        >>> SetData.from_columns(["a"], {"X": [1.2]})
        Traceback (most recent call last):
        ...
        methods.qca.errors.DataError: X of case 'a' is 1.2: a membership lies between 0 and 1; calibrate the column first
        """
        arrays = {name: _numbers(name, values, cases) for name, values in columns.items()}
        gaps = np.zeros(len(cases), dtype=np.bool_)
        for name, values in arrays.items():
            gap = np.isnan(values)
            if gap.any() and missing == "refuse":
                raise DataError(
                    f"{name} of case {cases[int(gap.argmax())]!r} is missing: fill it in, leave the case or "
                    "the column out, or ask for listwise deletion",
                    "missing",
                    column=name,
                    case=cases[int(gap.argmax())],
                )
            gaps |= gap
        kept = ~gaps
        names = [str(case) for case in cases]
        data = cls(
            tuple(name for name, keep in zip(names, kept, strict=True) if keep),
            {name: values[kept] for name, values in arrays.items()},
            tuple(name for name, keep in zip(names, kept, strict=True) if not keep),
        )
        data._check()
        return data

    def _check(self) -> None:
        if not self.cases:
            raise DataError("no case is left: every one has a missing value, or there was none", "no-case")
        if len(set(self.cases)) < len(self.cases):
            twice = next(case for case in self.cases if self.cases.count(case) > 1)
            raise DataError(f"two cases are called {twice!r}: give each case its own name")
        for name, values in self.columns.items():
            wrong = (values < 0) | ~np.isfinite(values)
            if not is_whole(values):
                wrong |= values > 1
            if wrong.any():
                at = int(wrong.argmax())
                raise DataError(
                    f"{name} of case {self.cases[at]!r} is {values[at]:g}: a membership lies between 0 and 1; "
                    "calibrate the column first",
                    "no-membership",
                    column=name,
                    case=self.cases[at],
                    value=float(values[at]),
                )

    def column(self, name: str) -> FloatArray:
        """Return a column as it is."""
        try:
            return self.columns[name]
        except KeyError:
            raise DataError(f"there is no column {name!r}; there are {', '.join(self.columns)}") from None

    def levels(self, name: str) -> int:
        """Return the number of values of a column, as `levels_of` has it."""
        return levels_of(name, self.column(name))

    def membership(self, name: str, value: int = 1) -> FloatArray:
        """Return each case's membership in one value of a condition."""
        values = self.column(name)
        if is_whole(values):
            indicator: FloatArray = (values == value).astype(np.float64)
            return indicator
        return values if value == 1 else 1.0 - values

    def without(self, case: str) -> SetData:
        """Return the table without one case."""
        if case not in self.cases:
            raise DataError(f"there is no case {case!r} to leave out")
        kept = np.array([other != case for other in self.cases])
        return SetData(
            tuple(other for other in self.cases if other != case),
            {name: values[kept] for name, values in self.columns.items()},
            (*self.left_out, case),
        )

    def with_column(self, name: str, values: FloatArray) -> SetData:
        """Return the table with one column put in the place of another of that name."""
        data = SetData(self.cases, {**self.columns, name: values}, self.left_out)
        data._check()
        return data


def raw_column(name: str, cases: Sequence[str], values: Sequence[float | None]) -> FloatArray:
    """Return the raw values of a column as numbers; name the case where one is missing or no number.

    Examples
    --------
    >>> raw_column("income", ["a", "b"], [4000, None])
    Traceback (most recent call last):
    ...
    methods.qca.errors.DataError: income of case 'b' is missing: fill it in, or leave the case or the column out
    """
    numbers = _numbers(name, values, cases)
    for case, number in zip(cases, numbers, strict=True):
        if not np.isfinite(number):
            state = "missing" if np.isnan(number) else f"{number:g}"
            raise DataError(f"{name} of case {case!r} is {state}: fill it in, or leave the case or the column out")
    return numbers


def is_whole(values: FloatArray) -> bool:
    """Tell crisp and multi-value columns (whole numbers) from fuzzy ones."""
    return bool((values == np.floor(values)).all())


def levels_of(name: str, values: FloatArray) -> int:
    """Return the number of values: 2 for fuzzy and crisp columns, more for multi-value ones; refuse raw numbers.

    Examples
    --------
    >>> levels_of("DEV", np.array([0., 2, 1]))
    3
    >>> levels_of("INCOME", np.array([720., 1098]))
    Traceback (most recent call last):
    ...
    methods.qca.errors.DataError: INCOME goes up to 1098: these look like raw values; calibrate the column first
    """
    if not is_whole(values):
        return 2
    highest = float(values.max())
    if highest >= MOST_LEVELS:
        raise DataError(
            f"{name} goes up to {highest:g}: these look like raw values; calibrate the column first",
            "raw-values",
            column=name,
            value=highest,
        )
    return max(2, int(highest) + 1)


def fuzzy_not(x: FloatArray) -> FloatArray:
    """Return the membership in the complement, 1 - x."""
    return 1.0 - x


def fuzzy_and(*sets: FloatArray) -> FloatArray:
    """Return the membership in the intersection, the minimum."""
    joint: FloatArray = np.minimum.reduce(sets)
    return joint


def fuzzy_or(*sets: FloatArray) -> FloatArray:
    """Return the membership in the union, the maximum."""
    joint: FloatArray = np.maximum.reduce(sets)
    return joint


def _numbers(name: str, values: Sequence[float | None], cases: Sequence[str]) -> FloatArray:
    if len(values) != len(cases):
        raise DataError(f"{name} has {len(values)} values for {len(cases)} cases")
    numbers = np.empty(len(values))
    for at, value in enumerate(values):
        try:
            numbers[at] = np.nan if value is None else float(value)
        except (TypeError, ValueError):
            raise DataError(f"{name} of case {cases[at]!r} is {value!r}, which is not a number") from None
    return numbers
