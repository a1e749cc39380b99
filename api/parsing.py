"""Reading bodies: JSON of bounded size, in UTF-8, with nothing in it that a database cannot hold."""

import json
import math
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.parsers import BaseParser

from api.errors import mistake
from cases.actions.draft import LARGEST

LIMIT = LARGEST + 10_000
"""Bytes. A little more than the largest draft, whose own refusal is the clearer one."""


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        body = stream.read(LIMIT + 1)
        if len(body) > LIMIT:
            message = _("Send at most %(limit)d bytes.") % {"limit": LIMIT}
            raise mistake(status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, "too_large", message)
        try:
            data = json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite)
        except (ValueError, RecursionError) as error:
            message = _("This is not JSON in UTF-8: %(reason)s") % {"reason": error}
            raise mistake(status.HTTP_400_BAD_REQUEST, "json_invalid", message) from error
        _refuse_unstorable(data)
        return data


def _refuse(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):  # 1e999: neither JSON nor jsonb has a word for it
        raise ValueError(text)
    return number


def _refuse_unstorable(data: Any) -> None:
    """``\\u…`` can write U+0000, which PostgreSQL does not store, and halves of a character, which UTF-8 cannot."""
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and not is_storable(one):
            message = _("A text contains a character that cannot be stored.")
            raise mistake(status.HTTP_400_BAD_REQUEST, "nul_character", message)
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one


def is_storable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
