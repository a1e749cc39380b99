"""The EU-27 e-government set: D. Commerford (2025), MSc thesis, Vrije Universiteit Amsterdam.

Replication repository github.com/CGReposit/VUThesis_fsQCA, commit d18675e; recomputed facts only.
"""

import csv
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from methods.qca import SetData, TruthTable, conservative, direct, fit_model, single_conditions, truth_table
from tests.methods.conftest import GOLDEN

FOLDER = GOLDEN / "validation"
EXPECTED = json.loads((FOLDER / "qca_validation_expected.json").read_text(encoding="utf-8"))
TOLERANCE = EXPECTED["tolerance"]


def columns_of(name: str) -> Mapping[str, list[str]]:
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


@pytest.fixture(scope="module")
def data() -> SetData:
    raw = columns_of(EXPECTED["input_raw"])
    thresholds = EXPECTED["calibration"]["thresholds"]
    calibrated = {name: direct(np.array(raw[name], dtype=float), *anchors) for name, anchors in thresholds.items()}
    return SetData.from_columns(raw["Country"], {name: values.tolist() for name, values in calibrated.items()})


@pytest.fixture(scope="module")
def table(data: SetData) -> TruthTable:
    asked = EXPECTED["truth_table"]
    return truth_table(
        data,
        "DV",
        asked["condition_order"],
        consistency_cutoff=asked["incl_cut"],
        frequency_cutoff=asked["n_cut"],
    )


def test_eu27_calibration_agrees(data: SetData) -> None:
    published = columns_of(EXPECTED["input_fuzzy"])
    assert tuple(published["Country"]) == data.cases
    for name, their_name in EXPECTED["column_map"].items():
        np.testing.assert_allclose(data.column(name), np.array(published[their_name], dtype=float), atol=TOLERANCE)


def test_eu27_truth_table_agrees(table: TruthTable) -> None:
    assert len(table.rows) == EXPECTED["truth_table"]["observed_rows"]
    positive = {"".join(map(str, row.configuration)): row for row in table.rows if row.number in table.positive}
    expected: dict[str, Any] = {row["row"]: row for row in EXPECTED["truth_table"]["positive_rows"]}
    assert positive.keys() == expected.keys()
    for name, row in expected.items():
        assert positive[name].n == row["n"]
        assert positive[name].consistency == pytest.approx(row["incl"], abs=TOLERANCE)
        assert positive[name].pri == pytest.approx(row["PRI"], abs=TOLERANCE)
        assert list(positive[name].cases) == row.get("cases", [row.get("case")])


def test_eu27_complex_solution_agrees(table: TruthTable) -> None:
    (model,) = conservative(table).models
    fit = fit_model(table, model)
    expected = EXPECTED["complex_solution"]
    assert fit.solution.consistency == pytest.approx(expected["incl"], abs=TOLERANCE)
    assert fit.solution.pri == pytest.approx(expected["PRI"], abs=TOLERANCE)
    assert fit.solution.coverage == pytest.approx(expected["cov"], abs=TOLERANCE)
    rows = {row["row"]: row for row in EXPECTED["truth_table"]["positive_rows"]}
    cubes = {"".join(map(str, cube)): term for cube, term in zip(model.cubes, fit.terms, strict=True)}
    assert cubes.keys() == rows.keys()  # no two positive rows are neighbours: each one stays as it is
    for name, term in cubes.items():
        assert term.fit.coverage == pytest.approx(rows[name]["covS"], abs=TOLERANCE)
        assert term.unique_coverage == pytest.approx(rows[name]["covU"], abs=TOLERANCE)


def test_eu27_necessity_agrees_with_the_recomputed_figures(data: SetData) -> None:
    recomputed = {"AVAIL": 0.696, "EDOC": 0.690, "PRE": 0.682, "HELP": 0.674, "EID": 0.640, "TRANS": 0.581}
    found = single_conditions(data, "DV", list(recomputed))[: len(recomputed)]
    for relation in found:
        assert relation.necessity.consistency == pytest.approx(recomputed[str(relation.expression)], abs=TOLERANCE)
