"""The settings of a site as people run it, with the page of 25 plain rows, and without what only slows a benchmark down."""

import os

os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "a-key-that-only-the-benchmarks-know-and-nobody-else-uses",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "HTTPS": "0",
    "CACHE_URL": "dbcache://cache",
    "TASKS_BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
    "API_READS_PER_MINUTE": "0",
    "API_WRITES_PER_MINUTE": "0",
}

from casebase.settings import *  # noqa: F403
from casebase.settings import STORAGES

ROOT_URLCONF = "tests.benchmarks.urls"
# Static files straight from their folders: no collectstatic before a benchmark.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
