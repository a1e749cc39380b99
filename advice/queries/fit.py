"""How a measure fits here: the asker's place beside one where the measure was taken, condition by condition.

Same and differs need a value on both sides; anything else is unknown. A value of the place above is context and
counts for nothing. Nothing is added up into a score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from advice.enums import Fit
from advice.queries.profile import LEVEL, Context, Profile, Value
from cases.models import Code


@dataclass(frozen=True)
class Line:
    """One condition on both sides."""

    key: str
    name: Any
    code: Code | None
    here: Value
    there: Value
    above_here: tuple[Context, ...] = ()
    above_there: tuple[Context, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether nothing at all is known on either side, above it included."""
        return not (self.here.key or self.there.key or self.above_here or self.above_there)

    @property
    def fit(self) -> Fit:
        if not self.here.key or not self.there.key:
            return Fit.UNKNOWN
        return Fit.SAME if self._agrees else Fit.DIFFERS

    @property
    def words(self) -> str:
        return str(self.fit.label)

    @property
    def _agrees(self) -> bool:
        return self.here.key == self.there.key


@dataclass(frozen=True)
class Need(Line):
    """A condition here beside the level of it that a measure needs: more than that is as good."""

    @property
    def words(self) -> str:
        return {
            Fit.SAME: pgettext("what a measure needs", "met"),
            Fit.DIFFERS: pgettext("what a measure needs", "not met"),
        }.get(self.fit, super().words)

    @property
    def _agrees(self) -> bool:
        steps = [step["key"] for step in self.code.levels] if self.code else []
        if self.there.key in steps and self.here.key in steps:
            return steps.index(self.here.key) >= steps.index(self.there.key)
        return super()._agrees


@dataclass(frozen=True)
class Comparison:
    """Every line of one pair of places."""

    here: Profile
    there: Profile
    lines: tuple[Line, ...]

    @property
    def telling(self) -> list[Line]:
        """Lines of which at least one side is known."""
        return [line for line in self.lines if not line.silent]

    @property
    def silent(self) -> list[Line]:
        return [line for line in self.lines if line.silent]

    def _count(self, fit: Fit) -> int:
        return sum(line.fit == fit for line in self.lines)

    @cached_property
    def same(self) -> int:
        return self._count(Fit.SAME)

    @cached_property
    def differs(self) -> int:
        return self._count(Fit.DIFFERS)

    @cached_property
    def unknown(self) -> int:
        return self._count(Fit.UNKNOWN)


def compare(here: Profile, there: Profile, codes: Sequence[Code]) -> Comparison:
    """The two places line by line: first the administrative level, then the conditions of the codebook."""
    lines = [Line(LEVEL, _("Administrative level"), None, here.value(LEVEL), there.value(LEVEL))]
    for code in codes:
        above = (tuple(side.context.get(code.uid, ())) for side in (here, there))
        name = {"en": code.name_en, "zh": code.name_zh}
        lines.append(Line(code.uid, name, code, here.value(code.uid), there.value(code.uid), *above))
    return Comparison(here, there, tuple(lines))
