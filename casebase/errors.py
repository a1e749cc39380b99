"""The pages for a form that came without its token, and for a database that does not answer."""

import logging
import sqlite3
import sys
from threading import Lock

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.defaults import server_error as broken
from psycopg_pool import PoolTimeout

from api.errors import problem
from casebase.replica import reads_from_replica

logger = logging.getLogger(__name__)
RETRY_AFTER = 5  # seconds: a restart of the database takes about as long


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how not to lose what was typed; the reason is for the log, which Django writes."""
    return render(request, "403_csrf.html", status=403)


class DatabaseAway:
    """Middleware: where a view meets a database that does not answer, the reader is told so.

    Once somebody has waited for a connection in vain, one request at a time tries again, and all others are told at once:
    else whoever queues for the few threads would wait for each one before.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.failed = 0
        self.away = False
        self.trying = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.away or request.path == "/healthz" or reads_from_replica():
            return self.get_response(request)
        if not self.trying.acquire(blocking=False):
            return no_answer(request)
        try:
            before = self.failed
            response = self.get_response(request)
            self.away = self.failed > before
            return response
        finally:
            self.trying.release()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_away(error):
            return None
        if isinstance(error.__cause__, PoolTimeout):
            self.failed += 1
            self.away = True
        logger.error("the database does not answer %s %s: %s", request.method, request.path, str(error).strip())
        return no_answer(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's ``handler500``: what breaks outside a view, in the session for instance, ends here."""
    return no_answer(request) if is_away(sys.exc_info()[1]) else broken(request)


def is_away(error: BaseException | None) -> bool:
    """Whether trying again may help: the server is down or restarts, or the file is busy. An unknown table is our mistake."""
    cause = error.__cause__ if error else None
    if isinstance(cause, sqlite3.Error):
        return isinstance(error, OperationalError) and getattr(cause, "sqlite_errorcode", 0) != sqlite3.SQLITE_ERROR
    return isinstance(error, OperationalError | InterfaceError)


def no_answer(request: HttpRequest) -> HttpResponse:
    """The answer while the database is away: in the reader's language, and in the form that the sender reads."""
    sent = request.method not in ("GET", "HEAD", "OPTIONS")
    if sent:
        said = _("The database does not answer just now, so this was not confirmed as saved. Try again in a few seconds.")
    else:
        said = _("The database does not answer just now. Nothing is lost. Try again in a few seconds.")
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse({"problems": [problem("unavailable", said)], "live": None}, status=503)
    elif request.headers.get("Accept", "").startswith("application/json"):
        response = JsonResponse({"said": said}, status=503)
    else:
        response = render(request, "503.html", {"sent": sent}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response
