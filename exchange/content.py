"""Reading content files: YAML, each a list of documents, and the tables that data sets were read from."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from cases.documents.schema import FileItem

# The C loader where libyaml is there: content is a megabyte of text.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


FILES = "files"
"""The folder beside a data set's document that holds its tables."""


class UnreadableContent(ValueError):
    """A file that is not a YAML list of documents, or a table that is not the one its data set states."""


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
            if document.get("kind") == "dataset":
                _check_files(path, document)
            yield path, document


def _check_files(path: Path, document: dict[str, Any]) -> None:
    """Each table stands beside the document and has the hash that the document states."""
    for stated in document.get("files") or []:
        try:
            item = FileItem.model_validate(stated)
        except ValidationError:
            continue  # publishing says what is wrong with it
        table = path.parent / FILES / item.name
        if not table.is_file():
            raise UnreadableContent(
                f"{path}: {document.get('uid')}: {FILES}/{item.name} is missing. Put it there, or take it out of “files”."
            )
        found = hashlib.sha256(table.read_bytes()).hexdigest()
        if found != item.sha256:
            raise UnreadableContent(
                f"{path}: {document.get('uid')}: {FILES}/{item.name} is not the file that the document states. "
                f"Stated SHA-256 {item.sha256}, found {found}. Put the stated file back; "
                "if the change is wanted, compare every observation with the new file and state its hash."
            )
