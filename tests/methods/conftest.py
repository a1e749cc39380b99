"""Shared by the tests of the pure methods; nothing here knows Django."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.fixture
def golden() -> Path:
    """The folder of reference files."""
    return GOLDEN
