"""``{% load mine %}``: what the person who is signed in has under way."""

from typing import Any

from django import template

from cases.queries.frozen import titled
from cases.queries.mine import mine

register = template.Library()


@register.inclusion_tag("cases/_mine.html", takes_context=True)
def my_work(context: template.Context) -> dict[str, Any]:
    """Drafts, reviews and frozen comparisons, the latest few of each with the way to all."""
    user = context["request"].user
    found = mine(user)
    return {"mine": found, "comparisons": titled(found.comparisons), "user": user}
