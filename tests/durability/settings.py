"""The settings of a site as people run it: databases, pool and durability are the project's own."""

from tests.benchmarks.settings import *  # noqa: F403

ROOT_URLCONF = "casebase.urls"
# Fifty people sign in at once: how dear their passwords are is not measured here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
