"""Set expressions: read, print, negate, and give memberships.

`*` is and, `+` is or, `~` is not; `LEVEL[2]` or `LEVEL[1,2]` names values of a multi-value condition, as in
R's QCA. An expression is held as a sum of products. Fuzzy sets with min and max form a distributive
lattice with De Morgan negation, so multiplying out and absorbing never changes a membership score.
Dropping `A*~A` or `A + ~A` would: that is left to `boolean.simplify`, which is about crisp truth only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod

import numpy as np

from .errors import ExpressionError
from .sets import FloatArray, SetData

_TOKEN = re.compile(r"\s*(?:(?P<name>[^\W\d][\w.]*)\s*(?:[\[{](?P<values>[\d,\s]*)[\]}])?|(?P<mark>[*+~()]))")

#: Products of one multiplication. Each is compared with every other one, and more nobody could read.
_MOST_PRODUCTS = 1000

#: Parentheses and negations within each other.
_MOST_NESTED = 50


@dataclass(frozen=True, order=True)
class Literal:
    """One condition, present or absent, or at one of some values.

    Attributes
    ----------
    condition : str
    negated : bool
    values : tuple of int
        Empty for a bivalent condition written without brackets.
    """

    condition: str
    negated: bool = False
    values: tuple[int, ...] = ()

    def __str__(self) -> str:
        brackets = f"[{','.join(map(str, self.values))}]" if self.values else ""
        return f"{'~' if self.negated else ''}{self.condition}{brackets}"

    def __invert__(self) -> Literal:
        return Literal(self.condition, not self.negated, self.values)

    def allowed(self, levels: int) -> frozenset[int]:
        """Return the values of the condition for which the literal is true."""
        if not self.values and levels > 2:
            raise ExpressionError(
                f"{self.condition} has {levels} values: write which one, for example {self.condition}[1]",
                "which-value",
                name=self.condition,
                levels=levels,
            )
        beyond = [value for value in self.values if value >= levels]
        if beyond:
            raise ExpressionError(
                f"{self} asks for value {beyond[0]}; {self.condition} ends at {levels - 1}",
                "no-such-value",
                name=self.condition,
                value=beyond[0],
                highest=levels - 1,
            )
        named = frozenset(self.values or (1,))
        return frozenset(range(levels)) - named if self.negated else named

    def membership(self, data: SetData) -> FloatArray:
        """Return each case's membership in the literal."""
        self.allowed(data.levels(self.condition))
        score = reduce(np.maximum, (data.membership(self.condition, value) for value in self.values or (1,)))
        return 1.0 - score if self.negated else score


@dataclass(frozen=True)
class Term:
    """A conjunction of literals.

    Examples
    --------
    >>> str(Term((Literal("DEV"), Literal("IND", negated=True))))
    'DEV*~IND'
    """

    literals: tuple[Literal, ...]

    def __str__(self) -> str:
        return "*".join(map(str, self.literals))

    def membership(self, data: SetData) -> FloatArray:
        """Return each case's membership: the minimum over the literals."""
        return reduce(np.minimum, (literal.membership(data) for literal in self.literals))

    def contains(self, other: Term) -> bool:
        """Tell whether every case of `other` is in this term because it has all of its literals."""
        return set(self.literals) <= set(other.literals)


@dataclass(frozen=True)
class Expression:
    """A disjunction of terms.

    Examples
    --------
    >>> expression = parse("A*(~B + C)")
    >>> str(expression)
    'A*~B + A*C'
    >>> str(~expression)
    '~A + B*~C'
    """

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " + ".join(map(str, self.terms))

    def __invert__(self) -> Expression:
        """Negate by De Morgan's laws."""
        _check_products(prod(len(term.literals) for term in self.terms))
        return _disjunction(product(*([~literal for literal in term.literals] for term in self.terms)))

    def __or__(self, other: Expression) -> Expression:
        return _disjunction(term.literals for term in self.terms + other.terms)

    def __and__(self, other: Expression) -> Expression:
        _check_products(len(self.terms) * len(other.terms))
        return _disjunction(a.literals + b.literals for a, b in product(self.terms, other.terms))

    def conditions(self) -> tuple[str, ...]:
        """Return the names that occur, in order of first appearance."""
        return tuple(dict.fromkeys(literal.condition for term in self.terms for literal in term.literals))

    def membership(self, data: SetData) -> FloatArray:
        """Return each case's membership: the maximum over the terms."""
        return reduce(np.maximum, (term.membership(data) for term in self.terms))


def parse(text: str, known: Iterable[str] | None = None) -> Expression:
    """Read an expression.

    Parameters
    ----------
    text : str
        For example ``"DEV*~IND + STB[1,2]"``; parentheses and `~( )` are multiplied out.
    known : names, optional
        The sets that exist; any other name is an error as soon as it is read.

    Examples
    --------
    >>> str(parse("~(A + B[2])"))
    '~A*~B[2]'
    """
    return _Reader(text, None if known is None else frozenset(known)).read()


def _check_products(number: int) -> None:
    if number > _MOST_PRODUCTS:
        raise ExpressionError(
            f"the expression multiplies out to {number} terms; at most {_MOST_PRODUCTS} can be taken: write a shorter one",
            "expression-too-long",
        )


def _disjunction(products: Iterable[tuple[Literal, ...]]) -> Expression:
    """Build a sum of products; absorption (A + A*B = A) holds for fuzzy sets as well."""
    distinct = list(dict.fromkeys(tuple(dict.fromkeys(literals)) for literals in products))
    sets = [frozenset(literals) for literals in distinct]
    kept = [
        Term(literals)
        for i, literals in enumerate(distinct)
        if not any(s < sets[i] or (s == sets[i] and j < i) for j, s in enumerate(sets))
    ]
    return Expression(tuple(kept))


class _Reader:
    """Recursive descent: sum = product ('+' product)*, product = factor ('*' factor)*."""

    def __init__(self, text: str, known: frozenset[str] | None) -> None:
        self.text = text
        self.known = known
        self.at = 0
        self.nested = 0

    def read(self) -> Expression:
        expression = self._sum()
        if self.text[self.at :].strip():
            raise self._error("something other than *, + or the end")
        return expression

    def _sum(self) -> Expression:
        return self._joined("+", self._product, Expression.__or__)

    def _product(self) -> Expression:
        return self._joined("*", self._factor, Expression.__and__)

    def _joined(
        self, mark: str, part: Callable[[], Expression], join: Callable[[Expression, Expression], Expression]
    ) -> Expression:
        expression = part()
        while self._accept(mark):
            expression = join(expression, part())
        return expression

    def _factor(self) -> Expression:
        if self._accept("~"):
            return ~self._within(self._factor)
        if self._accept("("):
            expression = self._within(self._sum)
            if not self._accept(")"):
                raise self._error("no closing parenthesis")
            return expression
        return Expression((Term((self._literal(),)),))

    def _within(self, part: Callable[[], Expression]) -> Expression:
        if self.nested == _MOST_NESTED:
            raise ExpressionError(
                f"the expression has more than {_MOST_NESTED} parentheses and negations within each other: write a shorter one",
                "expression-too-long",
            )
        self.nested += 1
        expression = part()
        self.nested -= 1
        return expression

    def _literal(self) -> Literal:
        match = _TOKEN.match(self.text, self.at)
        if not match or not match["name"]:
            raise self._error("no name of a set")
        name, values = match["name"], [value.strip() for value in (match["values"] or "").split(",")]
        if self.known is not None and name not in self.known:
            raise ExpressionError(
                f"{self.text!r} names {name!r}, which is not among the sets of the data", "unknown-set", name=name
            )
        if any(len(value.split()) > 1 for value in values):
            raise self._error("two values without a comma between them")
        self.at = match.end()
        return Literal(name, False, tuple(sorted({int(value) for value in values if value})))

    def _accept(self, mark: str) -> bool:
        match = _TOKEN.match(self.text, self.at)
        if match and match["mark"] == mark:
            self.at = match.end()
            return True
        return False

    def _error(self, found: str) -> ExpressionError:
        return ExpressionError(
            f"{self.text!r} can't be read: at position {self.at + 1} there is {found}; "
            "write sets joined by * (and), + (or) and ~ (not), like A*~B + C",
            "unreadable",
            text=self.text,
            position=self.at + 1,
        )
