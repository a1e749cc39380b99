"""How many requests a minute one person, or one address, may send."""

import time

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

from accounts.requests import address_of

MINUTE = 60
# Reads are counted in each process: a shared count would cost more than most reads do.
_reads = LocMemCache("api-reads", {"OPTIONS": {"MAX_ENTRIES": 20_000}})


class PerMinute(BaseThrottle):
    """A count that begins anew each minute; writes are counted by all processes together."""

    def allow_request(self, request, view) -> bool:
        reading = request.method in SAFE_METHODS
        limit = settings.API_READS_PER_MINUTE if reading else settings.API_WRITES_PER_MINUTE
        if not limit:
            return True
        self.now = time.time()
        who = f"user:{request.user.pk}" if request.user.is_authenticated else f"address:{address_of(request._request)}"
        key = f"api:{'read' if reading else 'write'}:{who}:{int(self.now // MINUTE)}"
        cache = _reads if reading else caches["default"]
        cache.add(key, 0, 2 * MINUTE)
        try:
            return cache.incr(key) <= limit
        except ValueError:  # pushed out in between
            return True

    def wait(self) -> float:
        return MINUTE - self.now % MINUTE
