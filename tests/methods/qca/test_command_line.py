"""The command line on bad input: one clear line, and no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from methods.qca.__main__ import main
from tests.methods.conftest import GOLDEN

LIPSET = json.loads((GOLDEN / "min_13_LC_crisp.json").read_text(encoding="utf-8"))


def changed(**changes: object) -> dict:
    return {**LIPSET, **changes}


def test_the_module_runs_as_a_program() -> None:
    path = GOLDEN / "cal_04_crossover_exact.json"
    run = subprocess.run([sys.executable, "-m", "methods.qca", str(path)], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)[0]["values"][3] == 0.5


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "it has no kind"),
        ({"kind": "poetry"}, "the kind 'poetry' is unknown"),
        ({"kind": "minimization"}, "the key 'data' is missing"),
        (changed(options={"incl.cut": 2}), "consistency cut-off is 2"),
        (changed(options={"sol.cons": 1}), "the option 'sol.cons' is unknown"),
        (changed(conditions=["DEV", "WEALTH"]), "there is no column 'WEALTH'"),
        (changed(conditions=["DEV", "SURV"]), "SURV is the outcome"),
        (changed(outcome="PEACE"), "names 'PEACE'"),
        (changed(data={"cases": ["a"], "columns": {"DEV": [1.2]}}), "DEV of case 'a' is 1.2"),
        (changed(data={"cases": ["a"], "columns": {"DEV": [None]}}), "DEV of case 'a' is missing"),
        (changed(data=5), "wrong shape"),
        (changed(options={"incl.cut": "high"}), "wrong shape"),
        (changed(options={"n.cut": 1e999}), "wrong shape"),
        (changed(inputs={"dir_exp": {"presence": ["DEV*URB"]}}), "joins conditions"),
    ],
)
def test_bad_input_ends_in_one_line(document: object, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "message"), [(b"{", "is not JSON"), (b"\xff\xfe", "is not UTF-8"), (None, "can't be opened")]
)
def test_an_unreadable_file_ends_in_one_line(
    content: bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.json"
    if content is not None:
        path.write_bytes(content)
    assert main([str(path)]) == 2
    assert message in capsys.readouterr().err


def test_no_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "give one file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"thresholds": "e=25, c=50"}, "don't make a fuzzy set"),
        ({"thresholds": "e=25, c=high, i=3"}, "can't be read"),
        ({"thresholds": "e=25, c=50, i=30"}, "neither rise nor fall"),
        ({"thresholds": "50", "type": "crisp", "colour": 1}, "the argument 'colour' is unknown"),
    ],
)
def test_bad_thresholds_end_in_one_line(
    arguments: dict, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {
        "kind": "calibration",
        "data": {"cases": ["a"], "raw": {"x": [1]}},
        "inputs": {"calls": [{"column": "x", "args": arguments}]},
    }
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert main([str(path)]) == 2
    assert message in capsys.readouterr().err


def test_bare_cut_points_are_taken_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calls = [{"column": "x", "args": {"thresholds": t}} for t in ("25, 50, 65", "e=25, c=50, i=65", [25, 50, 65])]
    document = {
        "kind": "calibration",
        "data": {"cases": ["a", "b"], "raw": {"x": [30, 60]}},
        "inputs": {"calls": calls},
    }
    path = tmp_path / "bare.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert main([str(path)]) == 0
    bare, named, listed = json.loads(capsys.readouterr().out)
    assert bare["values"] == named["values"] == listed["values"]
