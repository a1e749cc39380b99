"""The question of an analysis: what it is to explain, by which conditions, over which units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analyses.documents.design import MOST_CONDITIONS, REASON, Design, LeftOut, SetChoice, Words
from analyses.documents.inputs import UnitInput
from analyses.queries.tables import Column, SourceTable
from cases.templatetags.casebase import plain

EXPECTED = [("", _("no expectation")), ("1", _("its presence contributes")), ("0", _("its absence contributes"))]
YEAR = re.compile(r"[-_ ]?(19|20)\d\d$")


@dataclass
class Line:
    """A column of the table with the fields that may make it a condition."""

    column: Column
    known: int
    all: int
    gaps: list[int]
    """Places of the units that have no value."""
    use: Any
    expected: Any
    why: Any

    @property
    def places(self) -> str:
        """The units that lack a value, as the page's script reads them."""
        return " ".join(map(str, self.gaps))


class DesignForm(forms.Form):
    """A line for each column: whether it is a condition, what theory expects of it, and why."""

    title = forms.CharField(
        label=_("Title"), max_length=300, required=False, help_text=_("May stay empty; the question names it.")
    )
    question = forms.CharField(
        label=_("Question"),
        max_length=500,
        help_text=_("For instance: which combinations of conditions go with a high level?"),
        error_messages={"required": _("Write the question that the analysis is to answer.")},
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), error_messages={"required": _("Choose the outcome: the column that is to be explained.")}
    )
    leave_out = forms.MultipleChoiceField(label=_("Units to leave out"), required=False, widget=forms.CheckboxSelectMultiple)
    leave_out_reason = forms.CharField(
        label=_("Why they are left out"), required=False, max_length=REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, table: SourceTable, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.usable = [column for column in table.columns.values() if table.known(column.key) > 1]
        self.unusable = [column for column in table.columns.values() if table.known(column.key) <= 1]
        choices = [(column.key, label(column.label)) for column in sorted(self.usable, key=lambda one: not one.is_outcome)]
        self.fields["outcome"].choices = [("", _("Choose …")), *choices]  # type: ignore[attr-defined]
        self.fields["leave_out"].choices = [(unit.ref, label(unit.label)) for unit in table.units]  # type: ignore[attr-defined]
        for at, column in enumerate(self.usable):
            name = label(column.label)
            self.fields[f"use-{at}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"expected-{at}"] = forms.ChoiceField(label=_("Expectation"), choices=EXPECTED, required=False)
            self.fields[f"why-{at}"] = forms.CharField(label=_("Why"), required=False, max_length=REASON)

    @property
    def lines(self) -> list[Line]:
        units = self.table.units
        found = []
        for at, column in enumerate(self.usable):
            gaps = [place for place, unit in enumerate(units) if self.table.cell(unit.ref, column.key).value is None]
            fields = self[f"use-{at}"], self[f"expected-{at}"], self[f"why-{at}"]
            found.append(Line(column, len(units) - len(gaps), len(units), gaps, *fields))
        return found

    @property
    def gaps(self) -> list[tuple[Column, list[UnitInput]]]:
        """The columns that lack a value somewhere, with the units that would drop out."""
        found = []
        for column in self.table.columns.values():
            missing = self.table.missing([column.key])
            if missing:
                found.append((column, [unit for unit in self.table.units if unit.ref in missing]))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = [at for at in range(len(self.usable)) if said.get(f"use-{at}")]
        if not chosen:
            self.add_error(None, _("Tick at least one condition."))
        if len(chosen) > MOST_CONDITIONS:
            message = _(
                "You ticked %(number)s conditions. Each one doubles the rows of the truth table; with more than %(most)s they "
                "can no longer be searched. Untick some, or join some into one condition."
            )
            self.add_error(None, message % {"number": len(chosen), "most": MOST_CONDITIONS})
        for at in chosen:
            if self.usable[at].key == said.get("outcome"):
                self.add_error(f"use-{at}", _("This is the outcome; it cannot explain itself. Untick it."))
            if self._is_constant(self.usable[at], said.get("leave_out") or []):
                message = _("Every unit that stays has the same value here, so it explains nothing. Untick it.")
                self.add_error(f"use-{at}", message)
            if said.get(f"expected-{at}") and not said.get(f"why-{at}", "").strip():
                self.add_error(f"why-{at}", _("An expectation needs a reason: name the theory or the study it rests on."))
        if said.get("leave_out") and not said.get("leave_out_reason", "").strip():
            self.add_error("leave_out_reason", _("Say why these units are left out."))
        return said

    def _is_constant(self, column: Column, left_out: Sequence[str]) -> bool:
        values = {self.table.cell(unit.ref, column.key).value for unit in self.table.units if unit.ref not in left_out}
        return len(values - {None}) == 1

    def design(self, before: Design) -> Design:
        """The design as it was, with what the form says; sets that stay keep their calibration."""
        said = self.cleaned_data
        known = {one.variable: one for one in before.sets}
        taken = {one.name for one in before.sets}

        def choice(key: str, expected: Sequence[int] = (), why: str = "") -> SetChoice:
            old = known.get(key)
            name = old.name if old else set_name(key, taken)
            taken.add(name)
            calibration = old.calibration if old else None
            return SetChoice(name=name, variable=key, expected=list(expected), expected_reason=why, calibration=calibration)

        conditions = []
        for at, column in enumerate(self.usable):
            if said.get(f"use-{at}"):
                expected = [int(said[f"expected-{at}"])] if said.get(f"expected-{at}") else []
                conditions.append(choice(column.key, expected, said.get(f"why-{at}", "").strip()))
        return before.model_copy(
            update={
                "question": said["question"].strip(),
                "outcome": choice(said["outcome"]),
                "conditions": conditions,
                "left_out": [LeftOut(unit=ref, reason=said["leave_out_reason"].strip()) for ref in said["leave_out"]],
            }
        )

    def title_words(self) -> Words:
        title = self.cleaned_data["title"].strip() or self.cleaned_data["question"].strip()
        return {"en": title, "zh": title}

    @classmethod
    def from_design(cls, design: Design) -> dict[str, Any]:
        """What the form shows of a design, by column; ``initial_of`` puts it at the fields."""
        return {
            "question": plain(design.question),
            "outcome": design.outcome.variable if design.outcome else "",
            "leave_out": [one.unit for one in design.left_out],
            "leave_out_reason": next((plain(one.reason) for one in design.left_out), ""),
        }

    def preset(self, outcome: str, conditions: Sequence[str]) -> None:
        """Begin with what somebody looked at in the data set: the column that orders its rows, and the chosen ones."""
        keys = [column.key for column in self.usable]
        if outcome in keys:
            self.initial["outcome"] = outcome
        for at, key in enumerate(keys):
            self.initial[f"use-{at}"] = key in conditions and key != outcome

    def fill(self, design: Design) -> None:
        chosen = {one.variable: one for one in design.conditions}
        for at, column in enumerate(self.usable):
            if one := chosen.get(column.key):
                self.initial[f"use-{at}"] = True
                self.initial[f"expected-{at}"] = str(one.expected[0]) if one.expected else ""
                self.initial[f"why-{at}"] = plain(one.expected_reason)


def set_name(key: str, taken: set[str]) -> str:
    """A short name in capitals, as truth tables and scripts use: the first words of the column's own name."""
    words = [word for word in re.split(r"[^A-Za-z0-9]+", YEAR.sub("", key)) if word]
    short = "_".join(words).upper()[:10].strip("_") or "SET"
    if not short[0].isalpha():
        short = f"V{short}"[:10]
    name, number = short, 2
    while name in taken:
        name, number = f"{short}_{number}", number + 1
    return name
