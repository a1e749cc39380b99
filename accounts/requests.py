"""What a request tells about the person behind it."""

import time

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
    """Count one more of these by the client's address in this hour; whether there were few enough. 0 is no limit."""
    if not per_hour:
        return True
    cache = caches["default"]  # all processes count together
    key = f"{what}:{address_of(request)}:{int(time.time() // HOUR)}"
    cache.add(key, 0, 2 * HOUR)
    try:
        return cache.incr(key) <= per_hour
    except ValueError:  # pushed out in between
        return True
