"""The site as gunicorn serves it, telling with each answer what it cost: CPU of its thread, and queries."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connection

site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    asked = 0
    headers: list[Any] = []

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    def begin(*given: Any) -> Any:
        headers[:] = given

    used = time.thread_time()
    with connection.execute_wrapper(count):
        answer = b"".join(site(environ, begin))
    status, given, *rest = headers
    cost = [("X-CPU", f"{time.thread_time() - used:.6f}"), ("X-Queries", str(asked))]
    start_response(status, [*given, *cost], *rest)
    return [answer]
