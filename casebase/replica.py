"""Reading from a replica: where each request's queries go.

A replica follows the primary a little behind. Whoever has written holds a mark of how far the primary was then: their
pages come from the replica once it has come that far, and from the primary until then. What is no request (the worker,
commands) and what comes with a token, which keeps no mark, reads from the primary.
"""

import re
import time
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
COOKIE = "casebase_written"
KEPT = 600  # seconds; a replica that is further behind is no replica to read from
LSN = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
START = "0/0"
REST = 5.0  # seconds for which a replica that does not answer is left alone


class Route:
    """The way of one request: decided at its first query, and to the primary from its first write on."""

    def __init__(self, request: HttpRequest):
        self.wrote = not _only_reads(request)
        self.mark = request.COOKIES.get(COOKIE, START)
        self._alias = PRIMARY if self.wrote or "Authorization" in request.headers else None

    @property
    def alias(self) -> str:
        if self._alias is None:
            self._alias = REPLICA if _has_come(self.mark) else PRIMARY
        return self._alias

    def write(self) -> str:
        self.wrote = True
        self._alias = PRIMARY
        return PRIMARY


_route: ContextVar[Route | None] = ContextVar("route", default=None)
_rested: list[float] = [0.0]
"""Until when the replica is left alone; 0 while it answers."""


class Router:
    """For DATABASE_ROUTERS."""

    def db_for_read(self, model, **hints) -> str:
        route = _route.get()
        return PRIMARY if route is None or connections[PRIMARY].in_atomic_block else route.alias

    def db_for_write(self, model, **hints) -> str:
        route = _route.get()
        return route.write() if route else PRIMARY

    def allow_relation(self, one, other, **hints) -> bool:
        return True  # both are the same rows

    def allow_migrate(self, db, app_label, **hints) -> bool:
        return db == PRIMARY


class ReadFromReplica:
    """Middleware, outside of the sessions, which are read and written on the same way."""

    def __init__(self, get_response):
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        route = Route(request)
        # Not taken back at the end: what a response streams is read on the same way. The next request sets its own.
        _route.set(route)
        response = self.get_response(request)
        if route.wrote and response.status_code < 500:
            _remember(response)
        return response


def reads_from_replica() -> bool:
    """Whether this request can do without the primary, as far as it has come."""
    route = _route.get()
    return route is not None and route.alias == REPLICA


def _only_reads(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD", "OPTIONS")


def _has_come(mark: str) -> bool:
    """Whether the replica answers, and has come as far as the mark."""
    if time.monotonic() < _rested[0]:
        return False
    if _rested[0]:  # it did not answer: one request asks again, and no other waits for it
        _rested[0] = time.monotonic() + REST
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [mark if LSN.fullmatch(mark) else START])
            come = cursor.fetchone()[0] is True
    except Error:
        _rested[0] = time.monotonic() + REST
        return False
    _rested[0] = 0.0
    return come


def _remember(response: HttpResponse) -> None:
    try:
        with connections[PRIMARY].cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_insert_lsn()")
            mark = cursor.fetchone()[0]
    except Error:  # gone right after it had confirmed: until it is back the replica is all there is
        return
    response.set_cookie(COOKIE, mark, max_age=KEPT, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
