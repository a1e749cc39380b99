"""What tests of pages begin with."""

import pytest

from tests.cases.stage import set_stage


@pytest.fixture
def desk(cast, signed_in):
    """A contributor's browser, before a small record."""
    set_stage()
    return signed_in(cast.contributor)
