"""Tags of the comparative pages: ``{% load comparative %}``."""

from typing import Any

from django import template

from cases.queries import tracing

register = template.Library()


@register.simple_tag
def verdict(test_type: str, result: str) -> Any:
    """What a test of this type with this result says of its hypothesis."""
    return tracing.verdict(test_type, result)
