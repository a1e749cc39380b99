"""What a request tells about the person behind it."""

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

HOUR = 3_600


def address_of(request: HttpRequest | None) -> str | None:
    """Network address of the client. Proxy headers are believed only as far as TRUSTED_PROXIES says."""
    if request is None:
        return None
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # a local socket has no address
        return None


def within_limit(request: HttpRequest, what: str, per_hour: int) -> bool:
    """Count one more of these by the client's address; whether there were few enough within an hour. 0 is no limit."""
    if not per_hour:
        return True
    # Each takes one of so many places for an hour. No cache gives a place to two, whereas that of the database reads a
    # number and writes it in two steps, and forgets it after five minutes.
    cache = caches["default"]  # all processes count together
    places = [f"{what}:{address_of(request)}:{number}" for number in range(per_hour)]
    taken = cache.get_many(places)
    return any(cache.add(place, True, HOUR) for place in places if place not in taken)
