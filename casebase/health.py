"""Is the process alive, and is it ready for visitors? For load balancers and start scripts."""

import logging

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.models import PublishSequence
from cases.queries.search import index_is_current

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """A part is not there yet; the text says which, and holds nothing secret."""


@require_safe
@never_cache
def healthz(request) -> JsonResponse:
    """Answer without asking anybody: the process runs."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request) -> JsonResponse:
    """Run each check of READINESS_CHECKS: functions without arguments that raise ``NotReady``."""
    checks = {path.rpartition(".")[2]: _outcome(import_string(path)) for path in settings.READINESS_CHECKS}
    ready = set(checks.values()) == {"ok"}
    return JsonResponse({"status": "ok" if ready else "not ready", "checks": checks}, status=200 if ready else 503)


def _outcome(check) -> str:
    try:
        check()
    except NotReady as error:
        return str(error)
    except Exception:  # whatever is broken, the answer is "not ready", and the log says why
        logger.exception("readiness check %s failed", check.__name__)
        return "failed, see the log"
    return "ok"


def _read_from():
    return connections[router.db_for_read(PublishSequence)]


def database() -> None:
    """The database answers: the one that pages are read from. Whether the primary takes writes, each write finds out."""
    with _read_from().cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    """Its tables are those of this version."""
    executor = MigrationExecutor(_read_from())
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotReady(f"{len(missing)} migrations to apply: run manage.py migrate")


def cache() -> None:
    """The shared cache answers: wrong passwords are counted in it. Only read: a probe should never wait for a writer."""
    shared_cache.get("readyz")


def search_index() -> None:
    """What is searched was analysed by this version. While that is written again it serves readers all the same."""
    if not index_is_current():
        raise NotReady("the search index is of another version: run manage.py reindex")
