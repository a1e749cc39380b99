"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import methods

MODULES = [module.name for module in pkgutil.walk_packages(methods.__path__, "methods.") if not module.name.endswith("__main__")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_are_true(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_public_functions_have_examples() -> None:
    attempted = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert attempted > 80
