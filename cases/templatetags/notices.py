"""``{% load notices %}``: what became of a person's drafts, for any page that is theirs."""

from typing import Any

from django import template

from cases.queries.notices import notices_of

register = template.Library()


@register.inclusion_tag("cases/notice/_list.html", takes_context=True)
def notices(context: template.Context) -> dict[str, Any]:
    """The notices of whoever is signed in, those that were not read first."""
    found = notices_of(context["request"].user)
    unread = [notice for notice in found if notice.read_at is None]
    read = [notice for notice in found if notice.read_at]
    return {"unread": unread, "read": read, "csrf_token": context.get("csrf_token"), "request": context["request"]}
