"""What a production set-up must not get wrong about accounts."""

from django.conf import settings
from django.core.checks import Error, Tags, register

LOCAL_CACHES = {
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
}


@register(Tags.security, deploy=True)
def shared_cache(app_configs, **kwargs):
    """Wrong passwords are counted in the cache: each process must see the same count."""
    if settings.CACHES["default"]["BACKEND"] in LOCAL_CACHES:
        return [
            Error(
                "The cache is not shared between processes, so wrong passwords are not counted together.",
                hint="Set CACHE_URL to dbcache://cache or to a Redis server, or leave it out.",
                id="accounts.E001",
            )
        ]
    return []
