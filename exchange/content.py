"""Reading content files: YAML, each a list of documents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

# The C loader where libyaml is there: content is a megabyte of text.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableContent(ValueError):
    """A file that is not a YAML list of documents."""


def read_content(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every document below the folder with the file that holds it, in a stable order."""
    for path in sorted(folder.rglob("*.yaml")):
        try:
            with path.open(encoding="utf-8") as file:
                documents = yaml.load(file, Loader) or []  # noqa: S506 - a safe loader
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise UnreadableContent(f"{path}: {error}") from error
        if not isinstance(documents, list) or not all(isinstance(one, dict) for one in documents):
            raise UnreadableContent(f"{path}: write a list of documents, each beginning with “- kind: …”.")
        for document in documents:
            yield path, document
