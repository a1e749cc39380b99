"""What a coding says, in words."""

from typing import Any, Protocol

from django.utils.translation import gettext as _

from cases.enums import ScaleKind
from cases.models import Code


class Valued(Protocol):
    """A coding, whole or as a plain row."""

    @property
    def level(self) -> str: ...

    @property
    def value(self) -> float | None: ...


def value_words(code: Code, coding: Valued) -> Any:
    """Its level, its number with the unit, or that the code is present."""
    if coding.level:
        return next((level["label"] for level in code.levels if level["key"] == coding.level), coding.level)
    if coding.value is None:
        return ""
    if code.scale == ScaleKind.PRESENT:
        return _("present") if coding.value else _("absent")
    number = f"{coding.value:.15g}"
    if not (code.unit_en or code.unit_zh):
        return number
    return {"en": f"{number} {code.unit_en or code.unit_zh}", "zh": f"{number} {code.unit_zh or code.unit_en}"}
