"""The bars of the necessity search and the cut-offs of the truth table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analyses.documents.design import (
    CUSTOMARY_CUTOFFS,
    CUSTOMARY_NECESSITY,
    REASON,
    Cutoffs,
    Design,
    Necessity,
    Override,
)  # fmt: skip
from analyses.engine import QCAError, parse_sets
from analyses.enums import Side
from analyses.messages import say
from cases.templatetags.casebase import plain


def share(label: Any, hint: Any = "", *, required: bool = True) -> forms.FloatField:
    """A number from 0 to 1."""
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.FloatField(label=label, help_text=hint, required=required, min_value=0, max_value=1, widget=widget)


class NecessityForm(forms.Form):
    consistency = share(_("Consistency at least"), _("Customary: .90"))
    coverage = share(_("Coverage at least"))
    relevance = share(_("Relevance at least"), _("Low where nearly every unit is a member."))
    depth = forms.IntegerField(label=_("Conditions joined, at most"), min_value=1, max_value=4)

    def decided(self, design: Design) -> Design:
        return design.model_copy(update={"necessity": Necessity(**self.cleaned_data)})

    @classmethod
    def of(cls, design: Design) -> "NecessityForm":
        return cls(initial=(design.necessity or CUSTOMARY_NECESSITY).model_dump())


class CutoffForm(forms.Form):
    consistency = share(_("Consistency at least"), _("Customary: .80"))
    pri = share(_("PRI at least"), _("Customary: .50 to .70; 0 asks nothing"))
    frequency = forms.IntegerField(
        label=_("Units in a row, at least"), min_value=1, max_value=10_000, help_text=_("1 in small sets of cases")
    )
    contradiction = share(_("Contradictory from"), _("May stay empty: no second, lower cut-off"), required=False)
    contradictions = forms.ChoiceField(
        label=_("Contradictory rows count as"), choices=[("negative", _("negative")), ("remainders", _("remainders"))]
    )
    reason = forms.CharField(
        label=_("Why these cut-offs"), required=False, max_length=REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    untenable = forms.CharField(
        label=_("Combinations that cannot be"), required=False, max_length=500,
        help_text=_("An expression such as FISCAL*~DEMAND: remainders in it are never assumed to show the outcome."),
    )  # fmt: skip
    untenable_reason = forms.CharField(label=_("Why they cannot be"), required=False, max_length=REASON)

    def __init__(self, *args: Any, levels: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels or {}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        low, high = said.get("contradiction"), said.get("consistency")
        if low is not None and high is not None and low > high:
            self.add_error("contradiction", say({"code": "contradiction-above-consistency"}))
        if said.get("untenable"):
            if not said.get("untenable_reason", "").strip():
                self.add_error("untenable_reason", _("Say why this combination cannot be."))
            try:
                parse_sets(said["untenable"], self.levels)
            except QCAError as error:
                self.add_error("untenable", say({"code": error.code, "message": str(error), **error.context}))
        return said

    def decided(self, design: Design) -> Design:
        said = self.cleaned_data
        cutoffs = Cutoffs(
            consistency=said["consistency"], contradiction=said["contradiction"], frequency=said["frequency"],
            pri=said["pri"], reason=said["reason"].strip(),
        )  # fmt: skip
        return design.model_copy(
            update={
                "cutoffs": cutoffs,
                "contradictions": said["contradictions"],
                "untenable": said["untenable"].strip(),
                "untenable_reason": said["untenable_reason"].strip(),
            }
        )

    @classmethod
    def of(cls, design: Design) -> "CutoffForm":
        cutoffs = (design.cutoffs or CUSTOMARY_CUTOFFS).model_dump()
        cutoffs["reason"] = plain(cutoffs["reason"])
        rest = {"contradictions": design.contradictions, "untenable": design.untenable}
        rest["untenable_reason"] = plain(design.untenable_reason)
        return cls(initial=cutoffs | rest)


class OverrideForm(forms.Form):
    """One row set against the cut-offs, or (without an outcome) left to them again."""

    side = forms.ChoiceField(choices=Side.choices)
    row = forms.IntegerField(label=_("Row"), min_value=1)
    outcome = forms.ChoiceField(
        label=_("counts as"), required=False,
        choices=[("", _("as the cut-offs say")), ("1", _("positive")), ("0", _("negative")), ("?", _("remainder"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), required=False, max_length=REASON)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome") and not said.get("reason", "").strip():
            self.add_error("reason", _("Write why this row is set against the cut-offs; it stays marked for ever."))
        return said

    def override(self) -> Override | None:
        said = self.cleaned_data
        if not said["outcome"]:
            return None
        return Override(side=said["side"], row=said["row"], outcome=said["outcome"], reason=said["reason"].strip())
