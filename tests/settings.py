"""The project's settings in an environment of the tests' own, so that nobody's .env changes what they see."""

import os
import secrets
import tempfile
from pathlib import Path

# A folder per process: two people may run the tests in one tree at the same time. The tests make it (tests/conftest.py);
# the type checker, which only reads these settings, leaves none behind.
RUN_DIR = Path(tempfile.gettempdir()) / f"casebase-tests-{os.getpid()}-{secrets.token_hex(8)}"

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ |= {
    "DATABASE_REPLICA_URL": "",
    "DEBUG": "0",
    "SECRET_KEY": "a-key-that-only-the-tests-know-and-nobody-else-ever-uses",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "HTTPS": "0",
    "CACHE_URL": "dbcache://cache",
    "TASKS_BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "SIGNUP_OPEN": "1",
    "API_READS_PER_MINUTE": "0",
    "API_WRITES_PER_MINUTE": "0",
}

from casebase.settings import *  # noqa: E402, F403
from casebase.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file: the browser's requests are answered by other threads, with connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(RUN_DIR / "test.sqlite3")}
    # Nobody misses a test database after a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = RUN_DIR / "media"
# Static files straight from their folders: no collectstatic before a test.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
