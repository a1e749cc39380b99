"""``{% load mine %}``: what the person who is signed in has under way."""

from typing import Any

from django import template

from cases.queries.frozen import title_of
from cases.queries.mine import mine

register = template.Library()


@register.inclusion_tag("cases/_mine.html", takes_context=True)
def my_work(context: template.Context) -> dict[str, Any]:
    """Drafts, reviews and frozen comparisons, the latest few of each with the way to all."""
    user = context["request"].user
    found = mine(user)
    return {"mine": found, "comparisons": [(one, title_of(one)) for one in found.comparisons], "user": user}
