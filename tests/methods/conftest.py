"""Shared by the tests of the pure methods; nothing here knows Django."""

from pathlib import Path

import pytest
from hypothesis import settings

# A deadline for each example measures the machine, not the method.
settings.register_profile("methods", deadline=None)
settings.load_profile("methods")

GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.fixture
def golden() -> Path:
    """The folder of reference files."""
    return GOLDEN
