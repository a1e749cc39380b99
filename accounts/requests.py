"""What a request tells about the person behind it."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address_of(request: HttpRequest | None) -> str | None:
    """Network address of the client. Proxy headers are believed only as far as TRUSTED_PROXIES says."""
    if request is None:
        return None
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # a local socket has no address
        return None
