"""A document as the record would store it, so that two of them can be compared field by field."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from cases.documents.difference import Json
from cases.documents.schema import DOCUMENT


def normal(document: Mapping[str, Any]) -> Json:
    """The document with what the schema fills in; as it is while it has no shape."""
    try:
        return DOCUMENT.validate_python(document).model_dump(mode="json")
    except ValidationError:
        return dict(document)
