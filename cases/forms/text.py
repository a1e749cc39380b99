"""Plain text that people send: what no database can hold is taken out, lines end alike."""

from typing import Any

from django import forms


class StoredText(forms.CharField):
    """Text as it is stored."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\x00", "").replace("\r\n", "\n")) or ""
