"""`methods` stands on Python and NumPy alone."""

import ast
import sys
from pathlib import Path

import methods

FOLDER = Path(methods.__file__).parent
ALLOWED = {*sys.stdlib_module_names, "numpy", "methods"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_methods_import_nothing_but_python_and_numpy() -> None:
    foreign = {path.name: imported(path) - ALLOWED for path in FOLDER.rglob("*.py")}
    assert {name: names for name, names in foreign.items() if names} == {}


def test_modules_and_functions_stay_short() -> None:
    too_long = []
    for path in FOLDER.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if len(source.splitlines()) > 300:
            too_long.append(path.name)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.lineno
                if (node.end_lineno or start) - start > 40:
                    too_long.append(f"{path.name}: {node.name}")
    assert too_long == []
