"""An analysis of 31 units and 8 conditions: its whole answer, and its robustness.

python -m pytest tests/benchmarks/test_analyses.py --benchmark-only -s
"""

import csv
import sys
import time
from collections.abc import Callable

import pytest

from analyses.documents.design import CUSTOMARY_NECESSITY, Calibration, Cutoffs
from analyses.documents.inputs import Inputs, SetInput, UnitInput, Value
from analyses.documents.robustness import customary
from analyses.engine import examine, propose, robustness
from tests.test_repository import ROOT

PANEL = ROOT / "content" / "datasets" / "files" / "panel_qca_2018_2019.csv"
OUTCOME = "outcome_online_service_2019"
CONDITIONS = (
    "T_rd_personnel_fte_per_10k_2018", "T_rd_intensity_pct_2018", "T_fixed_broadband_subs_per_100_2018",
    "O_st_share_of_budget_pct_2018", "E_digital_economy_dedi_2018", "E_ecommerce_sales_pct_gdp_2018",
    "E_hitech_firms_per_10k_pop_2018", "E_internet_penetration_pct_2016",
)  # fmt: skip


@pytest.fixture(scope="module")
def question() -> Inputs:
    with PANEL.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def chosen(name: str, column: str, expected: list[int]) -> SetInput:
        raw = [float(row[column]) for row in rows]
        calibration = Calibration(method="direct", thresholds=propose(raw, "percentiles"), reason="percentiles")
        values = [Value(value=one) for one in raw]
        return SetInput(
            name=name, variable=column, label={"en": column}, expected=expected, calibration=calibration, values=values
        )

    units = [UnitInput(ref=row["adcode"], label={"en": row["province_en"]}) for row in rows]
    return Inputs(
        title={"en": "31 × 8"}, question="", units=units,
        dropped=[], outcome=chosen("Y", OUTCOME, []), contradictions="negative", overrides=[], necessity=CUSTOMARY_NECESSITY,
        conditions=[chosen(f"C{at}", column, [1]) for at, column in enumerate(CONDITIONS)],
        cutoffs=Cutoffs(consistency=0.8, frequency=1, pri=0.65),
    )  # fmt: skip


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def test_eight_conditions_are_answered_and_tested(benchmark, question) -> None:
    answer = min(cpu(lambda: examine(question)) for _ in range(3))
    test = benchmark.pedantic(lambda: cpu(lambda: robustness(question, customary(question), lambda *_: None)), rounds=1)
    trials = len(robustness(question, customary(question).model_copy(update={"ranges": False}), lambda *_: None)["trials"])
    lines = (
        "",
        "| 31 units × 8 conditions | CPU, s |",
        "|---|---|",
        f"| the whole answer | {answer:.2f} |",
        f"| robustness, {trials} trials and all ranges | {test:.1f} |",
        "",
    )
    sys.stdout.write("\n".join(lines))
    assert trials == 92
