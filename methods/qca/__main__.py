"""`python -m methods.qca FILE.json`: read a reference file, print the results that this engine gets."""

from __future__ import annotations

import json
import sys

from .errors import QCAError
from .files import results_of


def main(arguments: list[str]) -> int:
    """Run one file; 0 when it went well, 2 with one line on standard error when it didn't."""
    if len(arguments) != 1:
        return _refuse("give one file: python -m methods.qca FILE.json")
    path = arguments[0]
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        results = results_of(document)
    except OSError as error:
        return _refuse(f"{path} can't be opened: {error.strerror}")
    except UnicodeDecodeError as error:
        return _refuse(f"{path} is not UTF-8 text: {error.reason}")
    except json.JSONDecodeError as error:
        return _refuse(f"{path} is not JSON: {error}")
    except QCAError as error:
        return _refuse(f"{path}: {error}")
    json.dump(results, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write("\n")
    return 0


def _refuse(reason: str) -> int:
    sys.stderr.write(" ".join(reason.split()) + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
