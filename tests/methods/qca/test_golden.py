"""The reference files, run through the command line as a reader would."""

import json
from pathlib import Path

import pytest

from methods.qca.__main__ import main
from tests.methods.conftest import GOLDEN

from .agreement_with_reference import differences

FILES = sorted(GOLDEN.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_reference_file_is_reproduced(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(path)]) == 0
    ours = json.loads(capsys.readouterr().out)
    expected = json.loads(path.read_text(encoding="utf-8"))["results"]
    assert differences(expected, ours) == []
